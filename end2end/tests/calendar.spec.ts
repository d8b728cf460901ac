import type { Page } from "@playwright/test";
import { CASES, demoCases, sessionOf } from "../support/demo";
import { call } from "../support/http";
import { enterAs, expect, expectNoAxeViolations, open, overflow, picture, test } from "../support/test";

// The calendar: what stands in it, something new, moved by key and by form, cancelled, taken back.

// One's own last change is taken back: one test after the other.
test.describe.configure({ mode: "serial" });

interface Item {
  at: string;
  span: { start: string; end: string };
  what: { Title?: string } | string;
  repeats: boolean;
}

/** What is stored between two days, under a title. */
async function stored(session: string, title: string, from: string, to: string): Promise<Item[]> {
  const answer = await call("calendar_view", { unit: "", whose: "meg", from, to }, { session });
  expect(answer.status, answer.body).toBe(200);
  const { items } = JSON.parse(answer.body) as { items: Item[] };
  return items.filter(({ what }) => typeof what === "object" && what.Title === title);
}
const days = (items: Item[]) => items.map(({ span }) => span.start);

async function fill(page: Page, { title, day, from, until }: { title: string; day: string; from: string; until: string }) {
  await page.getByLabel("Hva er det?").fill(title);
  await page.getByLabel("Dag", { exact: true }).fill(day);
  await page.getByLabel("Fra", { exact: true }).fill(from);
  await page.getByLabel("Til", { exact: true }).fill(until);
}

test("a team meeting every other week over the new year: made, one moved, one cancelled, taken back", async ({ page, faults }, info) => {
  faults.expect(/422/);
  const session = await sessionOf("lead");
  const title = `Teammøte ${info.project.name}`;
  await enterAs(page, "lead");
  await open(page, "/kalender?dag=2026-12-16&vis=uke");
  await expect(page.locator(".page-head .meta")).toHaveText("Uke 51, 2026");
  await expectNoAxeViolations(page);
  expect(await overflow(page)).toBeLessThanOrEqual(0);

  await page.getByRole("link", { name: "Ny avtale", exact: true }).first().click();
  await expect(page.getByRole("heading", { name: "Ny avtale" })).toBeVisible();
  await expect(page.getByLabel("Dag", { exact: true })).toHaveValue("2026-12-16");
  // What is not filled in is said, and nothing typed is lost.
  await page.getByRole("button", { name: "Lagre" }).click();
  await expect(page.getByText("Skriv hva avtalen er.")).toBeVisible();
  await fill(page, { title, day: "2026-12-16", from: "11:00", until: "12:30" });
  await page.getByLabel("Gjentas").selectOption("fortnightly");
  await page.getByLabel("Siste dag").fill("2027-01-31");
  await expectNoAxeViolations(page);
  await picture(page, info, "new-appointment");
  await page.getByRole("button", { name: "Lagre" }).click();
  await page.waitForURL(/\/kalender\?dag=2026-12-16/);
  // Every other week, also across the week with number 53.
  const every = ["2026-12-16T11:00", "2026-12-30T11:00", "2027-01-13T11:00", "2027-01-27T11:00"];
  expect(days(await stored(session, title, "2026-12-01", "2027-01-31"))).toEqual(every);
  await expect(page.getByText("Avtalen er lagt inn.")).toBeVisible();

  // One of them is moved by its form.
  await open(page, "/kalender?dag=2026-12-30&vis=liste");
  await page.locator(".cal-list").getByRole("link", { name: title }).first().click();
  await page.getByLabel("Fra", { exact: true }).fill("13:00");
  await page.getByLabel("Til", { exact: true }).fill("14:00");
  await page.getByRole("button", { name: "Lagre" }).click();
  await page.waitForURL(/\/kalender\?dag=2026-12-30/);
  expect(days(await stored(session, title, "2026-12-01", "2027-01-31"))).toEqual([every[0], "2026-12-30T13:00", every[2], every[3]]);

  // This and the following are cancelled, and that is taken back.
  await open(page, "/kalender?dag=2027-01-13&vis=dag");
  await page.locator(".cal-week").getByRole("link", { name: title }).click();
  await page.getByLabel("Hva skal endres?").selectOption("following");
  await page.getByRole("button", { name: "Avlys" }).click();
  await page.waitForURL(/\/kalender\?dag=2027-01-13/);
  expect(await stored(session, title, "2027-01-01", "2027-01-31")).toEqual([]);
  await page.getByRole("button", { name: "Angre" }).click();
  await expect.poll(async () => days(await stored(session, title, "2027-01-01", "2027-01-31"))).toEqual([every[2], every[3]]);
  await picture(page, info, "week");
});

