import { EVERYONE } from "../support/accounts";
import { CASE_KEYS, demoCases, sessionOf } from "../support/demo";
import { call, callJson, OURS, send } from "../support/http";
import { AtHome, type Home, invite, makeHome, PASSWORD_AT_HOME, PORTAL_COOKIE } from "../support/portal";
import { gets, MISSING, names, type Visitor } from "../support/rights";
import { expect, test } from "../support/test";

// Role × object × verb for the family's own way in, and what somebody may try who has one. That no server function is
// left out is seen to in rights.spec.

test.describe.configure({ timeout: 180_000 });

const mail = () => `hjemme-${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}@example.no`;

const CONSENT = { service: MISSING, giver: `person:${MISSING}`, scope: "shared_plan", state: "given", from: "2026-11-01", to: "", why: "" };

for (const visitor of ["stranger", ...EVERYONE] as Visitor[]) {
  test(`${visitor}: who gets in is said by who leads the case`, async () => {
    const cases = await demoCases();
    const session = visitor === "stranger" ? undefined : await sessionOf(visitor);
    for (const key of CASE_KEYS) {
      const { id, number } = cases[key];
      const rule = gets(visitor, key);
      const answers = [
        ["invite_to_portal", await call("invite_to_portal", { id, person: MISSING }, { session })],
        ["end_portal_access", await call("end_portal_access", { id, person: MISSING }, { session })],
        ["write_consent", await callJson("write_consent", { id, form: CONSENT }, { session })],
        ["withdraw_consent", await call("withdraw_consent", { id, consent: MISSING }, { session })],
        ["answer_family_word", await call("answer_family_word", { id, word: MISSING, answer_text: "" }, { session })],
      ] as const;
      for (const [name, answer] of answers) {
        const where = `${visitor}, ${key}, ${name}: ${answer.status} ${answer.body.slice(0, 80)}`;
        // Who has a function in the case and does not lead it says nothing of who gets in.
        const refused = visitor === "milieuLead" && rule === "whole" && !["answer_family_word", "write_consent", "withdraw_consent"].includes(name);
        // Nobody is asked who does not decide there.
        const expected = refused ? 403 : { whole: name === "write_consent" ? 422 : 404, nothing: 404, reason: 403, shared: 403 }[rule];
        expect(answer.status, where).toBe(visitor === "stranger" ? 401 : expected);
        for (const word of names(key, number)) expect(answer.body.includes(word), where).toBe(false);
      }
    }
  });
}

const PAGES = ["", "/plan", "/barna", "/deling", "/avtaler", "/kart", "/kart/tegning", "/hvem-har-sett", "/mine-opplysninger", "/mine-opplysninger/alt", "/mine-opplysninger/fil"];
const FORMS: [string, Record<string, string>][] = [
  ["/si", { kind: "question", words: "x" }],
  ["/avtaler/kalender", { do: "make" }],
  ["/plan/svar", { version: MISSING, kind: "approve" }],
  ["/plan/stans", { scope: "everything", kind: "pause" }],
  ["/plan/videre", { halt: MISSING }],
  ["/plan/skriv", { kind: "dream", words: "x" }],
  ["/plan/ta-ut", { part: MISSING, revision: "1" }],
  ["/deling/svar", { consent: MISSING, answer: "yes" }],
  ["/deling/trekk", { consent: MISSING }],
];

