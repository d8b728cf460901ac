import { expect, type Page } from "@playwright/test";

/** Someone of the demo families' staff. */
export interface DemoUser {
  email: string;
  password: string;
}

/** Waits until the page answers to clicks: the browser side sets the mark when it has taken over. */
export async function ready(page: Page) {
  await page.locator("html[data-hydrated]").waitFor({ state: "attached" });
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
