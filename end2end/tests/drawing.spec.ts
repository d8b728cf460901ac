import type { Page } from "@playwright/test";
import { expectNoAxeViolations } from "../support/axe";
import { sessionOf } from "../support/demo";
import { call, callJson } from "../support/http";
import { enterAs, expect, open, overflow, picture, test } from "../support/test";

// Drawing on the map of a family: by pointer, by keyboard, by thumb; and what is stored.

interface Person {
  name?: { known?: string };
  called?: string;
  symbol: string;
  birth?: { known?: { year: number; month?: number; bound?: string } } | string;
  origin: { teller: string; audience: string[] };
}
interface Stored {
  people: Record<string, Person>;
  partnerships: Record<string, { a: string; b: string; kind: string }>;
  parent_links: Record<string, { child: string; parent: string; kind: string }>;
  bonds?: Record<string, { kind: string }>;
}

let session = "";
test.beforeAll(async () => {
  session = await sessionOf("lead");
});

/** A case of one's own, with its participants on the map. */
async function makeCase(name: string, people: string[]): Promise<string> {
  const setup = JSON.parse((await call("new_case_setup", {}, { session })).body) as { units: { id: string }[]; today: string };
  const applicant = (name: string) => ({ name, is_child: false, has_responsibility: true, consent: "holder_here", goes: "first" });
  const form = {
    unit: setup.units[0]?.id,
    status: "open",
    stand_in: "",
    application: { people: people.map(applicant), live_together: null, agree: [false, false] },
    from: people.map(() => setup.today),
    names: [["only", name]],
    child_parts: false,
  };
  const answer = await callJson("begin_cases", { form }, { session });
  expect(answer.status, answer.body).toBe(200);
  return (JSON.parse(answer.body) as [string, string][])[0]?.[1] ?? "";
}

const stored = async (id: string) =>
  (JSON.parse((await call("case_map", { id }, { session })).body) as { record: Stored }).record;
const called = (person: Person) => person.called ?? person.name?.known ?? "";
const names = async (id: string) => Object.values((await stored(id)).people).map(called).sort();

const form = (page: Page) => page.locator(".map-naming");
const symbol = (page: Page, name: string) => page.locator("svg.map [data-person]").filter({ has: page.getByText(name, { exact: true }) });
const kept = (page: Page) => expect(page.locator(".map-saving p")).toHaveAttribute("data-saving", "kept");

async function write(page: Page, name: string, born = "", sign = "") {
  await expect(page.locator("#map-name")).toBeFocused();
  await page.keyboard.type(name);
  if (born) await page.locator("#map-born").fill(born);
  if (sign) await page.locator("#map-sign").selectOption(sign);
  await page.locator("#map-name").press("Enter");
  await expect(form(page)).toHaveCount(0);
}

test("a family is drawn from nothing by pointer, and is stored as it was drawn", async ({ page }, info) => {
  const id = await makeCase(`Tegnet ${info.project.name}`, ["Marthe"]);
  await enterAs(page, "lead");
  await open(page, `/familier/${id}/kart`);
  await symbol(page, "Marthe").click();
  await page.getByRole("button", { name: /^Partner/ }).click();
  await expect(form(page)).toBeVisible();
  await expectNoAxeViolations(page);
  await picture(page, info, "naming");
  await write(page, "Tobias", "ca. 1990", "male");
  await symbol(page, "Tobias").click();
  await page.getByRole("button", { name: /^Barn/ }).click();
  await write(page, "Øystein", "mars 2019", "male");
  await symbol(page, "Marthe").click();
  await page.getByRole("button", { name: /^Foreldre/ }).click();
  await write(page, "Åse");
  await kept(page);
  await expectNoAxeViolations(page);
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  await picture(page, info, "family");

  const record = await stored(id);
  const byName = Object.fromEntries(Object.entries(record.people).map(([id, person]) => [called(person), { id, ...person }]));
  expect(Object.keys(byName).sort()).toEqual(["", "Marthe", "Tobias", "Øystein", "Åse"].sort());
  expect(byName.Tobias).toMatchObject({ symbol: "male", birth: { known: { year: 1990, bound: "circa" } } });
  expect(byName["Øystein"]).toMatchObject({ birth: { known: { year: 2019, month: 3 } } });
  expect(Object.values(record.partnerships)).toMatchObject([{ a: byName["Marthe"]?.id, b: byName.Tobias?.id }]);
  const parents = (name: string) =>
    Object.values(record.parent_links).filter(({ child }) => child === byName[name]?.id).map(({ parent }) => parent).sort();
  expect(parents("Øystein")).toEqual([byName["Marthe"]?.id, byName.Tobias?.id].sort());
  expect(parents("Marthe")).toEqual([byName["Åse"]?.id, byName[""]?.id].sort());
  expect(byName.Tobias?.origin.audience).toEqual(["team"]);
  await page.reload();
  await expect(page.locator("svg.map [data-person]")).toHaveCount(5);
});

