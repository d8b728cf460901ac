import fs from "node:fs";
import type { Page } from "@playwright/test";
import { Office } from "../support/office";
import { MailServer } from "../support/smtp";
import { expect, overflow, ready, test } from "../support/test";
import { totp } from "../support/totp";

// A unit set up from nothing through the browser, on a real server of its own, and what somebody would try against it.

test.describe.configure({ mode: "serial", timeout: 180_000 });

const ADMIN = { email: "leder@familie.example", name: "Anne Administrator", unit: "Drift", password: "grønn sykkel i regn" };
const KARI = { email: "kari@familie.example", name: "Kari Fagperson", password: "blå sykkel i snøvær" };
const SIRI = { email: "siri@familie.example", name: "Siri Enhetsleder", password: "rød sykkel i solskinn" };

let mail: MailServer;
let office: Office;
const keys = { admin: "", kari: "", siri: "" };
let recovery: string[] = [];

test.beforeAll(async () => {
  mail = await MailServer.start();
  office = await Office.start(ADMIN, { FAMILIEKART_SMTP_URL: mail.url, FAMILIEKART_MAIL_FROM: "Familiekart <kart@familie.example>" });
});
test.afterAll(async () => {
  await office.stop();
  mail.stop();
});

/** Counts what a person does: each press, each field. */
class Hand {
  steps = 0;
  constructor(readonly page: Page) {}

  async go(address: string) {
    this.steps++;
    await this.page.goto(`${office.origin}${address}`);
    await ready(this.page);
  }
  async fill(field: string, text: string) {
    this.steps++;
    await this.page.locator(field).fill(text);
  }
  async choose(field: string, label: string | RegExp) {
    this.steps++;
    const select = this.page.locator(field);
    const option = select.locator("option", { hasText: label }).first();
    await select.selectOption((await option.getAttribute("value")) ?? "");
  }
  async press(name: string | RegExp, exact = true) {
    this.steps++;
    await this.page.getByRole("button", { name, exact }).first().click();
  }
  async follow(name: string | RegExp) {
    this.steps++;
    await this.page.getByRole("link", { name }).first().click();
  }
}

/** Signs in with the password, as far as that goes. */
async function withPassword(page: Page, who: { email: string; password: string }) {
  await page.goto(`${office.origin}/logg-inn`);
  await ready(page);
  await page.locator("#email").fill(who.email);
  await page.locator("#password").fill(who.password);
  await page.locator("form button[type=submit]").click();
}

/** Sets the second factor up where one is led to it; returns the key. */
async function setUp(hand: Hand): Promise<string> {
  const { page } = hand;
  await expect(page).toHaveURL(/\/logg-inn\/totrinn/);
  const key = await page.locator(".factor-key").innerText();
  await hand.fill("#code", totp(key));
  await hand.press("Slå på");
  await expect(page.locator(".recovery-codes li")).toHaveCount(10);
  recovery = await page.locator(".recovery-codes li").allInnerTexts();
  await hand.follow(/Fortsett/);
  await expect(page).toHaveURL(/\/min-dag$/);
  await ready(page);
  return key;
}

/** Cookies with a session of somebody, by password and recovery code. */
async function sessionOf(who: { email: string; password: string }, code: string) {
  const cookies = new Map<string, string>();
  expect((await office.call("sign_in", who, cookies)).status).toBeLessThan(400);
  const answer = await office.call("enter_code", { code }, cookies);
  expect(answer.status, answer.body).toBeLessThan(400);
  expect(cookies.has("__Host-familiekart")).toBe(true);
  return cookies;
}

const codes = { admin: [] as string[], kari: [] as string[], siri: [] as string[] };

