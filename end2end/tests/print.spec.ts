import { execFile } from "node:child_process";
import fs from "node:fs";
import { promisify } from "node:util";
import type { Page } from "@playwright/test";
import { CASES, demoCases, sessionOf } from "../support/demo";
import { call } from "../support/http";
import { enterAs, expect, open, test } from "../support/test";

// A case's front page on paper.

interface Row {
  action: string;
  object: string;
  who: string;
}
const log = async (id: string) => JSON.parse((await call("case_log", { id }, { session: await sessionOf("standIn") })).body).rows as Row[];
const prints = async (id: string, object: string) =>
  (await log(id)).filter((row) => row.action === "print" && row.object === object && row.who === "Demo Saksansvarlig").length;

/** The browser would show its own window; the page only learns that it was asked to. */
async function countPrints(page: Page) {
  await page.addInitScript(() => {
    const seen = window as unknown as { prints: number };
    seen.prints = 0;
    window.print = () => {
      seen.prints += 1;
    };
  });
  return () => page.evaluate(() => (window as unknown as { prints: number }).prints);
}

test("«Skriv ut» tells the log first, then prints; the sheet tells who and when @once", async ({ page }, info) => {
  const { marte } = await demoCases();
  const printed = await countPrints(page);
  await enterAs(page, "lead");
  await open(page, `/familier/${marte.id}`);
  const before = await prints(marte.id, "front");
  await page.locator("main").getByRole("button", { name: "Skriv ut" }).click();
  await expect.poll(printed).toBe(1);
  expect(await prints(marte.id, "front")).toBe(before + 1);
  // By the keys as by the button.
  await page.keyboard.press("Control+p");
  await expect.poll(printed).toBe(2);
  expect(await prints(marte.id, "front")).toBe(before + 2);

  const file = info.outputPath("forside.pdf");
  await page.pdf({ path: file, preferCSSPageSize: true, format: "A4" });
  await info.attach("front", { path: file, contentType: "application/pdf" });
  const { stdout: text } = await promisify(execFile)("pdftotext", ["-layout", file, "-"]).catch(() => ({ stdout: "" }));
  if (text) {
    for (const word of [CASES.marte.title, marte.number, "I gang", "Deltakere", "Barnets del", "Saksansvarlig", "Demo Stedfortreder", "FIKTIVE DATA", "23. november 2026", "av Demo Saksansvarlig", "Taushetsbelagt"]) {
      expect(text.replaceAll(/\s+/g, " "), word).toContain(word);
    }
    for (const word of ["Min dag", "Hjelp", "Søk", "Hvem har sett", "Skriv ut"]) expect(text).not.toContain(word);
  }
  expect(fs.statSync(file).size).toBeGreaterThan(5_000);
});

test("on paper nothing of the frame is left, and what only paper says is there", async ({ page }) => {
  const { noah } = await demoCases();
  await enterAs(page, "lead");
  await open(page, `/familier/${noah.id}`);
  await expect(page.locator(".print-notice")).toBeHidden();
  await page.emulateMedia({ media: "print" });
  for (const part of [".topbar-brand", ".topbar-nav", ".topbar-search", ".topbar-user", ".page-tabs", ".print-bar"]) {
    await expect(page.locator(part).first(), part).toBeHidden();
  }
  for (const part of ["h1", ".print-notice", ".demo-mark", "#participants", "#team"]) {
    await expect(page.locator(part).first(), part).toBeVisible();
  }
});

test("who prints by the browser's own menu is logged all the same @once", async ({ page }) => {
  const { viljar } = await demoCases();
  await enterAs(page, "lead");
  await open(page, `/familier/${viljar.id}`);
  const before = await prints(viljar.id, "front");
  await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
  await expect.poll(() => prints(viljar.id, "front")).toBe(before + 1);
});

test("the map's button tells the log that the map was printed @once", async ({ page }) => {
  const { amna } = await demoCases();
  const printed = await countPrints(page);
  await enterAs(page, "lead");
  await open(page, `/familier/${amna.id}/kart`);
  const before = await prints(amna.id, "map");
  await page.locator(".map-zoom").getByRole("button", { name: "Skriv ut" }).click();
  await expect.poll(printed).toBe(1);
  expect(await prints(amna.id, "map")).toBe(before + 1);
});

test("what the server refuses is not printed", async ({ page, faults, context }) => {
  faults.expect(/401/);
  const { marte } = await demoCases();
  const printed = await countPrints(page);
  await enterAs(page, "lead");
  await open(page, `/familier/${marte.id}`);
  await context.clearCookies();
  await page.locator("main").getByRole("button", { name: "Skriv ut" }).click();
  await expect(page.locator(".print-bar [role=alert]")).toHaveText("Du er logget ut. Logg inn igjen.");
  expect(await printed()).toBe(0);
});