test("what stands in the way shows while one plans, and the next time that suits is one press away", async ({ page, faults }, info) => {
  faults.expect(/422/);
  const session = await sessionOf("lead");
  const day = info.project.name === "phone" ? "2027-02-03" : "2027-02-10";
  const title = `Opptatt ${info.project.name}`;
  await enterAs(page, "lead");
  const make = async (name: string, from: string, until: string) => {
    await open(page, `/kalender/ny?dag=${day}`);
    await fill(page, { title: name, day, from, until });
  };
  await make(title, "09:00", "10:00");
  await page.getByRole("button", { name: "Lagre" }).click();
  await page.waitForURL(/\/kalender\?dag=/);
  await make(`${title} to`, "09:30", "10:30");
  await page.getByRole("button", { name: "Se om det passer" }).click();
  await expect(page.getByText("Demo Saksansvarlig er opptatt.")).toBeVisible();
  await page.locator(".ds-alert .ds-chip").first().click();
  await expect(page.getByText("Tiden passer for alle og alt.")).toBeVisible();
  await expectNoAxeViolations(page);
  await page.getByRole("button", { name: "Lagre" }).click();
  await page.waitForURL(/\/kalender\?dag=/);
  const [second] = await stored(session, `${title} to`, day, "2027-02-28");
  expect(second?.span.start >= `${day}T10:00` || (second?.span.end ?? "") <= `${day}T09:00`).toBe(true);
  // The hour that summer time takes away, and a day off.
  await make("Om natten", "02:30", "03:30");
  await page.getByLabel("Dag", { exact: true }).fill("2027-03-28");
  await page.getByRole("button", { name: "Lagre" }).click();
  await expect(page.getByText("Den timen finnes ikke").first()).toBeVisible();
  await page.getByLabel("Dag", { exact: true }).fill("2027-05-06");
  await page.getByLabel("Fra", { exact: true }).fill("09:00");
  await page.getByLabel("Til", { exact: true }).fill("10:00");
  await page.getByRole("button", { name: "Se om det passer" }).click();
  await expect(page.getByText("Fridag: Kristi himmelfartsdag.")).toBeVisible();
});

test("carried to another time by mouse and by key; free time that is swept over is a new appointment @once", async ({ page }, info) => {
  const session = await sessionOf("lead");
  await enterAs(page, "lead");
  await open(page, "/kalender/ny?dag=2027-02-16&kl=10:00&til=11:00");
  await page.getByLabel("Hva er det?").fill("Bæres");
  await page.getByRole("button", { name: "Lagre" }).click();
  await page.waitForURL(/\/kalender\?dag=/);
  await open(page, "/kalender?dag=2027-02-16&vis=uke");
  const item = page.locator(".cal-item", { hasText: "Bæres" });
  await item.focus();
  await page.keyboard.press("Alt+ArrowDown");
  await expect.poll(async () => days(await stored(session, "Bæres", "2027-02-15", "2027-02-21"))).toEqual(["2027-02-16T10:15"]);
  await expect(item).toContainText("10.15");
  const box = await item.boundingBox();
  if (!box) throw new Error("it is not there");
  await page.mouse.move(box.x + box.width / 2, box.y + 10);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 1.6, box.y + 75, { steps: 8 });
  await page.mouse.up();
  await expect.poll(async () => days(await stored(session, "Bæres", "2027-02-15", "2027-02-21"))[0]?.slice(0, 10)).toBe("2027-02-17");
  // The page has looked again: what is taken back is this move and not the one before.
  await expect(page.locator(".cal-day").nth(2).locator(".cal-item", { hasText: "Bæres" })).toBeVisible();
  await picture(page, info, "carried");
  await page.getByRole("button", { name: "Angre" }).click();
  await expect.poll(async () => days(await stored(session, "Bæres", "2027-02-15", "2027-02-21"))).toEqual(["2027-02-16T10:15"]);

  const free = await page.locator(".cal-day").nth(3).locator(".cal-rows").boundingBox();
  if (!free) throw new Error("there is no day");
  await page.mouse.move(free.x + free.width / 2, free.y + 20);
  await page.mouse.down();
  await page.mouse.move(free.x + free.width / 2, free.y + 110, { steps: 5 });
  await page.mouse.up();
  await page.waitForURL(/\/kalender\/ny\?dag=2027-02-18/);
  await expect(page.getByLabel("Dag", { exact: true })).toHaveValue("2027-02-18");
});

test("the arrow keys go from one appointment to the next @once", async ({ page }) => {
  const session = await sessionOf("lead");
  const { form } = JSON.parse((await call("new_entry", { unit: "", day: "2027-08-09", from: "09:00" }, { session })).body) as { form: object };
  const { callJson } = await import("../support/http");
  for (const [title, day, from, until] of [["En", "2027-08-09", "09:00", "10:00"], ["To", "2027-08-09", "13:00", "14:00"], ["Tre", "2027-08-12", "12:30", "13:30"]]) {
    const kept = await callJson("keep_entry", { form: { ...form, title: `Pil ${title}`, day, from, until } }, { session });
    expect(kept.status, kept.body).toBe(200);
  }
  await enterAs(page, "lead");
  await open(page, "/kalender?dag=2027-08-09&vis=uke");
  const item = (name: string) => page.locator(".cal-item", { hasText: `Pil ${name}` });
  await item("En").focus();
  for (const [key, name] of [["ArrowDown", "To"], ["ArrowRight", "Tre"], ["ArrowLeft", "To"], ["Home", "En"], ["End", "To"], ["ArrowUp", "En"], ["ArrowUp", "En"]]) {
    await page.keyboard.press(key);
    await expect(item(name), `${key} leads to ${name}`).toBeFocused();
  }
});

