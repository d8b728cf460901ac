import fs from "node:fs";
import { casesOf, CASES, CASE_KEYS, FAMILIES, sessionOf } from "../support/demo";
import { call, send, upload } from "../support/http";
import { enterAs, expect, expectNoAxeViolations, open, overflow, picture, test } from "../support/test";

// The privacy officer: the log of a user and of the unit, as a file, and the verification of all chains.

const FILE = Buffer.from("0 HEAD\n0 @I1@ INDI\n1 NAME Kari /Nordmann/\n0 TRLR\n");

interface Line {
  who: string;
  action: string;
  object: string;
  purpose: string;
  case_number: string | null;
  reviewed: string | null;
}

test("the log of one user: case numbers and no names, and the reading is logged", async ({ page }, info) => {
  const session = await sessionOf("lead");
  const name = `Kontrollprøve ${info.project.name} ${Date.now()}`;
  const id = JSON.parse((await upload("import_gedcom", FILE, { name }, { session })).body) as string;
  const number = (await casesOf(session)).find((line) => line.id === id)?.number ?? "";
  await call("case_map", { id }, { session });

  await enterAs(page, "privacyOfficer");
  await open(page, "/logger");
  // Nothing of the log before it is asked for.
  await expect(page.locator("#rows")).toHaveCount(0);
  await page.locator("#review-user").selectOption({ label: "Demo Saksansvarlig" });
  await page.getByRole("button", { name: "Vis loggen" }).click();
  const row = page.locator("tbody tr", { hasText: number });
  await expect(row.filter({ hasText: "åpnet kartet" }).first()).toBeVisible();
  await expect(row.filter({ hasText: "hentet inn mappen" })).toHaveCount(1);
  const content = await page.content();
  expect(content).not.toContain(name);
  for (const key of CASE_KEYS) {
    expect(content).not.toContain(CASES[key].title);
    for (const person of FAMILIES[CASES[key].family].people.filter((it) => it.name.includes(" "))) {
      expect(content).not.toContain(person.name);
    }
  }
  await expectNoAxeViolations(page);
  await picture(page, info, "user", true);
  expect(await overflow(page)).toBeLessThanOrEqual(0);

  const officer = await sessionOf("privacyOfficer");
  const review = await call("review_log", { kind: "reviews" }, { session: officer });
  const { rows } = JSON.parse(review.body) as { rows: Line[] };
  const read = rows.find((line) => line.object === "user_log" && line.reviewed === "Demo Saksansvarlig");
  expect(read).toMatchObject({ who: "Demo Personvernombud", action: "read", purpose: "log_review", case_number: null });
});

test("searches and refusals of the unit, by kind and by day", async ({ page }, info) => {
  const session = await sessionOf("otherLead");
  const lead = await sessionOf("lead");
  const own = (await casesOf(lead)).find((line) => line.name === CASES.marte.title);
  expect((await call("case_map", { id: own?.id ?? "" }, { session })).status).toBe(404);
  await enterAs(page, "privacyOfficer");
  await open(page, "/logger");
  await page.locator("#review-kind").selectOption("refusals");
  await page.getByRole("button", { name: "Vis loggen" }).click();
  const refused = page.locator("tbody tr", { hasText: "Demo Saksansvarlig To" }).first();
  await expect(refused).toContainText("ingen tilknytning til mappen");
  await expect(page.locator("tbody tr", { hasText: own?.number ?? "–" }).first()).toBeVisible();
  await picture(page, info, "unit", true);
  await page.locator("#review-to").fill("2020-01-01");
  await page.getByRole("button", { name: "Vis loggen" }).click();
  await expect(page.getByText("Ingenting i loggen passer.")).toBeVisible();
});

test("the log as a file, and that it was taken is logged @once", async ({ page }) => {
  await enterAs(page, "privacyOfficer");
  await open(page, "/logger?hva=any");
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Last ned som CSV" }).click()]);
  const text = fs.readFileSync(await download.path(), "utf8");
  expect(text).toMatch(/^\ufeff"Når";"Hvem";"Som";"Hva";"Mappe";"Hvorfor";"Utfall"\r\n/);
  expect(text.split("\r\n").length).toBeGreaterThan(2);
  for (const key of CASE_KEYS) expect(text).not.toContain(CASES[key].title);
  const session = await sessionOf("privacyOfficer");
  const review = await call("review_log", { kind: "reviews" }, { session });
  const { rows } = JSON.parse(review.body) as { rows: Line[] };
  expect(rows.some((line) => line.object === "unit_log" && line.action === "export")).toBe(true);
  const english = await send("/logger/logg.csv?hva=any&lang=en", { session });
  expect(english.body).toContain('"When";"Who"');
  expect(english.headers["cache-control"]).toBe("no-store");
  // Nothing asked for is no file.
  expect((await send("/logger/logg.csv", { session })).status).toBe(404);
});

test("the verification runs, tells how far it has come and what it found", async ({ page }, info) => {
  await enterAs(page, "privacyOfficer");
  await open(page, "/logger");
  const section = page.locator("section", { has: page.locator("#check") });
  await section.getByRole("button", { name: "Kontroller loggen nå" }).click();
  await expect(section.getByText(/Loggen er slik den ble skrevet: \d+ kjeder, \d+ rader\./)).toBeVisible({ timeout: 30_000 });
  await expect(section.getByText(/Kontrollert av Demo Personvernombud/)).toBeVisible();
  await expectNoAxeViolations(page);
  await picture(page, info, "check", true);
  const session = await sessionOf("privacyOfficer");
  const { rows } = JSON.parse((await call("review_log", { kind: "reviews" }, { session })).body) as { rows: Line[] };
  expect(rows.some((line) => line.action === "verify" && line.who === "Demo Personvernombud")).toBe(true);
});
