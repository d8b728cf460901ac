import fs from "node:fs";
import type { BrowserContext, Page } from "@playwright/test";
import { ACCOUNTS, PASSWORD } from "../support/accounts";
import { demoCases, sessionOf } from "../support/demo";
import { SESSION_COOKIE, call } from "../support/http";
import { OwnServer, given, newerSite } from "../support/own-server";
import { enterAs, expect, open, ready, signIn, test } from "../support/test";

// Unsaved text survives, and only who wrote it can read it.

/** As long as the field takes. */
const TEXT = `Familien ber om at en leder ser på hvordan vi avtaler møter. ${"De har opplevd at tider ble flyttet uten at noen sa fra. ".repeat(12)}`.slice(0, 495);
const PREFIX = "familiekart.draft.";

/** What a thief of the disk would see of this page's storage. */
const stored = (page: Page) => page.evaluate((prefix) => Object.entries(localStorage).filter(([name]) => name.startsWith(prefix)), PREFIX);

/** Waits until what was typed lies in the storage, and returns the lines. */
async function kept(page: Page, lines = 1) {
  await expect.poll(async () => (await stored(page)).length).toBe(lines);
  return stored(page);
}

/** A storage in which nothing is left over from before, with the reason form of a leader open. */
async function atForm(page: Page) {
  const { ylva } = await demoCases();
  await enterAs(page, "unitLeader");
  await open(page, `/familier/${ylva.id}`);
  await expect(page.locator("#reason")).toBeVisible();
  return ylva.id;
}

/** Types, and waits until the latest of it is kept. */
async function write(page: Page, text: string) {
  const before = JSON.stringify(await stored(page));
  await page.locator("#reason").fill(text);
  await expect.poll(async () => JSON.stringify(await stored(page))).not.toBe(before);
}

const offer = (page: Page) => page.locator(".draft");
const fetchIt = (page: Page) => offer(page).getByRole("button", { name: "Hent den" });

async function endSession(context: BrowserContext) {
  const token = (await context.cookies()).find(({ name }) => name === SESSION_COOKIE)?.value;
  expect((await call("sign_out", {}, { session: token })).status).toBe(200);
}

test.beforeEach(({ faults }) => faults.expect(/403/));

test("a session that runs out in the middle of a long text: it is offered after signing in", async ({ page, faults, context }) => {
  faults.expect(/401/);
  const id = await atForm(page);
  await write(page, TEXT.slice(0, 300));
  await endSession(context);
  // Still writing: nobody has said anything yet.
  await write(page, TEXT.slice(0, 500));
  await page.getByRole("button", { name: "Åpne mappen" }).click();
  await expect(page.getByRole("alert")).toContainText("Du er logget ut");
  await page.getByRole("alert").getByRole("link", { name: "Logg inn" }).click();
  await expect(page.locator("#email")).toBeVisible();
  await page.locator("#email").fill(ACCOUNTS.unitLeader);
  await page.locator("#password").fill(PASSWORD);
  await page.locator("form button[type=submit]").click();

  await expect(page).toHaveURL(new RegExp(`/familier/${id}$`));
  await expect(offer(page)).toContainText(/Du har tekst som ikke ble lagret, fra kl\. \d\d\.\d\d\./);
  await expect(page.locator("#reason")).toHaveValue("");
  await fetchIt(page).click();
  await expect(page.locator("#reason")).toHaveValue(TEXT.slice(0, 500));
  await expect(page.locator("#reason")).toBeFocused();
  await expect(fetchIt(page)).toHaveCount(0);

  // Saved: the case is open, the reason in its log, and nothing lies here any more.
  await page.getByRole("button", { name: "Åpne mappen" }).click();
  await expect(page.locator("h1")).toHaveText("Ylva med familie");
  await expect.poll(async () => (await stored(page)).length).toBe(0);
  const log = await call("case_log", { id }, { session: await sessionOf("lead") });
  expect(log.body).toContain("tider ble flyttet");
});

const FORMS: [string, (marte: string) => string, string, string][] = [
  ["a new case", () => "/familier/ny", "input[id^=person-]", "Kari Prøvesen"],
  ["words for a child's part", (id) => `/familier/${id}/deling`, "textarea[id^=entry-]", TEXT],
  ["details of a person", (id) => `/familier/${id}/personer/A01`, "#person-note", "Liker best å snakke om morgenen"],
  ["how to reach a person", (id) => `/familier/${id}/personer/A01`, "#contact-never", "Ikke mens barna er der"],
];

