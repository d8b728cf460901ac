import type { Page } from "@playwright/test";
import { ACCOUNTS, PASSWORD } from "../support/accounts";
import { CASES } from "../support/demo";
import { BASE, SESSION_COOKIE, call, send, session } from "../support/http";
import { enterAs, expect, open, ready, signIn, test } from "../support/test";

async function tryIn(page: Page, email: string, password: string) {
  await page.locator("#email").fill(email);
  await page.locator("#password").fill(password);
  await page.locator("form button[type=submit]").click();
}

const WRONG = "E-post og passord passer ikke sammen. Se etter skrivefeil, og prøv igjen.";

test("the right password leads to one's day, under one's name", async ({ page }) => {
  await signIn(page, { email: ACCOUNTS.lead, password: PASSWORD });
  await expect(page).toHaveURL(`${BASE.origin}/min-dag`);
  await expect(page.locator("h1")).toHaveText("Min dag");
  await expect(page.getByRole("button", { name: /Demo Saksansvarlig/ })).toBeVisible();
});

test("a wrong password and an unknown account are told in the same words", async ({ page, faults }, info) => {
  faults.expect(/403/);
  await open(page, "/logg-inn");
  await tryIn(page, ACCOUNTS.departmentLeader, "ikke det rette");
  await expect(page.getByRole("alert")).toHaveText(WRONG);
  await expect(page.locator("#email")).toHaveAttribute("aria-invalid", "true");
  await expect(page.locator("#email")).toHaveValue(ACCOUNTS.departmentLeader);
  await page.reload();
  await ready(page);
  await tryIn(page, `finnes-ikke-${info.project.name}@example.no`, PASSWORD);
  await expect(page.getByRole("alert")).toHaveText(WRONG);
  expect((await page.context().cookies()).filter(({ name }) => name === SESSION_COOKIE)).toEqual([]);
  // And once right, everything is.
  await tryIn(page, ACCOUNTS.departmentLeader, PASSWORD);
  await expect(page.locator("h1")).toHaveText("Min dag");
});

test("an unknown account gets the same answer as a wrong password", async () => {
  const answer = async (email: string) => {
    const { status, body, headers } = await call("sign_in", { email, password: "ikke det rette" });
    const { date: _date, "x-request-id": _request, ...same } = headers;
    return { status, body, headers: same };
  };
  const known = await answer(ACCOUNTS.departmentLeader);
  expect(known.body).toBe('"WrongPassword"');
  expect(await answer("heller-ikke@example.no")).toEqual(known);
  await session(ACCOUNTS.departmentLeader, PASSWORD);
});

test("nothing is sent before both fields are filled, and the server asks for them too", async ({ page }) => {
  await open(page, "/logg-inn");
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.locator("form button[type=submit]").click();
  expect(await page.locator("#email").evaluate((field: HTMLInputElement) => field.validity.valueMissing)).toBe(true);
  expect(asked).toEqual([]);
  for (const fields of [
    { email: "", password: "" },
    { email: ACCOUNTS.lead, password: "" },
    { email: "  ", password: PASSWORD },
  ]) {
    const answer = await call("sign_in", fields);
    expect([answer.status, answer.body]).toEqual([422, '{"Missing":"email"}']);
  }
});

test("one goes on to the page one asked for", async ({ page }) => {
  await page.goto("/familier/importer");
  await ready(page);
  await expect(page).toHaveURL(/\/logg-inn\?til=\/familier\/importer$/);
  await tryIn(page, ACCOUNTS.lead, PASSWORD);
  await expect(page).toHaveURL(`${BASE.origin}/familier/importer`);
  await expect(page.locator("h1")).toHaveText("Hent inn et slektskart");
});

for (const til of ["https://evil.example/", "//evil.example/x", "/\\evil.example", "javascript:alert(1)", "\\\\evil.example"]) {
  test(`one never goes on to another's address: ${til}`, async ({ page }) => {
    await open(page, `/logg-inn?til=${encodeURIComponent(til)}`);
    await tryIn(page, ACCOUNTS.lead, PASSWORD);
    await expect(page.locator("h1")).toHaveText("Min dag");
    expect(new URL(page.url()).href).toBe(`${BASE.origin}/min-dag`);
  });
}

