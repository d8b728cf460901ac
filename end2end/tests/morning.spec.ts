import type { Page } from "@playwright/test";
import { sessionOf } from "../support/demo";
import { call } from "../support/http";
import { enterAs, expect, expectNoAxeViolations, open, picture, ready, test } from "../support/test";

// A morning at the door: three calls, a colleague away, an enquiry without a name. Screens and steps are counted.

interface CallRow {
  id: string;
  caller: string;
  about: string;
  next_step: string;
  owner_name: string;
  done: string | null;
}
interface EnquiryRow {
  id: string;
  who: string;
  about: string;
  state: string;
  owner_name: string;
  asked: [string, string] | null;
}

const callsOf = async (session: string) =>
  JSON.parse((await call("my_calls", {}, { session })).body) as { mine: CallRow[]; others: CallRow[]; done: CallRow[] };
const enquiriesOf = async (session: string, over = false) =>
  (JSON.parse((await call("list_enquiries", { over: String(over) }, { session })).body) as { rows: EnquiryRow[] }).rows;

/** Notes a call in the dialog that is open; every field and every press is a step. */
async function note(page: Page, words: { caller: string; about: string; next: string; owner?: string }): Promise<number> {
  const dialog = page.locator("dialog.call-dialog");
  await dialog.locator("#call-caller").fill(words.caller);
  await dialog.locator("#call-about").fill(words.about);
  await dialog.locator("#call-next").fill(words.next);
  if (words.owner) await dialog.locator("#call-owner").selectOption({ label: words.owner });
  await dialog.getByRole("button", { name: "Lagre" }).click();
  await expect(dialog.getByText("Telefonen er notert.")).toBeVisible();
  return words.owner ? 5 : 4;
}

