import type { Page } from "@playwright/test";
import { expectNoAxeViolations } from "../support/axe";
import { demoCases, sessionOf } from "../support/demo";
import { makeCase } from "../support/drawn";
import { call } from "../support/http";
import { enterAs, expect, open, overflow, picture, ready, test } from "../support/test";

// «Bruk uten nett»: a home visit where there is no coverage, and the way home.

const PIN = "394817";

interface Person {
  name?: { known?: string };
  called?: string;
}
interface Stored {
  people: Record<string, Person>;
  partnerships: Record<string, { a: string; b: string }>;
}

let session = "";
test.beforeAll(async () => {
  session = await sessionOf("lead");
});

const stored = async (id: string) =>
  (JSON.parse((await call("case_map", { id }, { session })).body) as { record: Stored }).record;
const called = (person?: Person) => person?.called ?? person?.name?.known ?? "";
const names = async (id: string) => Object.values((await stored(id)).people).map(called).sort();
const idOf = async (id: string, name: string) =>
  Object.entries((await stored(id)).people).find(([, person]) => called(person) === name)?.[0] ?? "";

/** Somebody else writes meanwhile, or the same one at a desk. */
async function write(id: string, key: string, edits: unknown[]) {
  const answer = await call("draw_map", { id, step: JSON.stringify({ key, edits }) }, { session });
  expect(answer.status, answer.body).toBe(200);
}
const rename = (person: string, name: string) => ({ set_person: { person, field: { name: { known: name } } } });

const symbol = (page: Page, name: string) => page.locator("svg.map [data-person]").filter({ has: page.getByText(name, { exact: true }) });
const laid = (page: Page) => expect(page.locator(".map-saving p")).toHaveAttribute("data-saving", "kept");
const waits = (page: Page, count: number) => expect(page.locator("[data-waiting]")).toHaveAttribute("data-waiting", String(count));

/** Makes a copy by the form, and comes to the page that opens without network. */
async function take(page: Page, id: string, room: string[]) {
  await open(page, `/familier/${id}/kart`);
  await page.getByRole("link", { name: "Bruk kartet uten nett" }).click();
  await expect(page.locator("#new-pin")).toBeVisible();
  for (const name of room) await page.getByRole("checkbox", { name }).check();
  await page.locator("#new-pin").fill(PIN);
  await page.locator("#new-pin-again").fill(PIN);
  await page.getByRole("button", { name: "Lag kopien" }).click();
  await page.waitForURL(({ pathname }) => pathname === "/uten-nett");
  await ready(page);
  await expect(page.locator("[data-copy]")).toHaveCount(1);
}

async function unlock(page: Page, pin = PIN) {
  await page.locator("[data-copy] input[type=password]").fill(pin);
  await page.locator("[data-copy]").getByRole("button", { name: "Åpne" }).click();
}

async function name(page: Page, text: string) {
  await expect(page.locator("#map-name")).toBeFocused();
  await page.keyboard.type(text);
  await page.locator("#map-name").press("Enter");
  await expect(page.locator(".map-naming")).toHaveCount(0);
}

/** Renames by F2. */
async function renameByHand(page: Page, from: string, to: string) {
  await symbol(page, from).focus();
  await page.keyboard.press("F2");
  await expect(page.locator("#map-name")).toBeFocused();
  await page.locator("#map-name").fill(to);
  await page.locator("#map-name").press("Enter");
  await expect(page.locator(".map-naming")).toHaveCount(0);
}

/** What a thief of the disk would read of both databases. */
const onDisk = (page: Page) =>
  page.evaluate(async () => {
    const all: string[] = [];
    for (const { name } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((done, failed) => {
        const request = indexedDB.open(name ?? "");
        request.onsuccess = () => done(request.result);
        request.onerror = () => failed(request.error);
      });
      for (const store of database.objectStoreNames) {
        const rows = await new Promise<unknown[]>((done) => {
          const request = database.transaction(store).objectStore(store).getAll();
          request.onsuccess = () => done(request.result);
        });
        all.push(JSON.stringify(rows));
      }
      database.close();
    }
    return all.join("\n");
  });