test("the cookie can be read by no script, sent by no other page and over no open line", async () => {
  const answer = await call("sign_in", { email: ACCOUNTS.lead, password: PASSWORD });
  const [cookie] = answer.headers["set-cookie"] ?? [];
  expect(cookie).toMatch(/^__Host-familiekart=[0-9a-f]{64}; /);
  const words = cookie.split("; ").slice(1);
  expect(words.sort()).toEqual(["HttpOnly", "Path=/", "SameSite=Lax", "Secure"]);
  expect(answer.headers["cache-control"]).toBe("no-store");
  // Twice signed in is two sessions.
  expect(await session(ACCOUNTS.lead, PASSWORD)).not.toBe(cookie.split(";")[0].split("=")[1]);
});

test("signing out ends the session, not only the cookie", async ({ page }) => {
  await enterAs(page, "lead");
  const token = (await page.context().cookies()).find(({ name }) => name === SESSION_COOKIE)?.value;
  await open(page, "/familier");
  await page.locator(".topbar-user").click();
  await page.getByRole("button", { name: "Logg ut", exact: true }).click();
  await expect(page.getByRole("status")).toHaveText("Du er logget ut.");
  await expect(page).toHaveURL(/\/logg-inn\?ut=1$/);
  expect((await call("session_left", {}, { session: token })).status).toBe(401);
  expect((await send("/familier", { session: token })).headers.location).toBe("/logg-inn?til=/familier&over=1");
  await page.goto("/familier");
  await expect(page).toHaveURL(/\/logg-inn/);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });
  // The browser says so of every script that it does not load.
  test.beforeEach(({ faults }) => faults.expect(/\.js: csp$/));

  test("one can sign in, read a case and sign out", async ({ page }) => {
    await page.goto("/familier");
    await expect(page.locator("h1")).toHaveText("Logg inn");
    await tryIn(page, ACCOUNTS.otherLead, PASSWORD);
    await expect(page.locator("h1")).toHaveText("Mine familier");
    await page.locator(".case-link", { hasText: CASES.kristoffer.title }).click();
    await page.locator(".page-tabs a", { hasText: "Kart" }).click();
    await expect(page.locator("svg.map [data-person]").first()).toBeVisible();
    await page.locator(".page-tabs a", { hasText: "Personer" }).click();
    await expect(page.locator("tr[data-person]").first()).toBeVisible();
    await page.locator(".topbar-user").click();
    await page.getByRole("button", { name: "Logg ut", exact: true }).click();
    await expect(page.getByText("Du er logget ut.")).toBeVisible();
  });

  test("a wrong password is told on the page", async ({ page }) => {
    await page.goto("/logg-inn");
    await tryIn(page, ACCOUNTS.administrator, "ikke det rette");
    await expect(page.getByRole("alert")).toHaveText(WRONG);
    await tryIn(page, ACCOUNTS.administrator, PASSWORD);
    await expect(page.locator("h1")).toHaveText("Min dag");
  });
});

// What follows touches all of an account's sessions, so nobody else may be using the account meanwhile.
test("@alone signing out everywhere ends another browser's session", async ({ page, browser }) => {
  const elsewhere = await (await browser.newContext({ baseURL: BASE.origin })).newPage();
  for (const one of [page, elsewhere]) {
    await enterAs(one, "privacyOfficer");
    await open(one, "/familier");
    await expect(one.locator("h1")).toHaveText("Mine familier");
  }
  await page.locator(".topbar-user").click();
  await page.getByRole("button", { name: "Logg ut alle steder" }).click();
  await expect(page.getByRole("status")).toHaveText("Du er logget ut.");
  await elsewhere.goto("/familier");
  await expect(elsewhere).toHaveURL(/\/logg-inn\?til=\/familier&over=1$/);
  await expect(elsewhere.getByText("Økten er over. Logg inn igjen for å fortsette.")).toBeVisible();
  await elsewhere.context().close();
});

test("@alone after five wrong passwords one waits, also with the right one, and is told how long", async ({ page, faults }, info) => {
  faults.expect(/403|429/);
  // Whoever waits, waits when the test is tried again too.
  const email = [ACCOUNTS.intakeTeam, ACCOUNTS.unitLeader][info.retry];
  for (let time = 0; time < 5; time++) {
    expect((await call("sign_in", { email, password: `feil ${time}` })).status).toBe(403);
  }
  await open(page, "/logg-inn");
  await tryIn(page, email, PASSWORD);
  await expect(page.getByRole("alert")).toHaveText(/^For mange forsøk\. Prøv igjen om 1[0-5] minutter\.$/);
  // Others are not kept out.
  await tryIn(page, ACCOUNTS.administrator, PASSWORD);
  await expect(page.locator("h1")).toHaveText("Min dag");
});
