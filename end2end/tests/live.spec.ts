import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Browser, Page } from "@playwright/test";
import { ACCOUNTS, PASSWORD } from "../support/accounts";
import { expectNoAxeViolations } from "../support/axe";
import { CASE_KEYS, casesOf, demoCases, sessionOf } from "../support/demo";
import { BASE, call } from "../support/http";
import { callAs, RawStream } from "../support/live";
import { OwnServer, given } from "../support/own-server";
import { enterAs, expect, open, overflow, picture, signIn, test } from "../support/test";

// Two people draw on one map: what one draws the other sees, and nobody sees more than they may.

interface Person {
  name?: { known?: string };
  called?: string;
}

/** A case of the lead's with a stand-in, made by the page's own user. */
async function makeCase(page: Page, name: string): Promise<string> {
  const setup = JSON.parse(await callAs(page, "new_case_setup")) as {
    units: { id: string; colleagues: { id: string; name: string }[] }[];
    today: string;
  };
  const [unit] = setup.units;
  const person = { name: "Marte", is_child: false, has_responsibility: true, consent: "holder_here", goes: "first" };
  const form = {
    ...{ unit: unit.id, status: "open", stand_in: unit.colleagues.find((it) => it.name === "Demo Stedfortreder")?.id ?? "" },
    application: { people: [person], live_together: null, agree: [false, false] },
    ...{ from: [setup.today], names: [["only", name]], child_parts: false },
  };
  const { origin } = new URL(page.url());
  const answer = await page.request.post(`${origin}/api/begin_cases`, { data: { form }, headers: { origin } });
  expect(answer.status(), await answer.text()).toBe(200);
  return (JSON.parse(await answer.text()) as [string, string][])[0]?.[1] ?? "";
}

const called = (person: Person) => person.called ?? person.name?.known ?? "";
const symbol = (page: Page, name: string) => page.locator("svg.map [data-person]").filter({ has: page.getByText(name, { exact: true }) });
const kept = (page: Page) => expect(page.locator(".map-saving p")).toHaveAttribute("data-saving", "kept");
const here = (page: Page) => page.locator(".map-beside li");

/** The names that the database has, whoever is asked. */
async function stored(page: Page, id: string): Promise<string[]> {
  const { record } = JSON.parse(await callAs(page, "case_map", { id })) as { record: { people: Record<string, Person> } };
  return Object.values(record.people).map(called).sort();
}

/** The names that the page shows. */
const shown = async (page: Page) => (await page.locator("svg.map [data-person] .name").allTextContents()).sort();

/** Adds a child of somebody by keyboard. */
async function addChild(page: Page, of: string, name: string) {
  await symbol(page, of).focus();
  await page.keyboard.press("b");
  await expect(page.locator("#map-name")).toBeFocused();
  await page.keyboard.type(name);
  await page.keyboard.press("Enter");
  await expect(page.locator(".map-naming")).toHaveCount(0);
}

async function rename(page: Page, from: string, to: string) {
  await symbol(page, from).focus();
  await page.keyboard.press("F2");
  await page.locator("#map-name").fill(to);
  await page.locator("#map-name").press("Enter");
  await expect(page.locator(".map-naming")).toHaveCount(0);
}

/** Somebody else's browser. */
async function another(browser: Browser, baseURL: string): Promise<Page> {
  const context = await browser.newContext({ baseURL, viewport: { width: 1280, height: 800 } });
  return context.newPage();
}

