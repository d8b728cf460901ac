import fs from "node:fs";
import { demoCases, sessionOf } from "../support/demo";
import { PASSWORD } from "../support/accounts";
import { call, send } from "../support/http";
import { AtHome, type Home, invite, makeHome, PORTAL_COOKIE } from "../support/portal";
import { MISSING } from "../support/rights";
import { expect, test } from "../support/test";
import { AT_HOME, endpoints, found, hiddenNames, PORTAL_FORMS, PORTAL_PAGES, table } from "../support/viewers";

// What each of the demonstration's families gets through their own way in, page by page, and what they get with
// anybody else's ids: a table beside the results (viewers.md). What staff, another service and a stranger get of every
// page and function of theirs is in rights.spec and plan-rights.spec; what each sees of every single fact is compared
// in server/src/demo/viewers.rs.

test.describe.configure({ mode: "serial", timeout: 300_000 });

/** The names of what was hidden in the plan: what a child dreams is for the child and the team. */
const CHILDS_DREAM: Record<string, string> = { marte: "Emil" };

interface OwnFile {
  name: string;
  plan: { says: { part: string; person?: string; words?: string } }[];
  map: { people: Record<string, unknown> };
}

const browsers = new Map<string, AtHome>();
const homes = new Map<string, string>();
const rows: string[][] = [];

test.beforeAll(async () => {
  for (const it of AT_HOME) {
    const browser = new AtHome();
    const answer = await browser.post("/min-side/logg-inn", { email: it.mail, password: PASSWORD });
    expect(answer.status, `${it.who} has a way in`).toBe(it.opens ? 303 : 422);
    if (it.opens) {
      await browser.finish();
      homes.set(it.who, await browser.home());
    }
    browsers.set(it.who, browser);
  }
});

for (const it of AT_HOME) {
  test(`${it.who}: every page holds what is theirs and nothing else`, async () => {
    const browser = browsers.get(it.who) as AtHome;
    const base = homes.get(it.who);
    const cells: string[] = [];
    if (!base) {
      // Whoever has no way in finds none: with the addresses of everybody else, too.
      for (const [, theirs] of homes) {
        for (const page of PORTAL_PAGES) {
          const answer = await browser.get(`${theirs}${page}`);
          expect([answer.status, answer.headers.location], page).toEqual([303, "/min-side/logg-inn"]);
        }
      }
      rows.push([it.who, "no way in", ...PORTAL_PAGES.map(() => "303"), "303", "–"]);
      return;
    }
    const hidden = hiddenNames(it);
    for (const page of PORTAL_PAGES) {
      const answer = await browser.get(`${base}${page}`);
      const where = `${it.who} ${page}`;
      // There is no drawing of a map that is not shared.
      const drawn = it.sees.length > 0 || page !== "/kart/tegning";
      expect(answer.status, where).toBe(drawn ? 200 : 404);
      expect(answer.headers["cache-control"], where).toBe("no-store");
      expect(found(answer, hidden), where).toEqual([]);
      cells.push(String(answer.status));
    }
    // R11: no more people in the file than are seen, under no id, in no number.
    const text = (await browser.get(`${base}/mine-opplysninger/fil`)).body;
    const file = JSON.parse(text) as OwnFile;
    expect(Object.keys(file.map.people).sort(), it.who).toEqual([...it.sees].sort());
    const family = it.person[0];
    for (const id of text.match(new RegExp(`"(?:person:)?${family}\\d\\d"`, "g")) ?? []) {
      const bare = id.replaceAll('"', "").replace("person:", "");
      expect([...it.sees, it.person], `${it.who} reads ${id}`).toContain(bare);
    }
    const map = (await browser.get(`${base}/kart`)).body;
    if (it.sees.length > 1) expect(map, it.who).toContain(`${it.sees.length} på kartet`);
    else expect(map, it.who).toContain("Det er ikke noe kart som er delt med deg ennå.");
    const child = CHILDS_DREAM[it.opens ?? ""];
    const dreams = file.plan.filter(({ says }) => says.part === "dream");
    if (child && it.who !== child) for (const { says } of dreams) expect(says.person, it.who).toBe(it.person);

    // Anybody else's ids: nothing, and the same as for an id of nobody.
    const pages: string[] = [];
    const nothing = await browser.get(`/min-side/${MISSING}`);
    const foreign = [...homes].flatMap(([who, theirs]) => (who === it.who ? [] : [theirs]));
    const cases = await demoCases();
    const forged = [...foreign, ...Object.values(cases).map(({ id }) => `/min-side/${id}`), `/min-side/${it.person}`, `/min-side/${MISSING}`];
    for (const theirs of forged) {
      for (const page of PORTAL_PAGES) {
        const answer = await browser.get(`${theirs}${page}`);
        expect(answer.status, `${it.who} ${theirs}${page}`).toBe(404);
        if (page === "") expect(answer.body.replaceAll(theirs, "X"), theirs).toBe(nothing.body.replaceAll(`/min-side/${MISSING}`, "X"));
        pages.push(theirs);
      }
      for (const [form, fields] of PORTAL_FORMS) {
        expect((await browser.post(`${theirs}${form}`, fields)).status, `${it.who} ${theirs}${form}`).toBe(404);
      }
    }
    rows.push([it.who, `${it.opens}: ${it.sees.length} on the map`, ...cells, `404 × ${pages.length}`, "none of " + hidden.length]);
  });
}

