import { expect, type Page, type TestInfo } from "@playwright/test";
import { ACCOUNTS, type Account, PASSWORD } from "./accounts";
import { BASE, SESSION_COOKIE, session } from "./http";

/** Someone of the demo families' staff. */
export interface DemoUser {
  email: string;
  password: string;
}

/** Waits until the page answers to clicks: the browser side sets the mark when it has taken over. */
export async function ready(page: Page) {
  await page.locator("html[data-hydrated]").waitFor({ state: "attached" });
}

/** Opens an address and waits until the page answers to clicks. */
export async function open(page: Page, address: string) {
  await page.goto(address);
  await ready(page);
}

/** Signs in by the form, like a person, and waits for the first page. */
export async function signIn(page: Page, who: DemoUser) {
  await page.goto("/");
  await ready(page);
  await page.locator("input[type=email]").fill(who.email);
  await page.locator("input[type=password]").fill(who.password);
  await page.locator("form:has(input[type=password]) button[type=submit]").click();
  await expect(page.locator("input[type=password]")).toHaveCount(0);
  await ready(page);
}

/** Gives the browser a fresh session of an account, without the form. */
export async function enterAs(page: Page, account: Account) {
  const value = await session(ACCOUNTS[account], PASSWORD);
  await page.context().addCookies([
    { name: SESSION_COOKIE, value, url: `https://${BASE.host}/`, httpOnly: true, secure: true, sameSite: "Lax" },
  ]);
}

/** The language of the pages from here on. */
export async function speak(page: Page, language: "nb" | "en") {
  await page.context().addCookies([{ name: "familiekart_spraak", value: language, url: BASE.origin }]);
}

/** The page as a phone has it: small, and touched. */
export async function inTheHand(page: Page) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Emulation.setTouchEmulationEnabled", { enabled: true, maxTouchPoints: 1 });
  await page.setViewportSize({ width: 390, height: 844 });
}

/** How many pixels run over the edge of the window. */
export async function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** Keeps a picture of the page beside the test's results. */
export async function picture(page: Page, info: TestInfo, name: string, fullPage = false) {
  const path = info.outputPath(`${name}.png`);
  await page.screenshot({ path, fullPage });
  await info.attach(name, { path, contentType: "image/png" });
}