/** Takes Marte's map along to where there is no network, and draws on it there. */
async function drawAway(page: Page, id: string) {
  await enterAs(page, "lead");
  await take(page, id, ["Marte"]);
  await page.context().setOffline(true);
  await unlock(page);
  await renameByHand(page, "Marte", "Marte ute");
  await laid(page);
}

test("a home visit: the map is taken along, drawn on, closed, opened again and brought home", async ({ page, context, faults }, info) => {
  test.setTimeout(120_000);
  faults.expect(/ERR_INTERNET_DISCONNECTED/);
  const id = await makeCase(session, `Hjemmebesøk ${info.project.name}`, ["Marte"]);
  await enterAs(page, "lead");
  await open(page, `/familier/${id}/kart/uten-nett`);
  await expect(page.locator("#new-pin")).toBeVisible();
  await expectNoAxeViolations(page);
  await picture(page, info, "take", true);
  // What is missing is said, and nothing is made.
  await page.getByRole("button", { name: "Lag kopien" }).click();
  await expect(page.locator("#offline-fault")).toContainText("minst én");
  await page.getByRole("checkbox", { name: "Marte" }).check();
  await page.locator("#new-pin").fill("123456");
  await page.getByRole("button", { name: "Lag kopien" }).click();
  await expect(page.locator("#offline-fault")).toContainText("lett å gjette");
  await take(page, id, ["Marte"]);
  expect(await overflow(page)).toBeLessThanOrEqual(0);

  await context.setOffline(true);
  await page.reload();
  await ready(page);
  await expect(page.locator("[data-link]")).toContainText("uten nett");
  await expectNoAxeViolations(page);
  await picture(page, info, "list", true);
  await unlock(page);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Hjemmebesøk");
  await symbol(page, "Marte").focus();
  await page.keyboard.press("p");
  await name(page, "Tobias");
  await symbol(page, "Tobias").focus();
  await page.keyboard.press("b");
  await name(page, "Selma");
  await laid(page);
  // Taken back and done again, without anybody to ask.
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+z");
  await expect(symbol(page, "Selma")).toHaveCount(0);
  await page.getByRole("button", { name: "Gjør om" }).click();
  await page.getByRole("button", { name: "Gjør om" }).click();
  await expect(symbol(page, "Selma")).toHaveCount(1);
  await laid(page);
  await expectNoAxeViolations(page);
  await picture(page, info, "open", true);
  for (const word of ["Marte", "Tobias", "Selma"]) expect((await onDisk(page)).includes(word), word).toBe(false);

  // The tablet is closed, and opened the next morning.
  await page.close();
  const again = await context.newPage();
  await again.goto("/uten-nett");
  await ready(again);
  await waits(again, 4);
  await unlock(again);
  await expect(symbol(again, "Tobias")).toHaveCount(1);
  await expect(symbol(again, "Selma")).toHaveCount(1);
  expect(await names(id)).toEqual(["Marte"]);

  await context.setOffline(false);
  // Where the browser does not tell of the network, it is looked for now and then.
  await expect(again.locator("[data-waiting]")).toHaveAttribute("data-waiting", "0", { timeout: 45_000 });
  await expect(again.locator("[data-link]")).toContainText("Alt er sendt");
  expect(await names(id)).toEqual(["Marte", "Selma", "Tobias"]);
  const record = await stored(id);
  const tie = Object.values(record.partnerships)[0];
  expect([tie?.a, tie?.b].map((it) => called(record.people[it ?? ""])).sort()).toEqual(["Marte", "Tobias"]);
  // What is on the server is still on the map, and is not taken back here.
  await expect(symbol(again, "Selma")).toHaveCount(1);
  await expect(again.getByRole("button", { name: "Angre" })).toBeDisabled();
  await again.reload();
  await ready(again);
  await unlock(again);
  await expect(symbol(again, "Selma")).toHaveCount(1);
});

