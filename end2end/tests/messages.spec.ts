import type { Page } from "@playwright/test";
import { demoCases } from "../support/demo";
import { enterAs, expect, expectNoAxeViolations, open, overflow, ready, test } from "../support/test";

// A reminder from the form to the receiver, as far as the house knows; and back.

test.describe.configure({ mode: "serial", timeout: 120_000 });

const list = (page: Page) => page.locator("section[aria-labelledby=messages]");

async function atMessages(page: Page) {
  const { amna } = await demoCases();
  await enterAs(page, "lead");
  await open(page, `/familier/${amna.id}/meldinger`);
  return amna;
}

test("a message is agreed on the contact card, seen before it goes, and seen as sent @once", async ({ page }, info) => {
  const amna = await atMessages(page);
  const form = page.locator("section[aria-labelledby=new-message] form");
  const first = form.getByRole("checkbox").first();
  const person = (await first.getAttribute("id"))?.replace("message-to-", "") ?? "";
  const name = (await form.locator(`label[for="message-to-${person}"]`).innerText()).trim();

  // Nothing was agreed yet: that is said, with what to do, and nothing can be sent.
  const soon = new Date(Date.now() + 3 * 24 * 3_600_000).toISOString().slice(0, 16);
  await form.getByRole("button", { name: "Forhåndsvis" }).click();
  await expect(page.locator("#message-when-error")).toBeVisible();
  await page.locator("#message-when").fill(soon);
  await first.check();
  await form.getByRole("button", { name: "Forhåndsvis" }).click();
  await expect(page.getByText("Det er ikke avtalt å skrive til mottakeren")).toBeVisible();
  await expect(page.getByRole("button", { name: "Send", exact: true })).toHaveCount(0);

  await open(page, `/familier/${amna.id}/personer/${person}`);
  await page.locator("#contact-by-text").check();
  await page.locator("#contact-phone").fill("68 05 12 34");
  await page.locator("#contact-language").fill("somali");
  await page.locator("section[aria-labelledby=contact] button[type=submit]").click();
  await expect(page.locator("section[aria-labelledby=contact] .form-actions").getByRole("status")).toHaveText(/\S/);

  await open(page, `/familier/${amna.id}/meldinger`);
  await page.locator("#message-when").fill(soon);
  await page.locator("#message-place").fill("Storgata 1");
  await page.locator(`#message-to-${person}`).check();
  await page.getByRole("button", { name: "Forhåndsvis" }).click();
  const preview = page.locator(".message-text");
  await expect(preview).toContainText("Salaan! Waxaad leedahay ballan");
  await expect(preview).toHaveAttribute("lang", "so");
  await expect(page.getByText("Maskinoversatt")).toBeVisible();
  await expectNoAxeViolations(page);
  expect(await overflow(page)).toBe(0);
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await expect(page.getByText("1 lagt i køen")).toBeVisible();
  await expect(list(page).getByRole("listitem")).toContainText(name);

  // Somebody says no: it is kept, and the next message stays at home.
  const kept = page.waitForResponse(/\/api\/stop_channel/);
  await page.locator(`#stop-sms-${person}`).check();
  await kept;
  await page.reload();
  await ready(page);
  await expect(page.locator(`#stop-sms-${person}`)).toBeChecked();
  await page.locator("#message-when").fill(soon);
  await page.locator(`#message-to-${person}`).check();
  await page.getByRole("button", { name: "Forhåndsvis" }).click();
  await expect(page.getByText("Mottakeren vil ikke ha meldinger på denne måten")).toBeVisible();
});

test("a unit decides when families are reminded, and from whom @once", async ({ page }) => {
  await enterAs(page, "administrator");
  await open(page, "/administrasjon/enheter");
  await page.locator(".ds-table tbody th a").first().click();
  await page.locator("#reminder-hours").selectOption("48");
  await page.locator("#signature").fill("Kari");
  await page.locator("#phone").fill("68 05 00 00");
  const card = page.locator("section[aria-labelledby=messages]");
  await card.getByRole("button", { name: "Lagre" }).click();
  await expect(card.getByText("Lagret.")).toBeVisible();
  await page.reload();
  await ready(page);
  await expect(page.locator("#reminder-hours")).toHaveValue("48");
  await expect(page.locator("#signature")).toHaveValue("Kari");
});