test("from nothing to a working unit, by hand", async ({ page, browser }, info) => {
  const began = Date.now();
  const hand = new Hand(page);
  await hand.go("/");
  await hand.fill("#email", ADMIN.email);
  await hand.fill("#password", ADMIN.password);
  await hand.press("Logg inn");
  keys.admin = await setUp(hand);
  codes.admin = recovery;

  await hand.follow("Administrasjon");
  await hand.follow(/Enheter/);
  await hand.fill("#name", "Familiesenteret Nord");
  await hand.press("Lag enheten");
  await expect(page.locator("th", { hasText: "Familiesenteret Nord" })).toBeVisible();
  await hand.follow("Rom");
  await hand.fill("#name", "Lekerommet");
  await hand.fill("#seats", "8");
  await hand.choose("#unit", "Familiesenteret Nord");
  await hand.press("Lag rommet");
  await expect(page.locator("th", { hasText: "Lekerommet" })).toBeVisible();
  await hand.follow("Utstyr");
  await hand.fill("#name", "Filmkamera");
  await hand.choose("#unit", "Familiesenteret Nord");
  await hand.press("Legg inn");
  await expect(page.locator("th", { hasText: "Filmkamera" })).toBeVisible();
  await hand.follow("Filmkamera");
  await hand.fill("#name", "Kamera til Marte Meo");
  await hand.press("Lagre");
  await hand.press("Ta ut av bruk");
  await expect(page.locator("#equipment-title")).toContainText("Ute av bruk");
  await hand.press("Ta i bruk igjen");
  await expect(page.locator("#equipment-title")).toHaveText("Kamera til Marte Meo");
  await hand.follow("Tjenester");
  await hand.fill("#name", "Barnevernstjenesten");
  await hand.choose("#kind", "Barnevernstjeneste");
  await hand.choose("#unit", "Familiesenteret Nord");
  await hand.press("Lag tjenesten");
  await expect(page.locator("th", { hasText: "Barnevernstjenesten" })).toBeVisible();

  await hand.follow("Brukere");
  for (const [who, role] of [[KARI, "Fagperson"], [SIRI, "Enhetsleder"]] as const) {
    await hand.follow("Inviter en bruker");
    await expect(page).toHaveURL(/\/ny$/);
    await hand.fill("#name", who.name);
    await hand.fill("#email", who.email);
    await hand.choose("#role", role);
    await hand.choose("#unit", "Familiesenteret Nord");
    await hand.press("Inviter");
    await expect(page.getByRole("status").filter({ hasText: who.email })).toBeVisible();
    await hand.follow("Til brukerne");
    await expect(page.locator("tr", { hasText: who.email })).toContainText("Invitert");
  }
  const set_up = { steps: hand.steps, seconds: Math.round((Date.now() - began) / 1000) };

  // Each takes up the invitation on a machine of their own.
  const invited = [];
  for (const who of [KARI, SIRI]) {
    const context = await browser.newContext({ locale: "nb-NO" });
    const theirs = new Hand(await context.newPage());
    await theirs.go(mail.linkTo(who.email));
    await expect(theirs.page).toHaveURL(`${office.origin}/invitasjon`);
    await expect(theirs.page.locator("#name")).toHaveValue(who.name);
    await theirs.fill("#password", who.password);
    await theirs.fill("#again", who.password);
    await theirs.press("Lagre og logg inn");
    const key = await setUp(theirs);
    if (who === KARI) [keys.kari, codes.kari] = [key, recovery];
    else [keys.siri, codes.siri] = [key, recovery];
    await expect(theirs.page.locator(".topbar-unit")).toContainText("Familiesenteret Nord");
    invited.push(theirs.steps);
    await context.close();
  }
  info.annotations.push({ type: "steps", description: JSON.stringify({ set_up, invited }) });
  console.log("a unit from nothing:", JSON.stringify({ set_up, invited }));

  // What was stored, asked of the server and not of the page.
  const cookies = await sessionOf(ADMIN, codes.admin[0]);
  const ask = async (name: string, fields = {}) => JSON.parse((await office.call(name, fields, cookies)).body);
  expect((await ask("admin_units")).map((unit: { name: string; staff: number }) => [unit.name, unit.staff])).toEqual([
    ["Drift", 1],
    ["Familiesenteret Nord", 2],
  ]);
  expect(await ask("admin_equipment")).toMatchObject([{ name: "Kamera til Marte Meo", retired: false, unit_name: "Familiesenteret Nord" }]);
  expect(await ask("admin_rooms")).toMatchObject([{ name: "Lekerommet", seats: 8, unit_name: "Familiesenteret Nord" }]);
  expect(await ask("admin_services")).toMatchObject([{ name: "Barnevernstjenesten", kind: "child_welfare", retired: false }]);
  expect(await ask("admin_staff", { search: "fagperson" })).toMatchObject([
    { name: KARI.name, email: KARI.email, standing: "Active", posts: [["Familiesenteret Nord", "practitioner"]] },
  ]);
});