test("three calls, a colleague away and an enquiry without a name", async ({ page }, info) => {
  const mark = info.project.name;
  const session = await sessionOf("standIn");
  await enterAs(page, "standIn");
  await open(page, "/min-dag");
  let steps = 0;

  // By the key, by the button, and once more from the same dialog.
  await page.keyboard.press("Alt+Shift+T");
  await expect(page.locator("#call-caller")).toBeFocused();
  await expectNoAxeViolations(page);
  steps += 1 + (await note(page, { caller: `Mormor ${mark}`, about: "Vil snakke om helgen", next: "Ringe tilbake" }));
  await page.getByRole("button", { name: "Noter en til" }).click();
  steps += 1 + (await note(page, { caller: `Barnehagen ${mark}`, about: "Om henting", next: "Sende beskjed", owner: "Demo Fagteam" }));
  await page.locator("dialog.call-dialog").getByRole("button", { name: "Ferdig" }).click();
  await page.locator(".topbar-call").click();
  // Who forgets who rang is told beside the field, and nothing is lost.
  await page.locator("#call-about").fill("Lurer på kurs");
  await page.locator("dialog.call-dialog").getByRole("button", { name: "Lagre" }).click();
  await expect(page.locator("#call-caller-error")).toContainText("hvem som ringte");
  await expect(page.locator("#call-about")).toHaveValue("Lurer på kurs");
  steps += 2 + (await note(page, { caller: `Ukjent ${mark}`, about: "Lurer på kurs", next: "Ringe i morgen" }));
  await picture(page, info, "call-kept");
  await page.locator("dialog.call-dialog").getByRole("button", { name: "Ferdig" }).click();
  steps += 1;
  const kept = await callsOf(session);
  expect(kept.mine.filter((row) => row.caller.includes(mark)).map((row) => row.next_step)).toEqual(["Ringe tilbake", "Ringe i morgen"]);
  expect(kept.others.find((row) => row.caller === `Barnehagen ${mark}`)?.owner_name).toBe("Demo Fagteam");
  const theirs = await callsOf(await sessionOf("intakeTeam"));
  expect(theirs.mine.some((row) => row.caller === `Barnehagen ${mark}`)).toBe(true);
  expect((await callsOf(await sessionOf("lead"))).mine.some((row) => row.caller.includes(mark))).toBe(false);

  // «Min dag» has them until they are done.
  const line = page.locator(".call-line", { hasText: `Mormor ${mark}` });
  await expect(line).toBeVisible();
  await line.getByRole("button", { name: /^Ferdig/ }).click();
  await expect(line).toHaveCount(0);
  steps += 1;
  expect((await callsOf(session)).done.some((row) => row.caller === `Mormor ${mark}`)).toBe(true);

  // A call becomes an enquiry, and the enquiry goes to a colleague who accepts.
  await page.locator(".call-line", { hasText: `Ukjent ${mark}` }).getByRole("link", { name: "Lag henvendelse" }).click();
  await expect(page.locator("#enquiry-about")).toHaveValue("Lurer på kurs");
  await page.locator("#enquiry-about").fill(`COS-kurs ${mark}`);
  await page.locator("#enquiry-who").fill("");
  await page.getByRole("button", { name: "Lagre henvendelsen" }).click();
  await expect(page.locator("#enquiry-title")).toHaveText("Uten navn");
  steps += 4;
  await expectNoAxeViolations(page);
  await page.locator("#step-first_talk").check();
  await page.locator("#step-words").fill("Prat på torsdag");
  await page.locator("#step-day").fill("2026-11-26");
  await page.getByRole("button", { name: "Lagre", exact: true }).click();
  await expect(page.locator(".enquiry-events li").first()).toContainText("Prat på torsdag");
  steps += 4;
  await page.getByText("Gi til en kollega").click();
  await page.locator("#give-to").selectOption({ label: "Demo Saksansvarlig" });
  await page.getByRole("button", { name: "Spør kollegaen" }).click();
  await expect(page.getByText("Demo Saksansvarlig er spurt").first()).toBeVisible();
  steps += 3;
  await picture(page, info, "enquiry", true);
  const asked = (await enquiriesOf(session)).find((row) => row.about === `COS-kurs ${mark}`);
  expect(asked).toMatchObject({ who: "", state: "first_talk", owner_name: "Demo Stedfortreder" });
  await enterAs(page, "lead");
  await open(page, `/henvendelser/${asked?.id}`);
  await page.getByRole("button", { name: "Ta imot" }).click();
  await expect(page.getByText("Du er spurt om å ta imot")).toHaveCount(0);
  steps += 2;
  expect((await enquiriesOf(await sessionOf("lead"))).find((row) => row.id === asked?.id)?.owner_name).toBe("Demo Saksansvarlig");
  expect((await call("enquiry", { id: asked?.id ?? "" }, { session })).status, "who gave it reads it no more").toBe(404);

  // A colleague rings in sick: one form, no reason, known on everybody's day.
  await open(page, "/borte");
  await page.locator("#door-who").selectOption({ label: "Demo Miljøansvarlig" });
  await page.getByRole("button", { name: "Lagre fraværet" }).click();
  await expect(page.locator(".call-line", { hasText: "Demo Miljøansvarlig" })).toBeVisible();
  steps += 3;
  await open(page, "/min-dag");
  await expect(page.locator("section", { has: page.locator("#away-today") })).toContainText("Demo Miljøansvarlig");
  await picture(page, info, "day", true);
  await open(page, "/borte");
  await page.getByRole("button", { name: /^Er tilbake/ }).first().click();
  await expect(page.locator(".call-line")).toHaveCount(0);

  // The enquiry becomes a case with what was written.
  await open(page, `/familier/ny?henvendelse=${asked?.id}`);
  await page.locator("#person-0").fill(`Fiktiv ${mark}`);
  await page.locator("#person-1").fill(`Barn ${mark}`);
  await page.locator("#new-case button[type=submit]").click();
  await expect(page).toHaveURL(/\/familier\/[0-9a-f-]{36}$/);
  await ready(page);
  await page.getByRole("link", { name: "Kontakt", exact: true }).click();
  await expect(page.getByText("Prat på torsdag")).toBeVisible();
  await expect(page.getByText(`Ukjent ${mark}`)).toBeVisible();
  const over = (await enquiriesOf(await sessionOf("lead"), true)).find((row) => row.id === asked?.id);
  expect(over).toMatchObject({ state: "became_case", about: "" });
  info.annotations.push({ type: "counted", description: `${steps} steps on 5 screens` });
});
