import { EVERYONE } from "../support/accounts";
import { demoCases, sessionOf } from "../support/demo";
import { type Answer, call, callJson, send } from "../support/http";
import { AtHome, type Home, invite, makeHome } from "../support/portal";
import { gets, MISSING, names, type Visitor } from "../support/rights";
import { expect, test } from "../support/test";

// Role × object × verb for handing a case over to another municipality. That no function is left out is seen to in
// rights.spec.

test.describe.configure({ mode: "serial", timeout: 180_000 });

const DESTINATION = { municipality: "Bodø kommune", service: "Familiesenteret", contact: "Solveig", how: "brev" };

let cases: Awaited<ReturnType<typeof demoCases>>;
const sessions = new Map<Visitor, string | undefined>([["stranger", undefined]]);

test.beforeAll(async () => {
  cases = await demoCases();
  for (const account of EVERYONE) sessions.set(account, await sessionOf(account));
});

for (const visitor of ["stranger", ...EVERYONE] as Visitor[]) {
  test(`${visitor}: a handover is for who leads the case`, async () => {
    const session = sessions.get(visitor);
    const at = { session };
    for (const key of ["marte", "noah", "ylva"] as const) {
      const { id, number } = cases[key];
      const rule = gets(visitor, key);
      const file = `/familier/${id}/flytting/${MISSING}?flytting=${MISSING}`;
      const person = { id, moving: MISSING, person: MISSING };
      const answers: [string, number, Answer][] = [
        ["case_moving", 200, await call("case_moving", { id }, at)],
        ["begin_moving", 422, await callJson("begin_moving", { id, destination: DESTINATION, due: null, people: [MISSING] }, at)],
        ["answer_moving", 404, await callJson("answer_moving", { ...person, portions: ["plan"], how: "i møte" }, at)],
        ["confirm_moving", 404, await call("confirm_moving", person, at)],
        ["send_moving", 404, await call("send_moving", person, at)],
        ["receive_moving", 404, await callJson("receive_moving", { id, moving: MISSING, by: "x", how: "x", on: null }, at)],
        ["cancel_moving", 404, await call("cancel_moving", { id, moving: MISSING }, at)],
        ["close_moving", 404, await call("close_moving", { id, moving: MISSING }, at)],
      ];
      for (const [name, allowed, answer] of answers) {
        const where = `${visitor}, ${key}, ${name}: ${answer.status} ${answer.body.slice(0, 80)}`;
        // Who has a function in the case and does not lead it says nothing of where it goes.
        const steps = !["case_moving", "answer_moving"].includes(name);
        const whole = visitor === "milieuLead" && steps ? 403 : allowed;
        const expected = { whole, nothing: 404, reason: 403, shared: 403 }[rule];
        expect(answer.status, where).toBe(visitor === "stranger" ? 401 : expected);
        expect(answer.headers["cache-control"], where).toBe("no-store");
        if (rule !== "whole") for (const word of names(key, number)) expect(answer.body.includes(word), where).toBe(false);
      }
      for (const form of ["side", "fil", "alt"]) {
        const answer = await send(`${file}&form=${form}`, at);
        expect([401, 303, 404], `${visitor}, ${key}, ${form}: ${answer.status}`).toContain(answer.status);
        for (const word of names(key, number)) expect(answer.body.includes(word), form).toBe(false);
      }
    }
  });
}