test("a letter that is not sent is told, and can be sent again", async ({ page }) => {
  const hand = new Hand(page);
  await enter(page, await sessionOf(ADMIN, codes.admin[1]));
  mail.refuses = true;
  await hand.go("/administrasjon/brukere/ny");
  await hand.fill("#name", "Per Prøve");
  await hand.fill("#email", "per@familie.example");
  await hand.choose("#role", "Gruppeleder");
  await hand.choose("#unit", "Familiesenteret Nord");
  await hand.press("Inviter");
  await expect(page.getByRole("alert")).toContainText("ble ikke sendt");
  await hand.follow("Til brukeren");
  await expect(page.locator("#member")).toContainText("Ikke sendt");
  mail.refuses = false;
  await hand.press("Send ny invitasjon");
  await expect(page.getByRole("status").filter({ hasText: "per@familie.example" })).toBeVisible();
  await expect(page.locator("#member")).toContainText("Invitert");
  const link = mail.linkTo("per@familie.example");
  expect(mail.to("per@familie.example")?.text).not.toContain("Per Prøve");
  // And taken back, it opens nothing.
  await hand.press("Trekk invitasjonen tilbake");
  await expect(page.locator("#member")).toContainText("utløpt");
  const cookies = new Map([["__Host-familiekart-lenke", link.split("/").pop() ?? ""]]);
  expect((await office.call("invitation", {}, cookies)).body).toBe('{"Staff":"LinkSpent"}');
  await page.setViewportSize({ width: 320, height: 800 });
  expect(await overflow(page)).toBeLessThanOrEqual(0);
});

async function enter(page: Page, cookies: Map<string, string>) {
  const value = cookies.get("__Host-familiekart") ?? "";
  const url = office.origin.replace("http:", "https:");
  await page.context().addCookies([
    { name: "__Host-familiekart", value, url: `${url}/`, httpOnly: true, secure: true, sameSite: "Lax" },
  ]);
}

test("a second post: one chooses, and only that one counts", async ({ page }) => {
  const hand = new Hand(page);
  const admin = await sessionOf(ADMIN, codes.admin[2]);
  const kari = await sessionOf(KARI, codes.kari[0]);
  await enter(page, admin);
  await hand.go("/administrasjon/brukere?sok=kari");
  await hand.follow(KARI.name);
  await hand.choose("#role", "Systemforvalter");
  await hand.choose("#unit", "Drift");
  await hand.press("Gi stillingen");
  await expect(page.locator(".admin-post")).toHaveCount(2);

  // Undecided, none counts; a session from before is asked too.
  expect((await office.call("admin_units", {}, kari)).status).toBe(404);
  await page.context().clearCookies();
  await enter(page, kari);
  await hand.go("/konto");
  await expect(page).toHaveURL(/\/velg-post\?til=\/konto$/);
  await hand.press(/^Fagperson, Familiesenteret Nord/, false);
  await expect(page).toHaveURL(/\/konto$/);
  await ready(page);
  await expect(page.locator(".topbar-unit")).toHaveText("Fagperson, Familiesenteret Nord");
  await expect(page.locator(".topbar-nav")).not.toContainText("Administrasjon");
  expect((await office.call("admin_units", {}, kari)).status).toBe(404);

  await page.locator(".topbar-user").click();
  await hand.follow("Bytt stilling");
  await ready(page);
  await hand.press(/^Systemforvalter, Drift/, false);
  await expect(page.locator(".topbar-unit")).toHaveText("Systemforvalter, Drift");
  expect((await office.call("admin_units", {}, kari)).status).toBe(200);
  const frame = JSON.parse((await office.call("frame", {}, kari)).body);
  expect(frame.me).toMatchObject({ may_create: false, may_administer: true, units: ["Drift"] });
  // Another's post is no choice.
  const posts = JSON.parse((await office.call("my_posts", {}, admin)).body)[0] as { id: string }[];
  expect((await office.call("choose_post", { post: posts[0].id }, kari)).status).toBe(404);
});