test("two see each other and what each draws, and hear whose value it is; one without the net for a while @once", async ({ page, browser, faults }, info) => {
  test.setTimeout(120_000);
  faults.expect(/ERR_INTERNET_DISCONNECTED|hendelser/);
  await enterAs(page, "lead");
  await open(page, "/min-dag");
  const id = await makeCase(page, `Sammen ${info.project.name}`);
  const other = await another(browser, BASE.origin);
  await enterAs(other, "standIn");
  await open(page, `/familier/${id}/kart`);
  await open(other, `/familier/${id}/kart`);
  await expect(here(page)).toHaveText(/Demo Stedfortreder/);
  await expect(here(other)).toHaveText(/Demo Saksansvarlig/);

  // From the key to the other's picture.
  await other.evaluate(() => {
    const seen = () => document.querySelectorAll("svg.map [data-person]").length > 1;
    const watch = new MutationObserver(() => {
      if (seen()) {
        (window as unknown as { seenAt: number }).seenAt = Date.now();
        watch.disconnect();
      }
    });
    watch.observe(document.body, { childList: true, subtree: true });
  });
  const drawnAt = Date.now();
  await symbol(page, "Marte").focus();
  await page.keyboard.press("b");
  await expect(other.locator("svg.map [data-person]")).toHaveCount(2);
  const took = (await other.evaluate(() => (window as unknown as { seenAt: number }).seenAt)) - drawnAt;
  info.annotations.push({ type: "from key to the other's picture", description: `${took} ms` });
  console.log(`from key to the other's picture: ${took} ms`);
  await page.locator("#map-name").fill("Selma");
  await page.locator("#map-name").press("Enter");
  await expect(symbol(other, "Selma")).toHaveCount(1);

  // Whom one looks at.
  await symbol(page, "Selma").click();
  await expect(here(other)).toHaveText(/Demo Saksansvarlig ser på Selma/);
  await expect(symbol(other, "Selma")).toHaveAttribute("data-beside", /\d/);
  await expectNoAxeViolations(other);
  await picture(other, info, "beside");

  // The second one writes over what the first one just wrote.
  await rename(page, "Selma", "Selma A");
  await expect(symbol(other, "Selma A")).toHaveCount(1);
  await rename(other, "Selma A", "Selma B");
  await expect(page.locator(".map-clash")).toContainText("Demo Stedfortreder skrev sist: «Selma B» gjelder");
  await expect(symbol(page, "Selma B")).toHaveCount(1);
  await expectNoAxeViolations(page);
  await picture(page, info, "clash");
  await page.locator(".map-clash").getByRole("button", { name: "Greit" }).click();

  // One is without the net for a while, and both go on.
  await other.context().setOffline(true);
  await addChild(other, "Marte", "Ola");
  await rename(other, "Selma B", "Selma D");
  await addChild(page, "Marte", "Liv");
  await rename(page, "Selma B", "Selma C");
  await kept(page);
  await other.context().setOffline(false);
  const all = ["Liv", "Marte", "Ola", "Selma D"];
  await expect.poll(() => stored(page, id)).toEqual(all);
  await expect.poll(() => shown(page)).toEqual(all);
  await expect.poll(() => shown(other)).toEqual(all);
  await kept(other);
  await expect(other.locator(".map-clash")).toContainText("Du skrev sist: «Selma D» gjelder");
  await expect(page.locator(".map-clash")).toContainText("Demo Stedfortreder skrev sist: «Selma D» gjelder");
  expect(await overflow(other)).toBeLessThanOrEqual(0);

  // Who leaves is gone from the other's page, and the log tells of both ends.
  await other.context().close();
  await expect(here(page)).toHaveCount(0);
  const log = async () => {
    const { rows } = JSON.parse(await callAs(page, "case_log", { id })) as { rows: { who: string; action: string }[] };
    return rows.filter(({ who, action }) => who === "Demo Stedfortreder" && action.includes("follow")).map(({ action }) => action);
  };
  await expect.poll(log).toContain("end_follow");
  expect((await log()).at(-1)).toBe("follow");
});