test("by keyboard alone: one key adds, Enter keeps, Escape leaves open, Ctrl+Z and Ctrl+Y go back and forth", async ({ page }, info) => {
  const id = await makeCase(`Tastatur ${info.project.name}`, ["Kari"]);
  await enterAs(page, "lead");
  await open(page, `/familier/${id}/kart`);
  await symbol(page, "Kari").focus();
  await page.keyboard.press("F2");
  await write(page, "Marte", "8.3.1996", "female");
  await expect(symbol(page, "Marte")).toBeFocused();
  await page.keyboard.press("b");
  await write(page, "Selma");
  await expect(symbol(page, "Selma")).toBeFocused();
  await page.keyboard.press("s");
  await expect(page.locator("#map-name")).toBeFocused();
  await page.keyboard.press("Escape");
  await kept(page);
  expect(await names(id)).toEqual(["", "Marte", "Selma"]);

  await page.keyboard.press("Control+z");
  await expect.poll(() => names(id)).toEqual(["Marte", "Selma"]);
  await kept(page);
  await page.reload();
  await page.locator("html[data-hydrated]").waitFor({ state: "attached" });
  await page.getByRole("button", { name: "Angre" }).click();
  await expect.poll(() => names(id)).toEqual(["", "Marte"]);
  await page.getByRole("button", { name: "Gjør om" }).click();
  await expect.poll(() => names(id)).toEqual(["Marte", "Selma"]);
  await page.getByRole("button", { name: "Gjør om" }).click();
  await expect.poll(() => names(id)).toEqual(["", "Marte", "Selma"]);
  await expect(page.getByRole("button", { name: "Gjør om" })).toBeDisabled();
});

test("a date that is none keeps what was typed, and says what to write", async ({ page }, info) => {
  const id = await makeCase(`Dato ${info.project.name}`, ["Marte"]);
  await enterAs(page, "lead");
  await open(page, `/familier/${id}/kart`);
  await symbol(page, "Marte").focus();
  await page.keyboard.press("F2");
  await page.locator("#map-born").fill("en gang");
  await page.locator("#map-born").press("Enter");
  await expect(page.locator("#map-born")).toHaveAttribute("aria-invalid", "true");
  await expect(page.locator("#map-born-hint")).toContainText("8. mars 1996");
  await expect(page.locator("#map-born")).toHaveValue("en gang");
  await page.locator("#map-born").fill("2031");
  await page.locator("#map-born").press("Enter");
  await expect(page.locator("#map-born-hint")).toContainText("ikke kommet ennå");
  await page.locator("#map-born").fill("ca. 1990");
  await page.locator("#map-born").press("Enter");
  await kept(page);
  const [marte] = Object.values((await stored(id)).people);
  expect(marte).toMatchObject({ birth: { known: { year: 1990, bound: "circa" } } });
});

test("ties are changed, made and taken away; who is only mentioned can be taken off, who takes part cannot", async ({ page }, info) => {
  const id = await makeCase(`Bånd ${info.project.name}`, ["Marte"]);
  await enterAs(page, "lead");
  await open(page, `/familier/${id}/kart`);
  await symbol(page, "Marte").focus();
  await page.keyboard.press("p");
  await write(page, "Tobias");
  await symbol(page, "Tobias").click();
  await page.getByLabel("Forholdet til Marte").selectOption("ended_cohab");
  await kept(page);
  expect(Object.values((await stored(id)).partnerships)).toMatchObject([{ kind: "ended_cohab" }]);
  await page.getByText("Knytt til en som står på kartet").click();
  await page.getByLabel("Hvordan").selectOption("child_of");
  await page.getByLabel("Hvem", { exact: true }).selectOption({ label: "Marte" });
  await page.getByRole("button", { name: "Knytt", exact: true }).click();
  await kept(page);
  expect(Object.values((await stored(id)).parent_links)).toHaveLength(1);
  await page.getByRole("button", { name: "Ta bort båndet til Marte" }).last().click();
  await kept(page);
  expect(Object.values((await stored(id)).parent_links)).toHaveLength(0);
  await page.getByRole("button", { name: "Ta bort fra kartet" }).click();
  await expect(page.locator(".map-said")).toContainText("Tobias er tatt bort");
  await expect.poll(() => names(id)).toEqual(["Marte"]);
  await symbol(page, "Marte").click();
  await expect(page.getByRole("button", { name: "Ta bort fra kartet" })).toHaveCount(0);
  await symbol(page, "Marte").press("Delete");
  await page.getByRole("button", { name: "Angre" }).click();
  await expect.poll(() => names(id)).toEqual(["Marte", "Tobias"]);
});

