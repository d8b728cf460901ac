import type { Page } from "@playwright/test";
import { CASES, demoCases } from "../support/demo";
import { enterAs, expect, expectNoAxeViolations, open, overflow, picture, speak, test } from "../support/test";

// The quick search, from anywhere and by keyboard.

const dialog = (page: Page) => page.locator("dialog.search");
const field = (page: Page) => dialog(page).getByRole("combobox");
const options = (page: Page) => dialog(page).getByRole("option");
const status = (page: Page) => page.locator(".search-status");

for (const key of ["Control+k", "Meta+k", "/"]) {
  test(`${key} opens it, Escape closes it and leads back`, async ({ page }) => {
    await enterAs(page, "lead");
    await open(page, "/min-dag");
    const before = page.locator("a.day-quiet, a.day-name").first();
    await before.focus();
    await page.keyboard.press(key);
    await expect(dialog(page)).toBeVisible();
    await expect(field(page)).toBeFocused();
    await expect(field(page)).toHaveValue("");
    await page.keyboard.press("Escape");
    await expect(dialog(page)).toBeHidden();
    await expect(before).toBeFocused();
  });
}

test("a family by the beginning of its name: arrows, Enter, and nothing in any address", async ({ page }) => {
  const { noah } = await demoCases();
  await enterAs(page, "lead");
  await open(page, "/hjelp");
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.keyboard.press("Control+k");
  await page.keyboard.type("noa");
  await expect(options(page)).toHaveCount(1);
  await expect(status(page)).toHaveText("1 treff");
  await expect(options(page).first()).toContainText(noah.number);
  await expect(options(page).first()).toHaveAttribute("aria-selected", "true");
  const active = await field(page).getAttribute("aria-activedescendant");
  expect(active).toBe(await options(page).first().getAttribute("id"));
  await page.keyboard.press("Enter");
  await expect(page.locator("h1")).toHaveText(CASES.noah.title);
  await expect(dialog(page)).toBeHidden();
  expect(asked.filter((address) => /noa/i.test(address))).toEqual([]);
  expect(page.url()).toContain(noah.id);
});

test("the arrows go round, the number finds too, and a page is found among families", async ({ page }) => {
  const { amna } = await demoCases();
  await enterAs(page, "lead");
  await open(page, "/familier");
  await page.keyboard.press("/");
  const answered = page.waitForResponse((it) => /\btext=med(&|$)/.test(it.request().postData() ?? ""));
  await page.keyboard.type("med");
  await answered;
  await expect(status(page)).toHaveText(/^\d+ treff$/);
  const count = Number.parseInt(await status(page).innerText(), 10);
  await expect(options(page)).toHaveCount(count);
  const chosen = () => options(page).evaluateAll((all) => all.findIndex((one) => one.getAttribute("aria-selected") === "true"));
  expect(await chosen()).toBe(0);
  await page.keyboard.press("ArrowUp");
  expect(await chosen()).toBe(count - 1);
  await page.keyboard.press("ArrowDown");
  expect(await chosen()).toBe(0);
  await field(page).fill(amna.number);
  await expect(options(page)).toHaveCount(1);
  await field(page).fill("hje");
  await expect(options(page)).toHaveText("Hjelp");
  await page.keyboard.press("Enter");
  await expect(page.locator("h1")).toHaveText("Hjelp");
});

test("«/» is a letter where one writes, and the search does not open over another dialog", async ({ page, faults }) => {
  faults.expect(/403/);
  const { ylva } = await demoCases();
  await enterAs(page, "unitLeader");
  await open(page, `/familier/${ylva.id}`);
  await page.locator("#reason").click();
  await page.keyboard.type("1/2");
  await expect(page.locator("#reason")).toHaveValue("1/2");
  await expect(dialog(page)).toBeHidden();
  await page.keyboard.press("Control+k");
  await expect(dialog(page)).toBeVisible();
});

test("the latest answer wins, however late an earlier one comes", async ({ page }) => {
  await enterAs(page, "lead");
  await open(page, "/min-dag");
  let release: (() => void) | undefined;
  let calls = 0;
  await page.route(/\/api\/(my_cases|search_cases)/, async (route) => {
    calls += 1;
    if (calls === 1) await new Promise<void>((resolve) => (release = resolve));
    await route.continue();
  });
  await page.keyboard.press("Control+k");
  await page.keyboard.type("noah");
  await expect.poll(() => calls).toBe(1);
  await expect(status(page)).toHaveText("Søker …");
  await field(page).fill("ylva");
  await expect(options(page).first()).toContainText(CASES.ylva.title);
  const late = page.waitForResponse(/\/api\/(my_cases|search_cases)/);
  release?.();
  await late;
  await expect(options(page)).toHaveCount(1);
  await expect(options(page).first()).toContainText(CASES.ylva.title);
});

test("without contact it says so, and pages are still found", async ({ page, faults, context }) => {
  faults.expect(/ERR_INTERNET_DISCONNECTED/);
  await enterAs(page, "lead");
  await open(page, "/min-dag");
  await page.keyboard.press("Control+k");
  await context.setOffline(true);
  await page.keyboard.type("fam");
  await expect(status(page)).toContainText("Ingen kontakt med tjeneren");
  await expect(options(page)).toHaveText("Familier");
  await context.setOffline(false);
  await field(page).fill("finnes ikke");
  await expect(status(page)).toHaveText("Ingen treff. Prøv begynnelsen på et annet ord.");
});

test("nobody finds a family that is not theirs", async ({ page }) => {
  await enterAs(page, "otherLead");
  await open(page, "/min-dag");
  await page.keyboard.press("Control+k");
  await field(page).fill("ylva");
  await expect(status(page)).toHaveText("Ingen treff. Prøv begynnelsen på et annet ord.");
  expect(await page.content()).not.toContain(CASES.ylva.title);
});

for (const language of ["nb", "en"] as const) {
  test(`by thumb, without axe findings, on a narrow screen (${language})`, async ({ page }, info) => {
    await speak(page, language);
    await enterAs(page, "lead");
    await open(page, "/min-dag");
    await page.locator(".topbar-search").click();
    await expect(page.locator("dialog.search")).toBeVisible();
    await field(page).fill("med");
    await expect(options(page).first()).toBeVisible();
    await expectNoAxeViolations(page);
    await picture(page, info, "search");
    await page.setViewportSize({ width: 320, height: 700 });
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    await options(page).first().click();
    await expect(page.locator("dialog.search")).toBeHidden();
    await expect(page).toHaveURL(/\/familier\//);
  });
}