for (const [name, where, field, text] of FORMS) {
  test(`${name} is offered again after a reload`, async ({ page }) => {
    const { marte } = await demoCases();
    await enterAs(page, "lead");
    await open(page, where(marte.id));
    const form = page.locator("form", { has: page.locator(field) }).first();
    await form.locator(field).first().fill(text);
    await kept(page);
    await page.reload();
    await ready(page);
    await expect(form.locator(field).first()).not.toHaveValue(text);
    await form.locator(".draft").getByRole("button", { name: "Hent den" }).click();
    await expect(form.locator(field).first()).toHaveValue(text);
  });
}

test("a new case comes back with every row it had", async ({ page }) => {
  await enterAs(page, "lead");
  await open(page, "/familier/ny");
  const names = page.locator("input[id^=person-]");
  await page.getByRole("button", { name: "Legg til voksen" }).click();
  await page.getByRole("button", { name: "Legg til barn" }).click();
  await page.getByRole("button", { name: "Legg til barn" }).click();
  await page.locator(".person-row").nth(1).getByRole("button").click();
  const people = ["Kari Prøvesen", "Ola Prøvesen", "Åse Prøvesen", "Øyvind Prøvesen"];
  for (const [at, name] of people.entries()) await names.nth(at).fill(name);
  await kept(page);
  await page.reload();
  await ready(page);
  await expect(names).toHaveCount(2);
  await offer(page).getByRole("button", { name: "Hent den" }).click();
  await expect(names).toHaveCount(4);
  expect(await names.evaluateAll((fields) => fields.map((field) => (field as HTMLInputElement).value))).toEqual(people);
});

test("what lies in the browser is not readable, and tells of no case", async ({ page }) => {
  const id = await atForm(page);
  await write(page, TEXT);
  const [[name, line]] = await kept(page);
  const all = await page.evaluate(() => JSON.stringify(Object.entries(localStorage)));
  const words = ["Familien", "tider", "flyttet", "Ylva", "reason", "familier", id, "unitLeader", ACCOUNTS.unitLeader, "Enhetsleder"];
  for (const word of words) expect(all.toLowerCase().includes(word.toLowerCase()), word).toBe(false);
  expect(name).toMatch(/^familiekart\.draft\.[0-9a-f]{16}\.[0-9a-f]{32}$/);
  expect(line).toMatch(/^"\d{13}\.[0-9a-f]{24}\.[0-9a-f]+"$/);
  // The same text twice is not the same line: no two are sealed alike.
  await write(page, `${TEXT}xyz`);
  await write(page, TEXT);
  expect((await kept(page))[0][1].split(".")[2]).not.toBe(line.split(".")[2]);
  // Neither in the other storage, nor in a cookie, nor in the address.
  expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
  expect(page.url()).not.toContain("Familien");
});

test("a second user on the same browser sees nothing of the first's, and the first finds it again", async ({ page, context }) => {
  const { ylva } = await demoCases();
  await atForm(page);
  await write(page, TEXT);
  const before = await kept(page);
  await page.evaluate(() => history.replaceState(null, "", "/"));
  await context.clearCookies();

  await enterAs(page, "lead");
  for (const address of ["/min-dag", `/familier/${ylva.id}`, "/familier/importer"]) {
    await open(page, address);
    await expect(page.locator("h1")).toBeVisible();
    await expect(page.getByText("ikke ble lagret")).toHaveCount(0);
    expect(await page.content()).not.toContain("tider ble flyttet");
  }
  // Nor does the key that the second user gets open anything of it.
  const first = JSON.parse((await call("draft_key", {}, { session: await sessionOf("unitLeader") })).body);
  const second = JSON.parse((await call("draft_key", {}, { session: await sessionOf("lead") })).body);
  expect(second.key).not.toBe(first.key);
  expect(second.tag).not.toBe(first.tag);
  const opens = (key: string) =>
    page.evaluate(
      async ([key, name, line]) => {
        const bytes = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
        const [at, nonce, sealed] = line.split(".");
        const raw = await crypto.subtle.importKey("raw", bytes(key), "AES-GCM", false, ["decrypt"]);
        const how = { name: "AES-GCM", iv: bytes(nonce), additionalData: new TextEncoder().encode(`${name}|${at}`) };
        return crypto.subtle.decrypt(how, raw, bytes(sealed)).then(
          (plain) => new TextDecoder().decode(plain),
          () => "shut",
        );
      },
      [key, before[0][0], JSON.parse(before[0][1])],
    );
  expect(await opens(second.key)).toBe("shut");
  expect(await opens(first.key)).toContain("tider ble flyttet");
  expect(await stored(page)).toEqual(before);

  await context.clearCookies();
  await atForm(page);
  await fetchIt(page).click();
  await expect(page.locator("#reason")).toHaveValue(TEXT);
});