test("eight tabs have one stream, and each of them shows what another draws @once", async ({ page, browser }, info) => {
  test.setTimeout(120_000);
  await enterAs(page, "lead");
  await open(page, "/min-dag");
  const id = await makeCase(page, `Faner ${info.project.name}`);
  const asked: string[] = [];
  page.context().on("request", (request) => {
    if (new URL(request.url()).pathname === "/hendelser") asked.push(request.url());
  });
  const tabs = [page];
  for (let tab = 1; tab < 8; tab++) tabs.push(await page.context().newPage());
  for (const tab of tabs) await open(tab, `/familier/${id}/kart`);
  const other = await another(browser, BASE.origin);
  await enterAs(other, "standIn");
  await open(other, `/familier/${id}/kart`);
  for (const tab of tabs) await expect(here(tab)).toHaveText(/Demo Stedfortreder/);
  await addChild(other, "Marte", "Noah");
  for (const tab of tabs) await expect(symbol(tab, "Noah")).toHaveCount(1);
  expect(asked).toHaveLength(1);
  // When the tab that leads is closed the next one takes over.
  await page.close();
  await expect.poll(() => asked.length).toBe(2);
  await addChild(other, "Marte", "Ada");
  for (const tab of tabs.slice(1)) await expect(symbol(tab, "Ada")).toHaveCount(1);
  await other.context().close();
});

test("the stream gives each viewer what they may see, under numbers without a gap, and ends with the right @once", async ({ page }, info) => {
  const cases = await demoCases();
  await enterAs(page, "lead");
  await open(page, "/min-dag");
  const lead = await sessionOf("lead");

  // Role × case, as for every address.
  const roles = [
    ["lead", "marte", 200],
    ["standIn", "kristoffer", 200],
    ["otherLead", "marte", 404],
    ["contact", "noah", 403],
    ["unitLeader", "marte", 403],
    ["administrator", "marte", 404],
  ] as const;
  for (const [role, key, status] of roles) {
    const stream = await RawStream.open(BASE.origin, `/hendelser?mappe=${cases[key].id}`, await sessionOf(role));
    expect(stream.status, `${role} ${key}`).toBe(status);
    stream.close();
  }
  for (const key of CASE_KEYS) {
    expect((await RawStream.open(BASE.origin, `/hendelser?mappe=${cases[key].id}`)).status).toBe(401);
  }
  const foreign = await RawStream.open(BASE.origin, `/hendelser?mappe=${cases.marte.id}`, lead, { "sec-fetch-site": "cross-site" });
  expect(foreign.status).toBe(403);
  expect((await call("point_map", { stream: "x" })).status).toBe(401);
  expect((await call("point_map", { stream: "x", person: "A01" }, { session: lead })).status).toBe(404);

  // What was told in confidence is in the lead's own stream.
  const ofLead = await RawStream.open(BASE.origin, `/hendelser?mappe=${cases.marte.id}`, lead);
  await expect.poll(() => ofLead.lines.length).toBeGreaterThanOrEqual(2);
  expect(ofLead.text).toContain('"A12"');
  ofLead.close();
  const id = await makeCase(page, `Strøm ${info.project.name}`);
  const session = await sessionOf("standIn");
  const first = await RawStream.open(BASE.origin, `/hendelser?mappe=${id}`, session);
  await expect.poll(() => first.lines.length).toBeGreaterThanOrEqual(2);
  const [person] = Object.keys((JSON.parse(await callAs(page, "case_map", { id })) as { record: { people: object } }).record.people);
  const draw = (key: string, name: string, audience: string[]) => {
    const origin = { teller: `person:${person}`, audience, source: "statement" };
    const fact = { person: { id: key, symbol: "male", life: "alive", name: { known: name }, origin } };
    return callAs(page, "draw_map", { id, step: JSON.stringify({ key, edits: [{ add: fact }] }) });
  };
  const number = (await casesOf(lead)).find((line) => line.id === id)?.number ?? "";
  const helper = await emergencyOf(number);
  const ofHelper = await RawStream.open(BASE.origin, `/hendelser?mappe=${id}`, helper);
  expect(ofHelper.status).toBe(200);
  await draw("k1", "Åpen", ["team"]);
  await draw("k2", "Fortalt i fortrolighet", ["lead"]);
  await draw("k3", "Åpen igjen", ["team"]);
  await expect.poll(() => first.text).toContain("Åpen igjen");
  await expect.poll(() => ofHelper.text).toContain("Åpen igjen");
  // The stand-in sees with the lead's eyes, the helper with the team's: numbers count what each was sent.
  expect(first.numbers()).toEqual([1, 2, 3, 4]);
  expect(ofHelper.numbers()).toEqual([1, 2, 3]);
  expect(ofHelper.text).not.toMatch(/fortrolighet|k2/);
  // Whoever ends the emergency access ends the stream with it.
  expect((await call("end_emergency", { id }, { session: helper })).status).toBe(200);
  await expect.poll(() => ofHelper.ended).toBe(true);
  expect(ofHelper.lines.at(-1)?.event).toBe("ended");

  // Signing out ends it at once, and it goes on where it was for who comes back.
  const cursor = first.lines.at(-1)?.cursor ?? "";
  first.close();
  const again = await RawStream.open(BASE.origin, `/hendelser?mappe=${id}~${cursor}`, session);
  await expect.poll(() => again.lines.length).toBeGreaterThanOrEqual(1);
  expect(again.numbers()).toEqual([]);
  await draw("k4", "Etterpå", ["team"]);
  await expect.poll(() => again.numbers()).toEqual([5]);
  expect((await call("sign_out", {}, { session })).status).toBeLessThan(400);
  await expect.poll(() => again.ended).toBe(true);
  await draw("k5", "Etter utlogging", ["team"]);
  expect(again.text).not.toContain("Etter utlogging");
});