test("a session of the family's opens no page and no function of staff's", async () => {
  const cases = await demoCases();
  const functions = endpoints();
  expect(functions.length).toBeGreaterThan(200);
  /** What anybody may call who is not signed in. */
  const open = new Set(["frame", "sign_in", "sign_out", "ask_reset", "invitation", "accept_invitation", "reset_link", "reset_password", "stop_page", "stop_messages"]);
  const mine = AT_HOME.filter(({ opens }) => opens);
  for (const [at, it] of mine.entries()) {
    const session = (browsers.get(it.who) as AtHome).cookies.get(PORTAL_COOKIE) ?? "";
    const { id } = cases[it.opens as keyof typeof cases];
    const words = [...hiddenNames(it), it.who.split(",")[0]];
    for (const page of ["", "/kart", "/kart/nettverk", "/personer", "/plan", "/samtaler", "/deling", "/innsyn", `/som/${it.person}/kart`, "/kart/fil?kart=genogram&form=json"]) {
      // As its own cookie, and in the place of staff's.
      for (const headers of [{ cookie: `${PORTAL_COOKIE}=${session}` }, { cookie: `__Host-familiekart=${session}` }]) {
        const answer = await send(`/familier/${id}${page}`, { headers });
        expect(answer.status, `${it.who} ${page}`).toBe(303);
        expect(found(answer, words), `${it.who} ${page}`).toEqual([]);
      }
    }
    // Every function once for each of the first two, the ones that read a case for everybody.
    const asked = at < 2 ? functions : functions.filter((name) => /^(case_|map_|seen_|my_|list_|search_)/.test(name));
    for (const name of asked.filter((name) => !open.has(name))) {
      const answer = await call(name, { id, person: it.person, text: "Marte" }, { session });
      expect([401, 404, 415, 422, 400], `${it.who} ${name}: ${answer.status} ${answer.body.slice(0, 60)}`).toContain(answer.status);
      expect(found(answer, words), `${it.who} ${name}`).toEqual([]);
    }
  }
  // And staff's sessions open nothing at home, whether the service has a consent or not.
  for (const account of ["lead", "unitLeader", "contact", "intakeTeam"] as const) {
    const session = await sessionOf(account);
    for (const [who, base] of homes) {
      for (const page of PORTAL_PAGES) {
        expect((await send(`${base}${page}`, { session })).status, `${account} at ${who}${page}`).toBe(303);
      }
    }
    rows.push([account, "staff's session", ...PORTAL_PAGES.map(() => "303"), "303", "–"]);
  }
});

test("where nobody may find her: no page, file, print or calendar of the family of birth tells of Noah's foster sister", async () => {
  const { noah } = await demoCases();
  const lead = await sessionOf("lead");
  const camilla = AT_HOME.find(({ person }) => person === "B02");
  const browser = browsers.get(camilla?.who ?? "") as AtHome;
  const base = homes.get(camilla?.who ?? "") ?? "";
  const traces = ["B08", "fosterbarn)", "Fossmarkheim", "Sandnesmobakk", "skjermet"];
  const made = await browser.post(`${base}/avtaler/kalender`, { do: "make" });
  const feed = /value="(https?:\/\/[^"]+)"/.exec(made.body)?.[1] ?? "";
  expect(feed).not.toBe("");
  const calendar = await send(new URL(feed).pathname);
  expect(calendar.status).toBe(200);
  expect(found(calendar, [...traces, "Tveitåsbrekk", "Noah", "Camilla"])).toEqual([]);
  for (const page of PORTAL_PAGES) expect(found(await browser.get(`${base}${page}`), traces), page).toEqual([]);
  // The same on what staff print and hand over for her.
  for (const form of ["svg", "json", "gedcom7", "gedcom551"]) {
    const asked = new URLSearchParams({ kart: "genogram", form, for: "B02" });
    const answer = await send(`/familier/${noah.id}/kart/fil?${asked}`, { session: lead });
    expect(answer.status, form).toBe(200);
    // The legend explains no sign that is not drawn.
    expect(found(answer, traces), form).toEqual([]);
  }
  // Those who share her home know that somebody lives there, and still not who or where.
  const ingrid = AT_HOME.find(({ person }) => person === "B04");
  for (const page of PORTAL_PAGES) {
    const answer = await (browsers.get(ingrid?.who ?? "") as AtHome).get(`${homes.get(ingrid?.who ?? "")}${page}`);
    expect(found(answer, ["Skjermet person (fosterbarn)"]), page).toEqual([]);
  }
});

