import { EVERYONE } from "../support/accounts";
import { sessionOf } from "../support/demo";
import { call } from "../support/http";
import { MISSING, type Visitor } from "../support/rights";
import { enterAs, expect, expectNoAxeViolations, open, overflow, picture, test } from "../support/test";

// When a unit is closed: said by its leader, seen by everybody who plans.

interface Days {
  unit: string;
  opens: string;
  closes: string;
  municipality: string;
  rows: { id: string | null; name: string; first: { year: number; month: number; day: number }; of_municipality: boolean }[];
}

const KEEPERS: Visitor[] = ["unitLeader", "administrator"];

for (const visitor of ["stranger", ...EVERYONE] as Visitor[]) {
  test(`${visitor}: only leaders and administrators say when a unit is closed @once`, async () => {
    const session = visitor === "stranger" ? undefined : await sessionOf(visitor);
    const keeps = KEEPERS.includes(visitor);
    const gate = visitor === "stranger" ? 401 : 404;
    expect((await call("days_off", {}, { session })).status).toBe(keeps ? 200 : gate);
    const own = keeps ? (JSON.parse((await call("days_off", {}, { session })).body) as Days).unit : MISSING;
    for (const unit of [MISSING, own]) {
      const real = keeps && unit === own;
      const day = { unit, kind: "unit_closed", name: "x", first: "2026-02-31", last: "" };
      expect((await call("add_days_off", day, { session })).status).toBe(visitor === "stranger" ? 401 : keeps ? 422 : 404);
      expect((await call("remove_days_off", { unit, id: MISSING }, { session })).status).toBe(gate);
      expect((await call("restore_days_off", { unit, id: MISSING }, { session })).status).toBe(gate);
      const hours = { unit, opens: "16:00", closes: "08:00", municipality: "" };
      // An administrator says it for every unit: the hours are looked at first.
      const told = real || visitor === "administrator";
      expect((await call("save_hours", hours, { session })).status).toBe(told ? 422 : gate);
    }
  });
}

test("a leader keeps a week free, and it stands in the calendar", async ({ page, faults }, info) => {
  faults.expect(/422/);
  const session = await sessionOf("unitLeader");
  const days = async () => JSON.parse((await call("days_off", { year: "2027" }, { session })).body) as Days;
  const name = `Høstferie ${info.project.name}`;
  await enterAs(page, "unitLeader");
  await open(page, "/kalender");
  await page.getByRole("link", { name: "Fridager og åpningstider" }).click();
  await expect(page.locator("h1")).toHaveText("Fridager og åpningstider");
  await page.getByRole("link", { name: "2027–28" }).click();
  const list = page.locator(".days-off");
  await expect(list).toContainText("Kristi himmelfartsdag");
  await page.locator("#days-kind").selectOption({ label: "Enheten er stengt" });
  await page.locator("#days-name").fill(name);
  await page.locator("#days-first").fill("2027-10-08");
  await page.locator("#days-last").fill("2027-10-04");
  await page.locator("section[aria-labelledby=days-new]").getByRole("button", { name: "Lagre" }).click();
  await expect(page.getByText("Den siste dagen må komme etter den første")).toBeVisible();
  await page.locator("#days-first").fill("2027-10-04");
  await page.locator("#days-last").fill("2027-10-08");
  await page.locator("section[aria-labelledby=days-new]").getByRole("button", { name: "Lagre" }).click();
  await expect(list).toContainText(name);
  expect((await days()).rows.some((row) => row.name === name && row.first.month === 10)).toBe(true);
  await expectNoAxeViolations(page);
  expect(await overflow(page)).toBe(0);
  await picture(page, info, "days-off", true);
  await open(page, "/kalender?vis=maned&dag=2027-10-04");
  await expect(page.getByText(name).first()).toBeAttached();

  await open(page, "/kalender/dager?ar=2027");
  await list.locator("li", { hasText: name }).getByRole("button", { name: /Ta bort/ }).click();
  await expect(list).not.toContainText(name);
  expect((await days()).rows.some((row) => row.name === name)).toBe(false);
  // Taken out by mistake: it is taken in again.
  await page.locator(".days-removed li", { hasText: name }).getByRole("button", { name: /^Ta inn igjen/ }).click();
  await expect(list).toContainText(name);
  expect((await days()).rows.some((row) => row.name === name && row.first.month === 10)).toBe(true);
  await list.locator("li", { hasText: name }).getByRole("button", { name: /Ta bort/ }).click();
  await expect(list).not.toContainText(name);
});
