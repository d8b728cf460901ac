import { EVERYONE } from "../support/accounts";
import { demoCases, sessionOf } from "../support/demo";
import { type Answer, call, send } from "../support/http";
import { gets, MISSING, names, type Visitor } from "../support/rights";
import { expect, test } from "../support/test";

// Role × object × verb for a copy that is taken along. That no function is left out is seen to in rights.spec.

test.describe.configure({ mode: "serial", timeout: 180_000 });

let cases: Awaited<ReturnType<typeof demoCases>>;
const sessions = new Map<Visitor, string | undefined>([["stranger", undefined]]);
/** A copy of the lead's. */
let copy = "";

test.beforeAll(async () => {
  cases = await demoCases();
  for (const account of EVERYONE) sessions.set(account, await sessionOf(account));
  const session = sessions.get("lead");
  const offer = JSON.parse((await call("offline_offer", { id: cases.marte.id }, { session })).body) as { allowed: boolean; people: { person: string }[] };
  expect(offer.allowed).toBe(true);
  const taken = await call("take_offline", { id: cases.marte.id, room: offer.people[0]?.person ?? "", lasts: "tonight" }, { session });
  expect(taken.status, taken.body).toBe(200);
  copy = (JSON.parse(taken.body) as { copy: string }).copy;
});

for (const visitor of ["stranger", ...EVERYONE] as Visitor[]) {
  test(`${visitor}: a copy is for who changes the case, and what was drawn comes back from its owner alone`, async () => {
    const at = { session: sessions.get(visitor) };
    for (const key of ["marte", "noah"] as const) {
      const { id, number } = cases[key];
      const rule = gets(visitor, key);
      const asked: [string, Answer, number][] = [
        ["offline_offer", await call("offline_offer", { id }, at), 200],
        // Nobody is in the room: whoever may ask is told so.
        ["take_offline", await call("take_offline", { id, room: "", lasts: "tonight" }, at), 422],
      ];
      for (const [name, answer, allowed] of asked) {
        const where = `${visitor}, ${key}, ${name}: ${answer.status} ${answer.body.slice(0, 80)}`;
        const expected = { whole: allowed, shared: 403, reason: 403, nothing: 404 }[rule];
        expect(answer.status, where).toBe(visitor === "stranger" ? 401 : expected);
        expect(answer.headers["cache-control"], where).toBe("no-store");
      }
      const page = await send(`/familier/${id}/kart/uten-nett`, at);
      const where = `${visitor}, ${key}, page: ${page.status}`;
      expect(page.status, where).toBe(visitor === "stranger" ? 303 : { whole: 200, shared: 403, reason: 403, nothing: 404 }[rule]);
      const told = rule === "whole" ? names(key, number) : rule === "shared" ? names(key, number).slice(0, 2) : [];
      for (const word of names(key, number).filter((word) => !told.includes(word))) {
        expect(page.body.includes(word), `${where} tells ${word}`).toBe(false);
      }
    }
    for (const [id, own] of [[copy, visitor === "lead"], [MISSING, false]] as const) {
      const delivered = await call("deliver_offline", { copy: id, sealed: "00", insist: "false" }, at);
      expect(delivered.status, `${visitor} delivers: ${delivered.body}`).toBe(visitor === "stranger" ? 401 : own ? 422 : 404);
      if (!own) expect((await call("end_offline", { copy: id }, at)).status).toBe(visitor === "stranger" ? 401 : 404);
    }
    const owner = await call("offline_owner", {}, at);
    expect(owner.status).toBe(visitor === "stranger" ? 401 : 200);
    // The page itself is the same for everybody, and tells of nobody.
    const page = await send("/uten-nett", at);
    expect(page.status).toBe(200);
    for (const key of ["marte", "noah"] as const) {
      for (const word of names(key, cases[key].number)) expect(page.body.includes(word), `/uten-nett tells ${word}`).toBe(false);
    }
  });
}

test("a case with a protected address is taken along by nobody", async () => {
  const session = sessions.get("lead");
  const { id } = cases.noah;
  const offer = JSON.parse((await call("offline_offer", { id }, { session })).body) as { allowed: boolean; people: { person: string }[] };
  expect(offer.allowed).toBe(false);
  const room = offer.people.map(({ person }) => person).join(",");
  const taken = await call("take_offline", { id, room, lasts: "tonight" }, { session });
  expect(taken.status).toBe(422);
  expect(taken.body).toContain("offline_protected");
  expect((JSON.parse((await call("map_page", { id }, { session })).body) as { offline: boolean }).offline).toBe(false);
});

test("what is taken along is what all in the room may see, and stands in the log", async () => {
  const session = sessions.get("lead");
  const { id } = cases.marte;
  const offer = JSON.parse((await call("offline_offer", { id }, { session })).body) as { people: { person: string }[] };
  const people = offer.people.map(({ person }) => person);
  expect(people.length).toBeGreaterThan(1);
  const of = async (room: string[]) => {
    const { body } = await call("take_offline", { id, room: room.join(","), lasts: "tomorrow" }, { session });
    return JSON.parse(body) as { record: { people: Record<string, unknown> }; parties: { list: { key: string }[]; bars: unknown[] } };
  };
  const alone = await Promise.all(people.map(async (person) => Object.keys((await of([person])).record.people)));
  const together = await of(people);
  const common = alone.reduce((all, one) => all.filter((it) => one.includes(it)));
  expect(Object.keys(together.record.people).sort()).toEqual(common.sort());
  expect(together.parties.bars).toEqual([]);
  for (const { key } of together.parties.list) expect(["team", "lead", ...people.map((it) => `person:${it}`)]).toContain(key);
  const log = JSON.parse((await call("case_log", { id }, { session })).body) as unknown;
  expect(JSON.stringify(log)).toContain("take_offline");
});
