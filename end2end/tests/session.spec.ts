import type { Page } from "@playwright/test";
import { ACCOUNTS, PASSWORD } from "../support/accounts";
import { demoCases } from "../support/demo";
import { SESSION_COOKIE, call } from "../support/http";
import { enterAs, expect, open, ready, test } from "../support/test";

const dialog = (page: Page) => page.getByRole("alertdialog");
const WRITTEN = "Familien har klaget på tonen i siste møte.";

/** The reason form of a leader, with something written in it, while the clock can be turned. */
async function writeReason(page: Page) {
  const { ylva } = await demoCases();
  await page.clock.install();
  await enterAs(page, "unitLeader");
  await open(page, `/familier/${ylva.id}`);
  await page.locator("#reason").fill(WRITTEN);
}

test("five minutes before the end one is warned, and can stay", async ({ page, faults }) => {
  faults.expect(/403/);
  let left = 4 * 60_000 + 30_000;
  await page.route("**/api/session_left*", (route) => route.fulfill({ json: left }));
  await writeReason(page);
  await expect(dialog(page)).toBeHidden();
  await page.clock.fastForward(61_000);
  await expect(dialog(page)).toBeVisible();
  await expect(dialog(page)).toContainText("Du blir snart logget ut");
  await expect(dialog(page)).toContainText("4 minutter");
  await expect(dialog(page).getByRole("button", { name: "Bli pålogget" })).toBeFocused();
  left = 30 * 60_000;
  await dialog(page).getByRole("button", { name: "Bli pålogget" }).click();
  await expect(dialog(page)).toBeHidden();
  await expect(page.locator("#reason")).toHaveValue(WRITTEN);
});

test("the session has ended: nothing is lost, one signs in in a new window and goes on", async ({ page, faults, context }) => {
  faults.expect(/401|403/);
  await writeReason(page);
  // Really ended, on the server.
  const token = (await context.cookies()).find(({ name }) => name === SESSION_COOKIE)?.value;
  expect((await call("sign_out", {}, { session: token })).status).toBe(200);
  await page.clock.fastForward(61_000);
  await expect(dialog(page)).toContainText("Du er logget ut");
  await expect(dialog(page)).toContainText("Det du har skrevet, står fortsatt her.");

  // Too early: still signed out, still nothing lost.
  await dialog(page).getByRole("button", { name: "Jeg har logget inn" }).click();
  await expect(dialog(page)).toBeVisible();

  const [other] = await Promise.all([context.waitForEvent("page"), dialog(page).getByRole("link", { name: "Logg inn i nytt vindu" }).click()]);
  await ready(other);
  await other.locator("#email").fill(ACCOUNTS.unitLeader);
  await other.locator("#password").fill(PASSWORD);
  await other.locator("form button[type=submit]").click();
  await expect(other.locator("h1")).toHaveText("Min dag");
  await other.close();

  await dialog(page).getByRole("button", { name: "Jeg har logget inn" }).click();
  await expect(dialog(page)).toBeHidden();
  await expect(page.locator("#reason")).toHaveValue(WRITTEN);
  await page.getByRole("button", { name: "Åpne mappen" }).click();
  await expect(page.locator("h1")).toHaveText("Ylva med familie");
});

test("the file and the name of an import outlast the end of the session", async ({ page, faults, context }, info) => {
  faults.expect(/401/);
  await enterAs(page, "standIn");
  await open(page, "/familier/importer");
  const file = "0 HEAD\n0 @I1@ INDI\n1 NAME Kari /Nordmann/\n0 TRLR\n";
  await page.locator("#file").setInputFiles({ name: "kari.ged", mimeType: "text/plain", buffer: Buffer.from(file) });
  await page.locator("main form button[type=submit]").click();
  const name = `Skrevet før økten gikk ut ${info.project.name}`;
  await page.locator("#name").fill(name);
  const token = (await context.cookies()).find(({ name }) => name === SESSION_COOKIE)?.value;
  await call("sign_out", {}, { session: token });
  await page.locator("main form button[type=submit]").click();
  await expect(page.locator("#import-error")).toHaveText("Du er logget ut. Logg inn igjen.");
  await expect(page.locator("#name")).toHaveValue(name);

  // Signed in again in another window: one press more, and the case is there.
  await enterAs(page, "standIn");
  await page.locator("main form button[type=submit]").click();
  await page.waitForURL(/\/kart$/);
  await expect(page.locator("h1")).toHaveText(name);
});

test("to be asked for the time left is no sign of life, to write is one", async ({ page }) => {
  await page.clock.install();
  await enterAs(page, "lead");
  await open(page, "/familier");
  const asked: string[] = [];
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith("/api/")) asked.push(pathname.replace(/\d+$/, ""));
  });
  await page.clock.fastForward(61_000);
  await expect.poll(() => asked).toEqual(["/api/session_left"]);
  await page.clock.fastForward(4 * 60_000);
  await page.keyboard.press("Shift");
  await expect.poll(() => asked).toContain("/api/stay");
});