test("a page of one user does not go on as another's", async ({ page, context, faults }) => {
  faults.expect(/404/);
  await atForm(page);
  await write(page, TEXT);
  // Somebody else signs in in another window of the same browser.
  await context.clearCookies();
  await enterAs(page, "otherLead");
  const loaded = page.waitForEvent("load");
  await page.evaluate(() => window.dispatchEvent(new Event("online")));
  await loaded;
  await ready(page);
  await expect(page.locator("h1")).toHaveText("Fant ikke siden");
  expect(await page.content()).not.toContain("tider ble flyttet");
  expect((await stored(page)).length).toBe(1);
});

test("a reload, and then thrown away; My day knows of it", async ({ page }) => {
  await atForm(page);
  await write(page, TEXT);
  await page.reload();
  await ready(page);
  await expect(fetchIt(page)).toBeVisible();

  await open(page, "/min-dag");
  const list = page.getByRole("region", { name: "Tekst som ikke ble lagret" });
  await expect(list.getByRole("link")).toHaveCount(1);
  await list.getByRole("link").click();
  await expect(page.locator("#reason")).toBeVisible();
  await offer(page).getByRole("button", { name: "Forkast" }).click();
  await expect(offer(page)).toBeEmpty();
  await expect.poll(async () => (await stored(page)).length).toBe(0);
  await page.reload();
  await ready(page);
  await expect(fetchIt(page)).toHaveCount(0);
});

test("writing on without answering loses neither the old nor the new", async ({ page }) => {
  await atForm(page);
  await write(page, "Det første jeg skrev.");
  await page.reload();
  await ready(page);
  await expect(fetchIt(page)).toBeVisible();
  await write(page, "Noe helt annet.");
  await page.reload();
  await ready(page);
  await fetchIt(page).click();
  await expect(page.locator("#reason")).toHaveValue("Noe helt annet.");
  await fetchIt(page).click();
  await expect(page.locator("#reason")).toHaveValue("Det første jeg skrev.");
  await expect(fetchIt(page)).toHaveCount(0);
});

test("without the network one writes on, and sends when it is back", async ({ page, faults, context }) => {
  faults.expect(/ERR_INTERNET_DISCONNECTED/);
  await atForm(page);
  await write(page, TEXT.slice(0, 200));
  await context.setOffline(true);
  await write(page, TEXT);
  await context.setOffline(false);
  await page.reload();
  await ready(page);
  await fetchIt(page).click();
  await expect(page.locator("#reason")).toHaveValue(TEXT);
});

test("older than fourteen days is gone, whosever it was", async ({ page }) => {
  await atForm(page);
  await write(page, TEXT);
  await page.evaluate((prefix) => {
    const day = 24 * 60 * 60 * 1000;
    const line = (days: number) => JSON.stringify(`${Date.now() - days * day}.${"ab".repeat(12)}.${"cd".repeat(40)}`);
    localStorage.setItem(`${prefix}0000000000000000.${"a".repeat(32)}`, line(13));
    localStorage.setItem(`${prefix}0000000000000000.${"b".repeat(32)}`, line(15));
    localStorage.setItem(`${prefix}0000000000000000.${"c".repeat(32)}`, "nonsense");
  }, PREFIX);
  await page.reload();
  await ready(page);
  await expect(fetchIt(page)).toBeVisible();
  const names = (await stored(page)).map(([name]) => name);
  expect(names.filter((name) => name.endsWith("a".repeat(32)))).toHaveLength(1);
  expect(names).toHaveLength(2);
});

test("a browser that keeps nothing says so", async ({ page }) => {
  await page.addInitScript(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException("full", "QuotaExceededError");
    };
  });
  await atForm(page);
  await expect(offer(page)).toHaveText("Nettleseren tar ikke vare på det du skriver her. Lagre før du går videre.");
});

test("the key is for who is signed in, and is the same every time", async () => {
  const answer = await call("draft_key");
  expect([answer.status, answer.body]).toEqual([401, '"SignedOut"']);
  const keys = await Promise.all(
    [1, 2].map(async () => (await call("draft_key", {}, { session: await sessionOf("lead") })).body),
  );
  expect(keys[0]).toBe(keys[1]);
  expect(JSON.parse(keys[0]).key).toMatch(/^[0-9a-f]{64}$/);
});