test.describe("two parents", () => {
  let session: string;
  let home: Home;
  let other: Home;
  const [mother, father, stranger] = [new AtHome(), new AtHome(), new AtHome()];
  let hers: string;
  let his: string;
  test.describe.configure({ mode: "serial" });

  test.beforeAll(async () => {
    session = await sessionOf("lead");
    home = await makeHome(session, "Synnøve", "Torstein");
    other = await makeHome(session, "Hjørdis", "Egil");
    await mother.enter((await invite(session, home, "Synnøve")).code, mail());
    await father.enter((await invite(session, home, "Torstein")).code, mail());
    await stranger.enter((await invite(session, other, "Hjørdis")).code, mail());
    [hers, his] = [await mother.home(), await father.home()];
  });

  test("each gets in to their own, and nobody to another's", async () => {
    for (const end of PAGES) {
      expect((await mother.get(`${hers}${end}`)).status, end).toBe(200);
      for (const [who, base] of [[father, hers], [mother, his], [stranger, hers]] as const) {
        const answer = await who.get(`${base}${end}`);
        expect(answer.status, end).toBe(404);
        for (const word of ["Synnøve", "Torstein", "startlån"]) expect(answer.body.includes(word), end).toBe(false);
      }
      const out = await new AtHome().get(`${hers}${end}`);
      expect([out.status, out.headers.location]).toEqual([303, "/min-side/logg-inn"]);
    }
    for (const [end, fields] of FORMS) {
      expect((await father.post(`${hers}${end}`, fields)).status, end).toBe(404);
      expect((await new AtHome().post(`${hers}${end}`, fields)).status, end).toBe(303);
      expect((await mother.post(`${hers}${end}`, fields, { origin: "https://evil.example" })).status, end).toBe(403);
    }
    // Staff's sessions open nothing here, and these open nothing of staff's.
    expect((await send(hers, { session })).status).toBe(303);
    const theirs = mother.cookies.get(PORTAL_COOKIE);
    expect((await call("case_plan", { id: home.id }, { session: theirs })).status).toBe(401);
    expect((await send(`/familier/${home.id}`, { headers: { cookie: `${PORTAL_COOKIE}=${theirs}` } })).status).toBe(303);
  });

  test("what is for one of them leaves no trace at the other's", async () => {
    for (const end of PAGES) {
      const answer = await father.get(`${his}${end}`);
      expect(answer.status, end).toBe(200);
      expect(answer.headers["cache-control"], end).toBe("no-store");
      expect(answer.body.includes("Krisesenteret"), end).toBe(false);
    }
    expect((await mother.get(`${hers}/plan`)).body).toContain("Krisesenteret");
    // What she says and does is hers: he is told of no word, of no look, of no answer.
    await mother.post(`${hers}/si`, { kind: "question", words: "Hemmelig spørsmål" });
    for (const end of PAGES) {
      const { body } = await father.get(`${his}${end}`);
      expect(body.includes("Hemmelig spørsmål"), end).toBe(false);
    }
    const looked = await father.get(`${his}/hvem-har-sett`);
    expect(looked.body).toContain("Demo Saksansvarlig");
    expect(looked.body.includes("Synnøve")).toBe(false);
    const file = JSON.parse((await father.get(`${his}/mine-opplysninger/fil`)).body);
    expect(file.name).toBe("Torstein");
    expect(file.plan).toHaveLength(3);
    expect(file.said).toEqual([]);
  });

  test("a part of the plan is answered and halted only by who sees it", async () => {
    const plan = JSON.parse((await call("case_plan", { id: home.id }, { session })).body);
    const hidden = plan.parts.find((it: { part: { body: { words: string } } }) => it.part.body.words.startsWith("Krise")).id;
    expect((await father.post(`${his}/plan/stans`, { scope: `action:${hidden}`, kind: "stop" })).status).toBe(404);
    expect((await father.post(`${his}/plan/svar`, { version: MISSING, kind: "approve" })).status).toBe(422);
    for (const [scope, kind] of [["", "pause"], ["team", "pause"], ["everything", "for ever"]]) {
      expect((await father.post(`${his}/plan/stans`, { scope, kind })).status).toBe(404);
    }
    expect((await father.post(`${his}/plan/svar`, { version: MISSING, kind: "propose" })).status).toBe(404);
    expect((await father.post(`${his}/si`, { kind: "halt", words: "x" })).status).toBe(404);
    const after = JSON.parse((await call("case_plan", { id: home.id }, { session })).body);
    expect(after.halts).toEqual([]);
    expect(after.standing.map((it: { answer: string | null }) => it.answer)).toEqual([null, null]);
  });

  test("what is ended ends at once, and a new code is needed to come back", async () => {
    const ended = await call("end_portal_access", { id: home.id, person: home.people.get("Torstein") ?? "" }, { session });
    expect(ended.status).toBe(200);
    for (const end of PAGES) {
      const answer = await father.get(`${his}${end}`);
      expect(answer.status, end).toBe(403);
      expect(answer.body.includes("startlån"), end).toBe(false);
    }
    expect((await mother.get(hers)).status).toBe(200);
  });
});

test("a code is used once, by one, in one browser", async () => {
  const session = await sessionOf("lead");
  const home = await makeHome(session, "Sunniva", "Tor");
  const { code, link } = await invite(session, home, "Sunniva");
  // A cookie that somebody put there beforehand is no session, before or after.
  const mother = new AtHome();
  const planted = "0".repeat(64);
  mother.cookies.set(PORTAL_COOKIE, planted);
  expect((await mother.get("/min-side")).status).toBe(303);
  await mother.enter(code, mail());
  expect(mother.cookies.get(PORTAL_COOKIE)).not.toBe(planted);
  expect((await mother.get(await mother.home())).status).toBe(200);

  // The same code, and the link beside it, once more.
  const again = new AtHome();
  expect((await again.post("/min-side/velkommen", { code })).status).toBe(422);
  const path = new URL(link).pathname;
  const followed = await again.get(path);
  expect([followed.status, followed.headers.location]).toEqual([303, "/min-side/velkommen/ny"]);
  expect((await again.get("/min-side/velkommen/ny")).status).toBe(422);
  expect((await again.post("/min-side/velkommen/ny", { email: mail(), password: PASSWORD_AT_HOME })).status).toBe(422);

  // A link stands in no further address, and a form from elsewhere is not taken.
  const next = await invite(session, home, "Tor");
  const father = new AtHome();
  await father.get(new URL(next.link).pathname);
  expect((await father.get("/min-side/velkommen/ny")).status).toBe(200);
  const foreign = await father.post("/min-side/velkommen/ny", { email: mail(), password: PASSWORD_AT_HOME }, { origin: "https://evil.example" });
  expect(foreign.status).toBe(403);
  // Another's code by e-mail does not fit this browser.
  await father.post("/min-side/velkommen/ny", { email: mail(), password: PASSWORD_AT_HOME });
  const shown = father.cookies.get("__Host-min-side-vist") ?? "";
  const thief = new AtHome();
  expect((await thief.post("/min-side/kode", { code: shown }, OURS)).status).toBe(422);
  expect((await father.finish()).headers.location).toBe("/min-side");
});