test("a PIN that is being typed stays when the network comes and goes", async ({ page, context, faults }, info) => {
  faults.expect(/ERR_INTERNET_DISCONNECTED/);
  const id = await makeCase(session, `Skrevet ${info.project.name}`, ["Marte"]);
  await enterAs(page, "lead");
  await take(page, id, ["Marte"]);
  const field = page.locator("[data-copy] input[type=password]");
  await field.fill(PIN.slice(0, 3));
  for (const away of [true, false]) {
    // What lies here is read anew once the network's answer, or its absence, is known.
    await page.evaluate(() => document.querySelector("[data-copy]")?.setAttribute("data-seen", "yes"));
    await context.setOffline(away);
    await expect(page.locator(".topbar-end a")).toHaveCount(away ? 0 : 1);
    await expect(page.locator("[data-copy]")).toHaveAttribute("data-seen", "yes");
    await expect(field).toHaveValue(PIN.slice(0, 3));
  }
  await field.pressSequentially(PIN.slice(3));
  await page.locator("[data-copy]").getByRole("button", { name: "Åpne" }).click();
  await expect(symbol(page, "Marte")).toHaveCount(1);
});

test("what another wrote meanwhile is told with both words, and nobody is overruled without an answer", async ({ page, context, faults }, info) => {
  test.setTimeout(120_000);
  faults.expect(/ERR_INTERNET_DISCONNECTED/);
  const id = await makeCase(session, `Samtidig ${info.project.name}`, ["Marte", "Tobias"]);
  const [marte, tobias] = [await idOf(id, "Marte"), await idOf(id, "Tobias")];
  const origin = { teller: "team", audience: ["team", `person:${marte}`, `person:${tobias}`], source: "statement" };
  const fact = { id: "nabo", name: { known: "Naboen" }, symbol: "female", birth: "not_asked", death: "not_asked", life: "alive", count: "one", origin };
  await write(id, "nabo", [{ add: { person: fact } }]);
  await enterAs(page, "lead");
  await take(page, id, ["Marte", "Tobias"]);
  await context.setOffline(true);
  await unlock(page);
  await renameByHand(page, "Marte", "Marte ute");
  await renameByHand(page, "Tobias", "Tobias ute");
  await renameByHand(page, "Naboen", "Nabo ute");
  await laid(page);
  await write(id, "m1", [rename(marte, "Marte inne")]);
  await write(id, "m2", [rename(tobias, "Tobias inne")]);
  await write(id, "m3", [{ remove: "Person:nabo" }]);

  await context.setOffline(false);
  const asked = page.locator(".offline-asked li");
  await expect(asked).toHaveCount(3);
  await waits(page, 3);
  expect(await names(id)).toEqual(["Marte inne", "Tobias inne"]);
  const of = (word: string) => asked.filter({ hasText: word });
  await expect(of("Marte ute")).toContainText("«Marte ute»");
  await expect(of("Marte ute")).toContainText("«Marte inne»");
  await expect(of("Nabo ute")).toContainText("tatt bort av");
  await expect(of("Nabo ute").getByRole("button", { name: "Bruk det jeg skrev" })).toHaveCount(0);
  await expectNoAxeViolations(page);
  await picture(page, info, "asked", true);
  await of("Marte ute").getByRole("button", { name: "Bruk det jeg skrev" }).click();
  await expect(asked).toHaveCount(2);
  await of("Tobias ute").getByRole("button", { name: "La det stå" }).click();
  await expect(asked).toHaveCount(1);
  await of("Nabo ute").getByRole("button", { name: "Forkast det jeg tegnet" }).click();
  await expect(asked).toHaveCount(0);
  await waits(page, 0);
  expect(await names(id)).toEqual(["Marte ute", "Tobias inne"]);
});

test("five wrong PINs destroy the copy and nothing that waits; it is delivered without any PIN", async ({ page, context, faults }, info) => {
  test.setTimeout(120_000);
  faults.expect(/ERR_INTERNET_DISCONNECTED/);
  const id = await makeCase(session, `Feil PIN ${info.project.name}`, ["Marte"]);
  await drawAway(page, id);
  await page.getByRole("button", { name: "Lås kopien" }).click();
  await expect(page.locator("svg.map")).toHaveCount(0);
  for (const left of [4, 3, 2, 1]) {
    await unlock(page, "000111");
    await expect(page.locator("[data-copy] [role=alert]")).toContainText(`${left} ganger`);
  }
  await unlock(page, "000111");
  await expect(page.getByRole("alert").first()).toContainText("femte gang");
  await expect(page.locator("[data-copy] input")).toHaveCount(0);
  await waits(page, 1);
  await expectNoAxeViolations(page);
  await context.setOffline(false);
  await waits(page, 0);
  expect(await names(id)).toEqual(["Marte ute"]);
});