test("emotional ties: off until asked for, in plain words, changed and taken away", async ({ page }, info) => {
  const id = await makeCase(`Følelser ${info.project.name}`, ["Marte"]);
  await enterAs(page, "lead");
  await open(page, `/familier/${id}/kart`);
  const layer = page.getByRole("checkbox", { name: "Følelsesbånd" });
  await expect(layer).not.toBeChecked();
  await symbol(page, "Marte").focus();
  await page.keyboard.press("s");
  await write(page, "Ida");
  await symbol(page, "Ida").click();
  await page.getByText("Knytt til en som står på kartet").click();
  const words = await page.getByLabel("Hvordan").locator("optgroup option").allTextContents();
  expect(words).toHaveLength(8);
  expect(words.join()).not.toMatch(/vold|overgrep|omsorgssvikt/);
  await page.getByLabel("Hvordan").selectOption("bond.close");
  await page.getByLabel("Hvem", { exact: true }).selectOption({ label: "Marte" });
  await page.getByRole("button", { name: "Knytt", exact: true }).click();
  await kept(page);
  await expect(layer).toBeChecked();
  await expect(page.locator("svg.map .bond-line").first()).toBeVisible();
  await expectNoAxeViolations(page);
  await picture(page, info, "bonds");
  const bonds = async () => Object.values((await stored(id)).bonds ?? {}).map(({ kind }) => kind);
  await expect.poll(bonds).toEqual(["close"]);
  await page.getByLabel("Følelsesbånd til Marte").selectOption("conflict");
  await kept(page);
  await expect.poll(bonds).toEqual(["conflict"]);
  await layer.click();
  await expect(page.locator("svg.map .bond-line")).toHaveCount(0);
  await expect(page.getByLabel("Følelsesbånd til Marte")).toHaveCount(0);
  await layer.click();
  await page.getByRole("button", { name: "Ta bort båndet til Marte" }).last().click();
  await kept(page);
  await expect.poll(bonds).toEqual([]);
});

test("who tells is stored with what is drawn, and so is who may see it", async ({ page }, info) => {
  const id = await makeCase(`Forteller ${info.project.name}`, ["Marte"]);
  await enterAs(page, "lead");
  await open(page, `/familier/${id}/kart`);
  await page.locator(".map-teller summary").first().click();
  await page.locator("#map-teller").selectOption({ label: "Marte" });
  await expectNoAxeViolations(page);
  await symbol(page, "Marte").focus();
  await page.keyboard.press("f");
  await write(page, "Mor");
  await kept(page);
  const record = await stored(id);
  const [marte] = Object.entries(record.people).find(([, person]) => called(person) === "Marte") ?? [""];
  const mother = Object.values(record.people).find((person) => called(person) === "Mor");
  expect(mother?.origin).toMatchObject({ teller: `person:${marte}`, audience: [`person:${marte}`, "team"] });
});

test("without the network one draws on, and everything is sent when it is back, once", async ({ page, context, faults }, info) => {
  faults.expect(/ERR_INTERNET_DISCONNECTED/);
  const id = await makeCase(`Uten nett ${info.project.name}`, ["Marte"]);
  await enterAs(page, "lead");
  await open(page, `/familier/${id}/kart`);
  await context.setOffline(true);
  for (const name of ["Selma", "Noah"]) {
    await symbol(page, "Marte").focus();
    await page.keyboard.press("b");
    await write(page, name);
  }
  await expect(page.locator(".map-saving p")).toContainText("Uten kontakt");
  await expect(page.locator("svg.map [data-person]")).toHaveCount(3);
  expect(await names(id)).toEqual(["Marte"]);
  await context.setOffline(false);
  await expect.poll(() => names(id)).toEqual(["Marte", "Noah", "Selma"]);
  await kept(page);
});

test("what may not be drawn is refused by the server, whatever is sent", async () => {
  const id = await makeCase("Forfalsket", ["Marte"]);
  const [marte] = Object.keys((await stored(id)).people);
  const add = (teller: string, audience: string[]) => ({
    add: { person: { id: "p1", symbol: "male", life: "alive", origin: { teller, audience, source: "statement" } } },
  });
  const draw = (edits: unknown[], key = "k") => call("draw_map", { id, step: JSON.stringify({ key, edits }) }, { session });
  for (const edits of [
    [add("user:somebody", ["team"])],
    [add(`person:${marte}`, ["person:somebody"])],
    [add(`person:${marte}`, [])],
    [{ set_person: { person: marte, field: { shielded: false } } }],
    [{ remove: `Person:${marte}` }],
    [{ set_person: { person: marte, field: { note: "x".repeat(2001) } } }],
  ]) {
    const answer = await draw(edits);
    expect([answer.status, answer.body], JSON.stringify(edits)).toEqual([422, '{"Missing":"form"}']);
  }
  expect((await call("draw_map", { id, step: "{" }, { session })).status).toBe(422);
  expect(await names(id)).toEqual(["Marte"]);
  // The same step twice counts once.
  for (let time = 0; time < 2; time++) expect((await draw([add(`person:${marte}`, ["team"])], "one")).status).toBe(200);
  expect(await names(id)).toEqual(["", "Marte"]);
  expect((await call("draw_map", { id, step: JSON.stringify({ key: "x", edits: [] }) }, { session: await sessionOf("otherLead") })).status).toBe(404);
});