test.describe("with a server of one's own", () => {
  const site = () => given("SERVER_SITE");
  let server: OwnServer;
  let newer: string | undefined;
  test.beforeEach(async () => {
    test.setTimeout(120_000);
    server = new OwnServer(site());
    await server.start();
  });
  test.afterEach(async () => {
    await server.remove();
    if (newer) fs.rmSync(newer, { recursive: true, force: true });
    newer = undefined;
  });

  async function atOwnForm(page: Page) {
    await page.goto(`${server.base}/`);
    await ready(page);
    await page.locator("input[type=email]").fill(ACCOUNTS.unitLeader);
    await page.locator("input[type=password]").fill(PASSWORD);
    await page.locator("form button[type=submit]").click();
    await expect(page.locator("h1")).toHaveText("Min dag");
    await page.goto(`${server.base}/familier/${await ownCase()}`);
    await ready(page);
    await expect(page.locator("#reason")).toBeVisible();
  }

  async function ownCase(): Promise<string> {
    const post = (name: string, fields: Record<string, string>, cookie = "") =>
      fetch(`${server.base}/api/${name}`, { method: "POST", body: new URLSearchParams(fields), headers: { origin: server.base, cookie } });
    const entered = await post("sign_in", { email: ACCOUNTS.lead, password: PASSWORD });
    const cookie = entered.headers.getSetCookie()[0].split(";")[0];
    const lines = (await (await post("my_cases", {}, cookie)).json()) as { id: string; name: string }[];
    const ylva = lines.find(({ name }) => name === "Ylva med familie");
    if (!ylva) throw new Error("there is no Ylva");
    return ylva.id;
  }

  test("a server restarted under an open form: nothing is lost, and one sends it again @once", async ({ page, faults }) => {
    faults.expect(/ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|ERR_SOCKET/);
    await atOwnForm(page);
    await write(page, TEXT.slice(0, 200));
    await server.stop();
    await write(page, TEXT.slice(0, 490));
    await page.getByRole("button", { name: "Åpne mappen" }).click();
    await expect(page.getByRole("alert")).toContainText("Ingen kontakt med tjeneren");
    await server.start();
    await page.reload();
    await ready(page);
    await fetchIt(page).click();
    await expect(page.locator("#reason")).toHaveValue(TEXT.slice(0, 490));
    await page.getByRole("button", { name: "Åpne mappen" }).click();
    await expect(page.locator("h1")).toHaveText("Ylva med familie");
    await expect.poll(async () => (await stored(page)).length).toBe(0);
  });

  test("a new version is told, and to reload loses nothing @once", async ({ page }) => {
    await atOwnForm(page);
    const notice = page.locator(".new-version");
    await page.evaluate(() => window.dispatchEvent(new Event("online")));
    await expect(notice).toBeEmpty();
    await write(page, "Halvveis");
    await server.stop();
    newer = newerSite(site());
    await server.start(newer);
    await page.evaluate(() => window.dispatchEvent(new Event("online")));
    await expect(notice).toContainText("ny utgave");
    // Typed in the last moment, not yet written anywhere.
    await page.locator("#reason").fill(TEXT.slice(0, 400));
    await Promise.all([page.waitForEvent("load"), notice.getByRole("button", { name: "Last på nytt" }).click()]);
    await ready(page);
    await expect(notice).toBeEmpty();
    await fetchIt(page).click();
    await expect(page.locator("#reason")).toHaveValue(TEXT.slice(0, 400));
  });
});

test("the name of an import is kept too", async ({ page }, info) => {
  await signIn(page, { email: ACCOUNTS.standIn, password: PASSWORD });
  await open(page, "/familier/importer");
  const file = { name: "kari.ged", mimeType: "text/plain", buffer: Buffer.from("0 HEAD\n0 @I1@ INDI\n1 NAME Kari /Nordmann/\n0 TRLR\n") };
  const look = async () => {
    await page.locator("#file").setInputFiles(file);
    await page.locator("main form button[type=submit]").click();
    await expect(page.locator("#name")).toBeVisible();
  };
  await look();
  const name = `Et navn jeg brukte tid på ${info.project.name}`;
  await page.locator("#name").fill(name);
  await kept(page);
  await page.reload();
  await ready(page);
  await look();
  await fetchIt(page).click();
  await expect(page.locator("#name")).toHaveValue(name);
  await page.locator("main form button[type=submit]").click();
  await page.waitForURL(/\/kart$/);
  await expect.poll(async () => (await stored(page)).length).toBe(0);
});