/** A session of somebody who has opened a case in an emergency. */
async function emergencyOf(number: string): Promise<string> {
  const session = await sessionOf("otherLead");
  const place = JSON.parse((await call("emergency_place", {}, { session })).body) as { units: [string, string][] };
  const found = await call("search_emergency", { unit: place.units[0][0], text: number }, { session });
  const ticket = /"ticket":"([^"]+)"/.exec(found.body)?.[1] ?? "";
  const begun = await call("begin_emergency", { ticket, kind: "danger", reason: "Prøve av strømmen" }, { session });
  expect(begun.status, begun.body).toBe(200);
  return session;
}

test("two nodes on PostgreSQL: one is killed, both go on, and afterwards all have the same @once", async ({ browser }, info) => {
  test.setTimeout(180_000);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "familiekart-nodes-"));
  const shared = { database: given("POSTGRES_DATABASE"), keys: given("POSTGRES_KEYS"), master: path.join(folder, "master.key") };
  const [one, two] = [new OwnServer(given("SERVER_SITE"), shared), new OwnServer(given("SERVER_SITE"), shared)];
  try {
    await one.start();
    await two.start();
    const user = (account: keyof typeof ACCOUNTS) => ({ email: ACCOUNTS[account], password: PASSWORD });
    const [here1, here2] = [await another(browser, one.base), await another(browser, two.base)];
    await signIn(here1, user("lead"));
    await signIn(here2, user("standIn"));
    const id = await makeCase(here1, `Noder ${info.project.name}`);
    for (const page of [here1, here2]) await open(page, `/familier/${id}/kart`);
    await expect(here(here1)).toHaveText(/Demo Stedfortreder/);
    await expect(here(here2)).toHaveText(/Demo Saksansvarlig/);
    await addChild(here1, "Marte", "Eva");
    await expect(symbol(here2, "Eva")).toHaveCount(1);
    await addChild(here2, "Marte", "Tor");
    await expect(symbol(here1, "Tor")).toHaveCount(1);

    await one.stop();
    await addChild(here1, "Marte", "Ute");
    await expect(here1.locator(".map-saving p")).toContainText("Uten kontakt");
    await addChild(here2, "Marte", "Mia");
    await kept(here2);
    await one.start();
    const all = ["Eva", "Marte", "Mia", "Tor", "Ute"];
    for (const page of [here1, here2]) {
      await expect.poll(() => shown(page), { timeout: 20_000 }).toEqual(all);
      await expect.poll(() => stored(page, id)).toEqual(all);
    }
    for (const page of [here1, here2]) await page.context().close();
  } finally {
    for (const node of [one, two]) await node.remove();
    fs.rmSync(folder, { recursive: true, force: true });
  }
});