test("a copy ends by its own time, also while it is open, and what was drawn stays", async ({ page, faults }, info) => {
  test.setTimeout(120_000);
  faults.expect(/ERR_INTERNET_DISCONNECTED/);
  const id = await makeCase(session, `Tiden ut ${info.project.name}`, ["Marte"]);
  await drawAway(page, id);
  await page.clock.setFixedTime(Date.now() + 49 * 60 * 60 * 1000);
  await page.evaluate(() => window.dispatchEvent(new Event("focus")));
  await expect(page.getByRole("alert").first()).toContainText("gjelder ikke lenger");
  await expect(page.locator("svg.map")).toHaveCount(0);
  await expect(page.locator("[data-copy] input")).toHaveCount(0);
  await waits(page, 1);
  expect((await onDisk(page)).includes("lock")).toBe(false);
});

test("whoever signs out leaves no copy behind, and what waits is discarded by an express word alone", async ({ page, context, faults }, info) => {
  test.setTimeout(120_000);
  faults.expect(/ERR_INTERNET_DISCONNECTED|401/);
  const id = await makeCase(session, `Logget ut ${info.project.name}`, ["Marte"]);
  await drawAway(page, id);
  await page.close();
  await context.setOffline(false);
  const desk = await context.newPage();
  await open(desk, "/min-dag");
  await desk.locator(".topbar-user").click();
  await desk.getByRole("button", { name: "Logg ut", exact: true }).click();
  await desk.waitForURL("**/logg-inn?ut=1");
  await open(desk, "/uten-nett");
  await waits(desk, 1);
  await expect(desk.locator("[data-link]")).toContainText("Logg inn");
  await expect(desk.locator("[data-copy] input")).toHaveCount(0);
  expect((await onDisk(desk)).includes("lock")).toBe(false);
  // Somebody else signs in: it is not theirs.
  await enterAs(desk, "otherLead");
  await open(desk, "/uten-nett");
  await expect(desk.locator("[data-link]")).toContainText("annen bruker");
  await waits(desk, 1);
  await desk.getByText("Forkast det som venter").first().click();
  await desk.getByRole("button", { name: "Forkast det som venter" }).click();
  await waits(desk, 0);
  await expect(desk.locator("[data-copy]")).toHaveCount(0);
  expect(await names(id)).toEqual(["Marte"]);
});

test("where somebody's address is protected it is not offered", async ({ page }) => {
  const { noah } = await demoCases();
  await enterAs(page, "lead");
  await open(page, `/familier/${noah.id}/kart`);
  await expect(page.locator("svg.map [data-person]").first()).toBeVisible();
  await expect(page.getByRole("link", { name: "Bruk kartet uten nett" })).toHaveCount(0);
  await open(page, `/familier/${noah.id}/kart/uten-nett`);
  await expect(page.getByText("beskyttet adresse")).toBeVisible();
  await expect(page.locator("#new-pin")).toHaveCount(0);
});

test("only the page and its program are kept for use without network, and nothing of anybody", async ({ page }, info) => {
  const id = await makeCase(session, `Bare siden ${info.project.name}`, ["Marte"]);
  await enterAs(page, "lead");
  await take(page, id, ["Marte"]);
  const kept = await page.evaluate(async () => {
    const all: string[] = [];
    for (const name of await caches.keys()) {
      for (const { url } of await (await caches.open(name)).keys()) all.push(new URL(url).pathname);
    }
    return all;
  });
  expect(kept).toContain("/uten-nett");
  expect(kept.filter((path) => !/^\/(uten-nett$|pkg\/|icons\/|favicon\.svg$)/.test(path))).toEqual([]);
  const scopes = await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).map(({ scope }) => new URL(scope).pathname));
  expect(scopes).toEqual(["/uten-nett"]);
  const manifest = await (await page.request.get("/manifest.webmanifest")).json();
  expect(manifest).toMatchObject({ start_url: "/", display: "standalone", theme_color: "#1f6e5c" });
  expect(manifest.icons.length).toBeGreaterThan(1);
});