test.describe("two parents", () => {
  let session: string;
  let home: Home;
  let moving: string;
  const [mother, father, stranger] = [new AtHome(), new AtHome(), new AtHome()];
  let hers: string;
  let his: string;
  const mail = () => `flytter-${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}@example.no`;
  const now = async () => JSON.parse((await call("case_moving", { id: home.id }, { session })).body).now;
  const of = (name: string) => home.people.get(name) ?? "";

  test.beforeAll(async () => {
    session = await sessionOf("lead");
    home = await makeHome(session, "Sigrun", "Tormod");
    const other = await makeHome(session, "Herdis", "Even");
    await mother.enter((await invite(session, home, "Sigrun")).code, mail());
    await father.enter((await invite(session, home, "Tormod")).code, mail());
    await stranger.enter((await invite(session, other, "Herdis")).code, mail());
    [hers, his] = [await mother.home(), await father.home()];
    const people = [of("Sigrun")];
    expect((await callJson("begin_moving", { id: home.id, destination: DESTINATION, due: null, people }, { session })).status).toBe(200);
    moving = (await now()).id;
  });

  test("only who is asked hears of it, and where it goes is nowhere at the other's", async () => {
    expect((await mother.get(`${hers}/flytting`)).body).toContain("Bodø kommune, Familiesenteret");
    expect((await mother.get(hers)).body).toContain("/flytting");
    expect((await father.get(`${his}/flytting`)).status).toBe(404);
    const ends = ["", "/plan", "/avtaler", "/kart", "/hvem-har-sett", "/mine-opplysninger/alt", "/mine-opplysninger/fil"];
    for (const end of ends) {
      const { status, body } = await father.get(`${his}${end}`);
      expect(status, end).toBe(200);
      for (const word of ["Bodø", "flytting", "flytter"]) expect(body.includes(word), `${end} tells ${word}`).toBe(false);
    }
    for (const [who, base] of [[father, his], [father, hers], [stranger, hers], [mother, his]] as const) {
      expect((await who.post(`${base}/flytting`, { moving, answer: "no" })).status).toBe(404);
    }
    expect((await mother.post(`${hers}/flytting`, { moving: MISSING, answer: "no" })).status).toBe(404);
    expect((await mother.post(`${hers}/flytting`, { moving, answer: "maybe" })).status).toBe(404);
    expect((await mother.post(`${hers}/flytting`, { moving, answer: "no" }, { origin: "https://evil.example" })).status).toBe(403);
    expect((await now()).people[0].said).toBe(null);
  });

  test("nothing goes without her yes, what goes is what she may see, and the log names the receiver", async () => {
    const file = (form: string) => `/familier/${home.id}/flytting/${of("Sigrun")}?flytting=${moving}&form=${form}`;
    const person = { id: home.id, moving, person: of("Sigrun") };
    expect((await call("send_moving", person, { session })).status).toBe(422);
    expect((await mother.post(`${hers}/flytting`, { moving, answer: "yes" })).status).toBe(422);
    expect((await mother.post(`${hers}/flytting`, { moving, answer: "yes", plan: "1" })).status).toBe(303);
    expect((await now()).people[0].said).toMatchObject({ portions: ["plan"], by: "" });
    // Before it has gone there is no file.
    expect((await send(file("fil"), { session })).status).toBe(303);
    expect((await call("close_case", { id: home.id, reason: "moved", words: "" }, { session })).status).toBe(422);
    expect((await call("send_moving", { ...person, person: of("Tormod") }, { session })).status).toBe(422);
    expect((await call("send_moving", person, { session })).status).toBe(200);
    expect((await mother.post(`${hers}/flytting`, { moving, answer: "no" })).status).toBe(422);

    const own = JSON.parse((await mother.get(`${hers}/mine-opplysninger/fil`)).body);
    const sent = JSON.parse((await send(file("fil"), { session })).body);
    expect(Object.keys(sent).sort()).toEqual(["made_at", "name", "plan"]);
    expect(sent.plan).toEqual(own.plan);
    expect(sent.name).toBe("Sigrun");
    const page = await send(file("side"), { session });
    expect(page.headers["content-disposition"]).toBe('attachment; filename="overlevering.html"');
    expect(page.body).toContain("Et hus med hage");
    expect(page.body.includes("<script")).toBe(false);
    expect((await send(file("fil").replace(of("Sigrun"), of("Tormod")), { session })).status).toBe(303);
    const log = JSON.parse((await call("case_log", { id: home.id }, { session })).body) as { rows: { action: string; object: string; reason: string }[] };
    const rows = log.rows.filter((row) => row.action === "export" && row.object === "moving");
    expect(rows.map((row) => row.reason)).toEqual([DESTINATION, DESTINATION].map((it) => `${it.municipality}, ${it.service}`));
    // He is told that somebody has looked and taken out a copy, and not where it went.
    const looked = await father.get(`${his}/hvem-har-sett`);
    for (const word of ["Bodø", "flytt"]) expect(looked.body.includes(word), word).toBe(false);
  });

  test("after the receipt the case is closed as handed over", async () => {
    const receipt = { id: home.id, moving, by: "Solveig", how: "på telefon", on: null };
    expect((await call("close_moving", { id: home.id, moving }, { session })).status).toBe(422);
    expect((await callJson("receive_moving", { ...receipt, how: " " }, { session })).status).toBe(422);
    expect((await callJson("receive_moving", receipt, { session })).status).toBe(200);
    expect((await call("close_moving", { id: home.id, moving }, { session })).status).toBe(200);
    const life = JSON.parse((await call("case_life", { id: home.id }, { session })).body);
    expect([life.status, life.events[0].kind, life.events[0].reason]).toEqual(["closed", "closed", "handed_over"]);
    expect((await mother.get(`${hers}/flytting`)).status).toBe(404);
  });
});
