import type { Page } from "@playwright/test";
import { ACCOUNTS, PASSWORD } from "../support/accounts";
import { sessionOf } from "../support/demo";
import { BASE, call, upload } from "../support/http";
import { enterAs, expect, expectNoAxeViolations, open, picture, signIn, speak, test } from "../support/test";

// «Min dag»: what waits, without a case being opened.

const FILE = Buffer.from("0 HEAD\n0 @I1@ INDI\n1 NAME Kari /Nordmann/\n0 TRLR\n");

/** A case of one's own, so that nobody else's work is counted. */
async function ownCase(session: string, name: string): Promise<string> {
  const made = await upload("import_gedcom", FILE, { name }, { session });
  expect(made.status).toBe(200);
  return JSON.parse(made.body) as string;
}

interface DayRow {
  id: string;
  name: string;
  waiting: string[];
  function: string | null;
}
const dayOf = async (session: string) => JSON.parse((await call("my_day", {}, { session })).body) as { cases: DayRow[]; unit: DayRow[] };
const line = (page: Page, name: string) => page.locator(".day-line", { hasText: name });

test("it is the first page after signing in, and greets with the date in words", async ({ page }, info) => {
  await signIn(page, { email: ACCOUNTS.standIn, password: PASSWORD });
  await expect(page).toHaveURL(`${BASE.origin}/min-dag`);
  await expect(page.locator("h1")).toHaveText("Min dag");
  await expect(page.locator(".page-head .meta")).toHaveText(
    /^God (morgen|dag|kveld), Demo Stedfortreder\. Det er mandag 23\. november 2026, uke 48\.$/,
  );
  await picture(page, info, "day", true);
  await page.goto("/");
  await expect(page).toHaveURL(`${BASE.origin}/min-dag`);
});

test("in English too", async ({ page }) => {
  await speak(page, "en");
  await enterAs(page, "standIn");
  await open(page, "/min-dag");
  await expect(page.locator("h1")).toHaveText("My day");
  await expect(page.locator(".page-head .meta")).toContainText("It is Monday 23 November 2026, week 48.");
});

test("a case without a stand-in waits for its lead, and to look at the list opens nothing", async ({ page }, info) => {
  const session = await sessionOf("otherLead");
  const name = `Venter på stedfortreder ${info.project.name}`;
  const id = await ownCase(session, name);
  expect((await dayOf(session)).cases.find((row) => row.id === id)).toMatchObject({ waiting: ["no_stand_in"], function: "lead" });

  const log = async () => (JSON.parse((await call("case_log", { id }, { session })).body).rows as unknown[]).length;
  const before = await log();
  await enterAs(page, "otherLead");
  await open(page, "/min-dag");
  await expect(line(page, name)).toContainText("Uten stedfortreder");
  await page.reload();
  await expect(line(page, name)).toBeVisible();
  // Only the reading of the log itself.
  expect(await log()).toBe(before + 1);
  await line(page, name).getByRole("link").click();
  await expect(page.locator("h1")).toHaveText(name);
  // And nothing of it is for others.
  for (const other of ["milieuLead", "administrator", "contact", "unitLeader"] as const) {
    const rows = await dayOf(await sessionOf(other));
    expect([...rows.cases, ...rows.unit].some((row) => row.id === id), other).toBe(false);
  }
});

test("who has no case is told what to do", async ({ page }) => {
  await enterAs(page, "administrator");
  await open(page, "/min-dag");
  await expect(page.locator(".empty h2")).toHaveText("Du har ingen familier i dag");
  await page.locator(".empty").getByRole("link", { name: "Les hvordan Familiekart virker" }).click();
  await expect(page.locator("h1")).toHaveText("Hjelp");
});

test("help tells who may see what, the keys and the words, in both languages and on paper", async ({ page }, info) => {
  await enterAs(page, "milieuLead");
  await open(page, "/hjelp");
  for (const rule of Array.from({ length: 11 }, (_, at) => `R${at + 1} `)) {
    await expect(page.locator(".help-terms dt", { hasText: rule }).first()).toBeVisible();
  }
  await expect(page.getByText("Ctrl + K, ⌘ + K eller /")).toBeVisible();
  await page.locator(".help-contents").getByRole("link", { name: "Ord" }).click();
  await expect(page).toHaveURL(/\/hjelp#ord$/);
  await expect(page.locator("#ord")).toBeInViewport();
  await picture(page, info, "help", true);
  await page.emulateMedia({ media: "print" });
  await expect(page.locator(".help-contents")).toBeHidden();
  await expect(page.getByText("Gå fra person til person")).toBeVisible();
  await page.emulateMedia({ media: "screen" });
  // Another language asks for another text.
  await page.locator(".topbar-user").click();
  await page.locator("#user-menu select").first().selectOption("en");
  await expect(page.getByRole("heading", { name: "Who sees what" })).toBeVisible();
});

test("the menu works by thumb and by keyboard", async ({ page, isMobile }, info) => {
  await enterAs(page, "lead");
  await open(page, "/min-dag");
  const links = page.locator("#nav a");
  const narrow = await page.locator(".topbar-toggle").isVisible();
  if (narrow) {
    await expect(links.first()).toBeHidden();
    await page.locator(".topbar-toggle").focus();
    await page.keyboard.press("Enter");
    await expect(links.first()).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(links.first()).toBeHidden();
    await page.locator(".topbar-toggle").tap();
  }
  for (const one of await links.all()) {
    const box = await one.boundingBox();
    expect(box?.height ?? 0, `${info.project.name} ${isMobile}`).toBeGreaterThanOrEqual(narrow ? 44 : 36);
  }
  await expect(links).toHaveText(["Min dag", "Kalender", "Familier", "Henvendelser", "Hent inn GEDCOM", "Grupper", "Hjelp"]);
  await expect(page.locator('#nav a[aria-current="page"]')).toHaveText("Min dag");
  await links.filter({ hasText: "Hjelp" }).click();
  await expect(page.locator("h1")).toHaveText("Hjelp");
  if (narrow) await expect(links.first()).toBeHidden();
  await expectNoAxeViolations(page);
});