test("an account closes when everything has a new owner, and its session ends at once", async ({ page, faults }) => {
  faults.expect(/422/);
  const hand = new Hand(page);
  const kari = await sessionOf(KARI, codes.kari[1]);
  const posts = JSON.parse((await office.call("my_posts", {}, kari)).body)[0] as { id: string; role: string }[];
  const practice = posts.find(({ role }) => role === "practitioner")?.id ?? "";
  await office.call("choose_post", { post: practice }, kari);
  const id = await makeCase("Familien som skal overtas", kari);

  await enter(page, await sessionOf(ADMIN, codes.admin[3]));
  await hand.go("/administrasjon/brukere?sok=kari");
  await hand.follow(KARI.name);
  await hand.follow(/Avslutt kontoen/);
  await expect(page.locator("tbody tr")).toHaveCount(1);
  await expect(page.locator("tbody tr")).toContainText(/\d{4}-\d{4}/);
  await expect(page.locator("body")).not.toContainText("Familien som skal overtas");
  await hand.press("Avslutt kontoen");
  await expect(page.getByRole("alert")).toContainText("uten eier");
  expect((await office.call("my_account", {}, kari)).status).toBe(200);
  await hand.choose("#everything", SIRI.name);
  await hand.press("Avslutt kontoen");
  await expect(page.locator("#member")).toContainText("Avsluttet");

  expect((await office.call("my_account", {}, kari)).status).toBe(401);
  const siri = await sessionOf(SIRI, codes.siri[0]);
  const front = JSON.parse((await office.call("case_front", { id }, siri)).body);
  expect(front.team).toEqual([expect.objectContaining({ name: SIRI.name, function: "lead" })]);
  expect((await office.call("sign_in", KARI)).body).toBe('"WrongPassword"');
  // Nor can one close one's own.
  const admin = await sessionOf(ADMIN, codes.admin[4]);
  const own = (JSON.parse((await office.call("admin_staff", { search: ADMIN.email }, admin)).body) as { id: string }[])[0].id;
  expect((await office.call("deactivate_user", { user: own }, admin)).body).toBe('{"Staff":"OwnAccount"}');
});

async function makeCase(name: string, cookies: Map<string, string>): Promise<string> {
  const form = new FormData();
  form.set("name", name);
  form.set("file", new Blob(["0 HEAD\n0 @I1@ INDI\n1 NAME Kari /Nordmann/\n0 TRLR\n"]), "fil.ged");
  const answer = await fetch(`${office.origin}/api/import_gedcom`, {
    method: "POST",
    headers: { origin: office.origin, cookie: [...cookies].map(([key, value]) => `${key}=${value}`).join("; ") },
    body: form,
  });
  expect(answer.status).toBe(200);
  return JSON.parse(await answer.text());
}

test("a forgotten password: a link, a new one, and every session ends", async ({ page, faults }) => {
  faults.expect(/422/);
  const hand = new Hand(page);
  const before = await sessionOf(SIRI, codes.siri[1]);
  await hand.go("/logg-inn");
  await hand.follow("Glemt passordet?");
  await ready(page);
  const told: string[] = [];
  for (const address of ["finnes-ikke@familie.example", SIRI.email]) {
    await hand.fill("#email", address);
    await hand.press("Send lenke");
    await expect(page.getByRole("button", { name: "Send lenke" })).toBeEnabled();
    told.push(await page.getByRole("status").innerText());
  }
  expect(told[0]).toBe(told[1]);
  await expect.poll(() => mail.to(SIRI.email)?.text.includes("/nytt-passord/")).toBe(true);
  expect(mail.to("finnes-ikke@familie.example")).toBeUndefined();

  const link = mail.linkTo(SIRI.email);
  await hand.go(link);
  await expect(page).toHaveURL(`${office.origin}/nytt-passord`);
  await hand.fill("#password", "kort");
  await hand.fill("#again", "kort");
  await hand.press("Lagre passordet");
  await expect(page.locator("#password-error")).toContainText("15 tegn");
  await hand.fill("#password", "gul sykkel i tåkehav");
  await hand.fill("#again", "gul sykkel i tåkehav");
  await hand.press("Lagre passordet");
  await expect(page).toHaveURL(/\/logg-inn\?nytt=1$/);
  await expect(page.getByRole("status")).toContainText("Passordet er lagret");
  expect((await office.call("my_account", {}, before)).status).toBe(401);
  expect((await office.call("sign_in", SIRI)).body).toBe('"WrongPassword"');
  SIRI.password = "gul sykkel i tåkehav";
  // Used once.
  const cookies = new Map([["__Host-familiekart-lenke", link.split("/").pop() ?? ""]]);
  const again = { password: "og en gang til, tenk", again: "og en gang til, tenk" };
  expect((await office.call("reset_password", again, cookies)).body).toBe('{"Staff":"LinkSpent"}');
  expect((await office.call("accept_invitation", { name: "X", ...again }, cookies)).body).toBe('{"Staff":"LinkSpent"}');
});

