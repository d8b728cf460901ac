import type { Page } from "@playwright/test";
import { sessionOf } from "../support/demo";
import { call, callJson, upload } from "../support/http";
import { enterAs, expect, expectNoAxeViolations, open, overflow, picture, ready, test } from "../support/test";

// A morning: three calls, a colleague away, an enquiry without a name; an interpreter who cancels, a room that is taken.
// Screens and steps are counted.

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

test("three calls, a colleague away and an enquiry without a name", async ({ page, faults }, info) => {
  // Somebody forgets who rang, and asks for an enquiry that is given away.
  faults.expect(/422/);
  const mark = info.project.name;
  const away = "Demo Avdelingsleder";
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
  await page.locator("#door-who").selectOption({ label: away });
  await page.getByRole("button", { name: "Lagre fraværet" }).click();
  await expect(page.locator(".call-line", { hasText: away })).toBeVisible();
  steps += 3;
  await open(page, "/min-dag");
  await expect(page.locator("section", { has: page.locator("#away-today") })).toContainText(away);
  await picture(page, info, "day", true);
  await open(page, "/borte");
  await page.locator(".call-line", { hasText: away }).getByRole("button", { name: /^Er tilbake/ }).click();
  await expect(page.locator(".call-line", { hasText: away })).toHaveCount(0);

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

const FILE = Buffer.from("0 HEAD\n0 @I1@ INDI\n1 NAME Kari /Nordmann/\n0 TRLR\n");

interface CaseTalks {
  coming: { entry: string; at: string; people: string[]; order: string | null; state: string; room: string | null }[];
  past: { entry: string; at: string; people: string[] }[];
  setup: { rooms: [string, string][]; staff: [string, string][] };
}
const talksOf = async (session: string, id: string) =>
  JSON.parse((await call("case_talks", { id }, { session })).body) as CaseTalks;

test("a colleague sick, an interpreter who cancels, a room that is taken @once", async ({ page }, info) => {
  let steps = 0;
  const [theirs, leader] = [await sessionOf("otherLead"), await sessionOf("unitLeader")];
  const name = "Morgen hos To";
  const id = JSON.parse((await upload("import_gedcom", FILE, { name }, { session: theirs })).body) as string;
  const { setup } = await talksOf(theirs, id);
  const [room] = setup.rooms;
  const me = setup.staff.find(([, who]) => who === "Demo Saksansvarlig To")?.[0] ?? "";
  // Late this evening, so that it is still to come whenever the tests run.
  const talk = {
    ...{ kind: "family_talk", title: "", day: "2026-11-23", time: "23:00", minutes: "45", weeks: "", until: "", place: "centre" },
    ...{ road: "", room: room[0], people: [me], attends: [], agenda: "" },
  };
  const planned = await callJson("plan_talk", { id, form: talk, anyway: true }, { session: theirs });
  expect(planned.status, planned.body).toBe(200);
  const { entry, at } = (JSON.parse(planned.body) as { Made: { entry: string; at: string } }).Made;
  await call("step_order", { id, entry, at, act: "order", language: "so", interpreter: "" }, { session: theirs });

  // The day tells whether an interpreter comes. Theirs cancels: one press, and it is seen.
  await enterAs(page, "otherLead");
  await open(page, "/min-dag");
  const line = page.locator("section[aria-labelledby=plan-today] .day-line", { hasText: name });
  await expect(line).toContainText("Tolk bestilt");
  await expect(line).toContainText(room[1]);
  await line.getByRole("link").click();
  await page.locator("section[aria-labelledby=talk-order]").getByRole("button", { name: "Tolken kan ikke" }).click();
  await expect(page.locator("section[aria-labelledby=talk-order]").getByText("Tolk mangler")).toBeVisible();
  steps += 2;
  expect((await talksOf(theirs, id)).coming[0].order).toBe("needed");

  // The room is taken at that time: that is told before anything is kept, with times that suit.
  await open(page, `/familier/${id}/samtaler`);
  const plan = page.locator("section[aria-labelledby=plan-talk]");
  await plan.locator("summary").click();
  await page.locator("#talk-day").fill("2026-11-23");
  await page.locator("#talk-time").fill("23:00");
  await page.locator("#talk-room").selectOption(room[0]);
  await plan.getByRole("button", { name: "Planlegg", exact: true }).click();
  await expect(plan.locator(".talk-conflicts")).toContainText(`Rommet ${room[1]} er opptatt`);
  await plan.locator(".ds-alert .cluster button").first().click();
  await plan.getByRole("button", { name: "Planlegg", exact: true }).click();
  await expect(plan.getByRole("link", { name: "Samtalen er planlagt." })).toBeVisible();
  steps += 7;
  expect((await talksOf(theirs, id)).coming.length).toBe(2);

  // They ring in sick. The leader sees what the day leaves undone, without opening the case.
  await enterAs(page, "unitLeader");
  await open(page, "/borte");
  await page.locator("#door-who").selectOption({ label: "Demo Saksansvarlig To" });
  await page.getByRole("button", { name: "Lagre fraværet" }).click();
  const away = page.locator(".call-line", { hasText: "Demo Saksansvarlig To" });
  await away.getByRole("link", { name: /^Ta hånd om dagen/ }).click();
  const undone = page.locator(".cover-line", { hasText: name }).filter({ hasText: "23.00" });
  await expect(undone).toHaveCount(1);
  await expectNoAxeViolations(page);
  await picture(page, info, "cover", true);
  for (const width of [320, 390]) {
    await page.setViewportSize({ width, height: 800 });
    expect(await overflow(page), `${width}`).toBeLessThanOrEqual(0);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  const standIn = await sessionOf("standIn");
  expect((await call("case_talks", { id }, { session: standIn })).status, "no way in yet").toBe(404);
  await undone.getByLabel("Hvem overtar?").selectOption({ label: "Demo Stedfortreder" });
  await undone.getByRole("button", { name: /^Utfør/ }).click();
  await expect(page.locator(".cover-said")).toContainText("Kollegaen kommer inn til og med 23. november 2026");
  await expect(undone).toHaveCount(0);
  steps += 5;
  // The wrong colleague: one press takes it back, and the way in with it. Then once more.
  const back = page.locator(".cover-undo");
  await expect(back).toContainText("Overlatt til en kollega");
  await expectNoAxeViolations(page);
  await back.getByRole("button", { name: "Angre" }).click();
  await expect(undone).toHaveCount(1);
  expect((await call("case_talks", { id }, { session: standIn })).status, "the way in is closed again").toBe(404);
  await undone.getByLabel("Hvem overtar?").selectOption({ label: "Demo Stedfortreder" });
  await undone.getByRole("button", { name: /^Utfør/ }).click();
  await expect(undone).toHaveCount(0);
  const covered = await talksOf(standIn, id);
  expect(covered.coming.find((row) => row.at === at)?.people).toEqual(["Demo Stedfortreder"]);
  expect((await call("case_talks", { id }, { session: leader })).status, "the leader has read nothing").toBe(403);
  await enterAs(page, "standIn");
  await open(page, "/min-dag");
  const today = page.locator("section[aria-labelledby=plan-today] .day-line", { hasText: name }).filter({ hasText: "23.00" });
  await expect(today).toContainText("Tolk mangler");
  await picture(page, info, "day-of-stand-in", true);
  await open(page, "/borte");
  await away.getByRole("button", { name: /^Er tilbake/ }).click();
  await expect(away).toHaveCount(0);
  info.annotations.push({ type: "counted", description: `${steps} steps on 4 screens` });
});