test("on a phone the day comes first, at a desk the week", async ({ page }, info) => {
  await enterAs(page, "lead");
  await open(page, "/kalender?dag=2026-11-24");
  const days = info.project.name === "phone" ? "1" : "5";
  await expect(page.locator(".cal-week")).toHaveAttribute("data-days", days);
  await expect(page.locator(".cal-item").first()).toBeVisible();
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  // Whoever asks for the week gets it.
  await page.getByRole("link", { name: "Uke", exact: true }).click();
  await expect(page.locator(".cal-week")).toHaveAttribute("data-days", "5");
});

test("somebody who is on the road cannot be at two places, and what is in use is told @once", async ({ page }, info) => {
  await enterAs(page, "lead");
  // The demonstration's home visit on Thursday: 25 minutes there and back, from half past nine to eleven.
  await open(page, "/kalender/ny?dag=2026-11-26&kl=11:05");
  await page.getByLabel("Hva er det?").fill("Rett etterpå");
  await page.getByLabel("Til", { exact: true }).fill("12:00");
  await page.getByRole("button", { name: "Se om det passer" }).click();
  await expect(page.getByText("Demo Saksansvarlig er på veien da og rekker ikke begge.")).toBeVisible();
  await picture(page, info, "on-the-road");
  await page.locator(".ds-alert .ds-chip").first().click();
  await expect(page.getByText("Tiden passer for alle og alt.")).toBeVisible();
  // The camera is out on Tuesday week.
  await open(page, "/kalender/ny?dag=2026-12-01&kl=09:30");
  await page.getByLabel("Filmkamera").check();
  await page.getByLabel("Demo Saksansvarlig", { exact: true }).uncheck();
  await page.getByLabel("Demo Stedfortreder", { exact: true }).check();
  await page.getByRole("button", { name: "Se om det passer" }).click();
  await expect(page.getByText("Filmkamera er i bruk.")).toBeVisible();
  await expectNoAxeViolations(page);
});

test("a family's calendar holds what is planned with them, for who has the family", async ({ page }, info) => {
  const { amna } = await demoCases();
  await enterAs(page, "lead");
  await open(page, "/kalender?vis=liste");
  await page.getByLabel("Hvem sin").selectOption(CASES.amna.title);
  await page.getByRole("button", { name: "Vis", exact: true }).click();
  await page.waitForURL(new RegExp(`hvem=familie(:|%3A)${amna.id}`));
  // The demonstration's talks with them, and nobody else's.
  const lines = page.locator(".cal-list a");
  await expect(page.locator("#cal-whose option:checked")).toHaveText(CASES.amna.title);
  await expect.poll(async () => [...new Set(await lines.allInnerTexts())]).toEqual([CASES.amna.title]);
  await expectNoAxeViolations(page);
  await picture(page, info, "family");
  const asked = { unit: "", whose: `familie:${amna.id}`, from: "2026-11-01", to: "2026-12-31" };
  expect((await call("calendar_view", asked, { session: await sessionOf("lead") })).status).toBe(200);
  for (const account of ["otherLead", "intakeTeam"] as const) {
    expect((await call("calendar_view", asked, { session: await sessionOf(account) })).status, account).toBe(404);
  }
});

test("others see that time is taken and no more, and who does not plan has no calendar @once", async () => {
  const [lead, other, contact] = await Promise.all([sessionOf("lead"), sessionOf("otherLead"), sessionOf("privacyOfficer")]);
  const form = { unit: "", entry: "", version: 0, at: "", scope: "this", title: "Min egen sak", note: "", day: "2027-02-24", from: "09:00", until: "10:00", repeat: "no", last: "", place: "centre", room: "", road: "0", people: [] as string[], open: false };
  const { callJson } = await import("../support/http");
  const mine = JSON.parse((await call("new_entry", { unit: "", day: "2027-02-24", from: "09:00" }, { session: lead })).body) as { form: typeof form };
  const kept = await callJson("keep_entry", { form: { ...form, unit: mine.form.unit, people: mine.form.people } }, { session: lead });
  expect(kept.status, kept.body).toBe(200);
  const seen = await call("calendar_view", { unit: mine.form.unit, whose: "enheten", from: "2027-02-24", to: "2027-02-24" }, { session: other });
  expect(seen.status, seen.body).toBe(200);
  expect(seen.body).not.toContain("Min egen sak");
  expect(seen.body).toContain("Busy");
  for (const name of ["calendar_view", "new_entry", "calendar_entry"]) {
    const fields = { unit: "", whose: "meg", from: "2027-02-24", to: "2027-02-24", day: "2027-02-24", id: "x", at: "" };
    expect((await call(name, fields, { session: contact })).status, name).toBe(404);
    expect((await call(name, fields)).status, name).toBe(401);
  }
});