test("half signed in one is nobody, and a code is taken once", async ({ page, faults }) => {
  faults.expect(/422/);
  const half = new Map<string, string>();
  await office.call("sign_in", SIRI, half);
  expect([...half.keys()]).toEqual(["__Host-familiekart-halv"]);
  for (const name of ["my_account", "my_cases", "admin_units", "my_posts", "stay", "change_password"]) {
    const answer = await office.call(name, { old: "x", password: "y", again: "y" }, half);
    expect([answer.status, answer.body], name).toEqual([401, '"SignedOut"']);
  }
  // Neither can somebody with a factor put a new one in its place from here.
  expect((await office.call("new_factor", {}, half)).status).toBe(401);
  expect((await office.call("confirm_factor", { code: "000000" }, half)).status).toBe(422);
  // The half token is no session, whatever the cookie is called.
  const posed = new Map([["__Host-familiekart", half.get("__Host-familiekart-halv") ?? ""]]);
  expect((await office.call("my_account", {}, posed)).status).toBe(401);

  // By hand: the app's next code opens, and never again.
  await withPassword(page, SIRI);
  await expect(page).toHaveURL(/\/logg-inn\/kode/);
  await ready(page);
  const code = totp(keys.siri, 1);
  await page.locator("#code").fill("000000");
  await page.getByRole("button", { name: "Logg inn" }).click();
  await expect(page.locator("#code-error")).toContainText("passer ikke");
  await page.locator("#code").fill(code);
  await page.getByRole("button", { name: "Logg inn" }).click();
  await expect(page).toHaveURL(/\/min-dag$/);
  expect((await office.call("enter_code", { code }, half)).body).toBe('{"Staff":"CodeWrong"}');
  expect((await office.call("enter_code", { code: codes.siri[1] }, half)).body).toBe('{"Staff":"CodeWrong"}');
});

test("codes and links are guessed in vain", async () => {
  const half = new Map<string, string>();
  await office.call("sign_in", SIRI, half);
  const answers = [];
  for (let time = 0; time < 6; time++) answers.push((await office.call("enter_code", { code: `00000${time}` }, half)).status);
  expect(answers.at(-1)).toBe(429);
  expect((await office.call("enter_code", { code: codes.siri[2] }, half)).status).toBe(429);
  let last = 0;
  for (let time = 0; time < 40 && last !== 429; time++) {
    const cookies = new Map([["__Host-familiekart-lenke", String(time).padStart(64, "0")]]);
    last = (await office.call("invitation", {}, cookies)).status;
  }
  expect(last).toBe(429);
});

test("no secret stands in the log, and the log is as it was written", async () => {
  const said = office.log();
  for (const letter of mail.letters) {
    for (const [, token] of letter.text.matchAll(/\/([0-9a-f]{64})\s/g)) expect(said.includes(token)).toBe(false);
  }
  expect(said).toContain("/invitasjon");
  for (const secret of [KARI.email, SIRI.email, "per@familie.example", keys.siri.replaceAll(" ", ""), codes.siri[0]]) {
    expect(said.includes(secret), secret).toBe(false);
  }
  expect(said).not.toContain("panicked");
  expect(await office.command("log", "verify")).toMatch(/^The log is as it was written/);
  const data = fs.readFileSync(`${office.folder}/familiekart.sqlite`).toString("latin1");
  for (const secret of [keys.siri.replaceAll(" ", ""), codes.siri[0], ...mail.letters.flatMap((it) => it.text.match(/[0-9a-f]{64}/g) ?? [])]) {
    expect(data.includes(secret)).toBe(false);
  }
});