test("where one may not come near the other: he finds nothing of her, and no gap", async () => {
  const session = await sessionOf("lead");
  const home: Home = await makeHome(session, "Solgunn", "Trond-Erik");
  const [her, him] = [home.people.get("Solgunn") ?? "", home.people.get("Trond-Erik") ?? ""];
  const mail = () => `avstand-${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}@example.no`;
  const [mother, father] = [new AtHome(), new AtHome()];
  await mother.enter((await invite(session, home, "Solgunn")).code, mail());
  await father.enter((await invite(session, home, "Trond-Erik")).code, mail());
  const base = await father.home();
  // Before there is a ban they see each other: what is looked for below can be found.
  expect((await father.get(`${base}/kart`)).body).toContain("Solgunn");
  const setup = JSON.parse((await call("new_case_setup", {}, { session })).body) as { today: string };
  const bar = { "form[kind]": "contact_ban", "form[protects]": her, "form[against]": him, "form[except]": "", "form[first]": setup.today, "form[last]": "", "form[reason]": "Besøksforbud" };
  const set = await call("set_bar", { id: home.id, ...bar }, { session });
  expect([set.status, set.body]).toEqual([200, "null"]);
  await mother.post(`${await mother.home()}/si`, { kind: "question", words: "Vet han hvor jeg bor?" });

  const traces = ["Solgunn", her, "hus med hage", "hvor jeg bor", "Krisesenteret", "Besøksforbud", "contact_ban"];
  for (const page of PORTAL_PAGES) {
    const answer = await father.get(`${base}${page}`);
    expect(answer.status, page).toBe(200);
    expect(found(answer, traces), page).toEqual([]);
  }
  const file = JSON.parse((await father.get(`${base}/mine-opplysninger/fil`)).body) as OwnFile;
  expect(Object.keys(file.map.people)).toEqual([him]);
  expect((await father.get(`${base}/kart`)).body).toContain("Én person på kartet, én generasjon.");
  const feed = await father.post(`${base}/avtaler/kalender`, { do: "make" });
  const address = /value="(https?:\/\/[^"]+)"/.exec(feed.body)?.[1];
  if (address) expect(found(await send(new URL(address).pathname), traces)).toEqual([]);
  for (const form of ["svg", "json", "gedcom7"]) {
    const asked = new URLSearchParams({ kart: "genogram", form, for: him });
    const answer = await send(`/familier/${home.id}/kart/fil?${asked}`, { session });
    expect(answer.status, form).toBe(200);
    expect(found(answer, traces), form).toEqual([]);
  }
  // Nor can he do anything to what is hers, by its id.
  const plan = JSON.parse((await call("case_plan", { id: home.id }, { session })).body) as { parts: { id: string; part: { body: { part: string } } }[] };
  const dream = plan.parts.find((it) => it.part.body.part === "dream")?.id ?? "";
  expect((await father.post(`${base}/plan/stans`, { scope: `action:${dream}`, kind: "stop" })).status).toBe(404);
  // She still finds everything of hers.
  expect((await mother.get(`${await mother.home()}/plan`)).body).toContain("Et hus med hage");
});

test.afterAll(async ({}, info) => {
  if (rows.length === 0) return;
  const head = ["Who", "Opens", ...PORTAL_PAGES.map((page) => page || "/"), "Anybody else's ids", "Names that are not theirs"];
  const text = `# What each viewer gets of the family's own pages\n\n${table(head, rows)}\n`;
  const path = info.outputPath("viewers.md");
  fs.writeFileSync(path, text);
  await info.attach("viewers", { path, contentType: "text/markdown" });
  console.log(text);
});
