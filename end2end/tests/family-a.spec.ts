import fs from "node:fs";
import type { Locator, Page } from "@playwright/test";
import { expectNoAxeViolations } from "../support/axe";
import { FAMILIES, sessionOf } from "../support/demo";
import { makeCase } from "../support/drawn";
import { call } from "../support/http";
import { enterAs, expect, open, picture, test } from "../support/test";

// The demonstration's first family is drawn from nothing, by mouse and keyboard alone, as two people at a table would;
// what it takes is counted, and what was stored is compared with the family's tables.

interface Stored {
  people: Record<string, { name?: { known?: string }; symbol: string; life: string; birth?: unknown; death?: unknown; origin: { audience: string[] } }>;
  partnerships: Record<string, { a: string; b: string; kind: string; span?: { from?: { year: number }; to?: { year: number } } }>;
  parent_links: Record<string, { child: string; parent: string; kind: string }>;
  birth_groups: Record<string, { children: string[]; zygosity: string }>;
  bonds: Record<string, { a: string; b: string; kind: string }>;
  households: Record<string, { label: string }>;
  memberships: Record<string, { household: string; person: string; share?: number; rhythm?: string }>;
}

/** Two hands that count what they do: keys that steer, letters that are written, presses and drags of the mouse. */
class Hands {
  keys = 0;
  letters = 0;
  presses = 0;
  drags = 0;
  constructor(private page: Page) {}

  async key(name: string, times = 1) {
    for (let time = 0; time < times; time++) await this.page.keyboard.press(name);
    this.keys += times;
  }
  async write(text: string) {
    await this.page.keyboard.type(text);
    this.letters += text.length;
  }
  async press(what: Locator) {
    await what.click();
    this.presses++;
  }
  async drag(from: Locator, to: Locator) {
    const [a, b] = [await middle(from), await middle(to)];
    await this.page.mouse.move(a.x, a.y);
    await this.page.mouse.down();
    await this.page.mouse.move(a.x + 12, a.y + 4);
    await this.page.mouse.move((a.x + b.x) / 2, (a.y + b.y) / 2);
    await this.page.mouse.move(b.x, b.y, { steps: 3 });
    await this.page.mouse.up();
    this.drags++;
  }
}

/** The middle of somebody's symbol on the screen. */
async function middle(person: Locator) {
  const box = await person.locator(".symbol, .mark").first().boundingBox();
  if (!box) throw new Error("nobody is there");
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

test("family A is drawn from nothing by mouse and keyboard, and stored as its tables tell @once", async ({ page }, info) => {
  test.setTimeout(240_000);
  const session = await sessionOf("lead");
  const id = await makeCase(session, `Familie A ${info.project.name}`, ["Marte Lyngtjernvik"]);
  await page.setViewportSize({ width: 1600, height: 1000 });
  await enterAs(page, "lead");
  await open(page, `/familier/${id}/kart`);
  const hands = new Hands(page);
  const began = Date.now();

  const symbol = (name: string) => page.locator(`svg.map [data-person][aria-label^="${name}"]`);
  const settled = () => expect(page.locator(".map-saving p")).toHaveAttribute("data-saving", "kept");
  const panel = page.locator(".map-panel");

  /** Chooses somebody, with the whole map in view. */
  async function choose(name: string) {
    await hands.press(symbol(name));
    await hands.key("0");
    await expect(panel.locator("h2")).toContainText(name);
  }
  /** Writes who it is in the form that has opened. */
  async function name(who: { name?: string; born?: string; sign?: string; life?: string; died?: string }) {
    await expect(page.locator("#map-name")).toBeFocused();
    if (who.name) await hands.write(who.name);
    if (who.born || who.sign || who.life) await hands.key("Tab");
    if (who.born) await hands.write(who.born);
    if (who.sign || who.life) await hands.key("Tab");
    if (who.sign) await hands.write(who.sign);
    if (who.life) {
      await hands.key("Tab");
      await hands.write(who.life);
    }
    if (who.died) {
      await hands.key("Tab");
      await hands.write(who.died);
    } else if (who.life) {
      await hands.key("Tab");
    } else if (who.sign) {
      await hands.key("Tab", 2);
    }
    await hands.key("Enter");
    await expect(page.locator(".map-naming")).toHaveCount(0);
  }
  /** Adds somebody beside the chosen person. */
  async function add(beside: string, key: string, who: Parameters<typeof name>[0]) {
    await choose(beside);
    await hands.key(key);
    await name(who);
  }
  /** Says what a tie of the chosen person is, and from when to when. */
  async function tell(label: string, word: string, from = "", to = "") {
    const line = panel.locator("li").filter({ has: page.getByText(label, { exact: true }) });
    if (word) {
      await hands.press(line.locator("label").first());
      await hands.write(word);
    }
    if (from || to) {
      await hands.press(line.getByText("Fra og til"));
      await hands.key("Tab");
      await hands.write(from);
      await hands.key("Tab");
      await hands.write(to);
      await hands.key("Tab");
    }
    await settled();
  }
  /** Drops one on the other and says what they are. */
  async function drop(one: string, other: string, word: string | RegExp) {
    await hands.drag(symbol(one), symbol(other));
    const choice = page.locator(".map-tying");
    await expect(choice).toBeVisible();
    const button = choice.getByRole("button", { name: word, exact: true });
    if (!(await button.isVisible())) await hands.press(choice.getByText("Flere ord"));
    await hands.press(button);
    await expect(choice).toHaveCount(0);
  }

  // Marte herself, and what she tells in confidence.
  await choose("Marte");
  await hands.key("F2");
  await hands.key("Tab");
  await hands.write("8.3.1996");
  await hands.key("Tab");
  await hands.write("kv");
  await hands.key("Tab", 2);
  await hands.key("Enter");
  await hands.press(page.locator(".map-teller summary").first());
  await hands.press(page.locator(".map-teller").getByLabel(/Bare saksansvarlig|saksansvarlig/i).first());
  await add("Marte", "b", { born: "2013", life: "svangerskapsa" });
  await settled();
  await hands.press(page.locator(".map-teller").getByLabel("Teamet"));
  await picture(page, info, "1-confidence");

  // Her three partners, the children one after the other.
  await add("Marte", "p", { name: "Stian Brekkestrønd", born: "19.1.1993", sign: "ma" });
  await add("Marte", "b", { name: "Emil Brekkestrønd Lyngtjernvik", born: "21.9.2015", sign: "ma" });
  await choose("Stian");
  await tell("Forholdet til Marte Lyngtjernvik", "tidligere", "juni 2014", "august 2017");
  await add("Marte", "p", { name: "Kristoffer Haugnesvåg", born: "30.7.1991", sign: "ma" });
  await add("Marte", "b", { name: "Gutt Lyngtjernvik Haugnesvåg (uten navn)", born: "2.12.2018", sign: "ma", life: "dødf" });
  await add("Marte", "b", { name: "Ada Lyngtjernvik Haugnesvåg", born: "4.11.2019", sign: "kv" });
  await add("Ada", "t", { name: "Live Lyngtjernvik Haugnesvåg", sign: "kv" });
  await choose("Live");
  await tell("Tvilling med Ada Lyngtjernvik Haugnesvåg", "enegg");
  await choose("Kristoffer");
  await tell("Forholdet til Marte Lyngtjernvik", "skilt", "16.6.2018", "15.2.2022");
  await add("Marte", "p", { name: "Tobias Myrskogheim", born: "12.10.1998", sign: "ma" });
  await add("Marte", "b", { name: "Svangerskapstap", born: "januar 2025", life: "sponta" });
  await add("Marte", "v", { name: "Ventet barn", born: "20.3.2027" });
  await choose("Tobias");
  await tell("Forholdet til Marte Lyngtjernvik", "særb", "mai 2024");
  await picture(page, info, "2-partners-and-children");

  // Where she comes from.
  await add("Marte", "f", { name: "Randi Lyngtjernvik", born: "14.6.1968" });
  await choose("Marte");
  await hands.key("ArrowUp");
  let here = await page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? "");
  if (here.startsWith("Randi")) await hands.key("ArrowRight");
  here = await page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? "");
  expect(here).not.toMatch(/^Randi/);
  await hands.key("F2");
  await name({ name: "Odd Lyngtjernvik", born: "3.11.1964", life: "død", died: "26.4.2019" });
  await add("Marte", "s", { name: "Kine Lyngtjernvik", born: "1.12.1992", sign: "kv" });
  await choose("Randi");
  await drop("Randi", "Odd", "Partner");
  await choose("Odd");
  await tell("Forholdet til Randi Lyngtjernvik", "skilt", "20.7.1991", "1.10.2005");
  await add("Randi", "p", { name: "Geir Solfallvik", born: "9.9.1961", sign: "ma" });
  await add("Randi", "b", { name: "Sander Lyngtjernvik Solfallvik", born: "17.3.2008", sign: "ma" });
  await choose("Geir");
  await tell("Forholdet til Randi Lyngtjernvik", "", "april 2006");
  await drop("Marte", "Geir", "Barn");
  await choose("Marte");
  await tell("Barn av Geir Solfallvik", "steb");
  await picture(page, info, "3-where-she-comes-from");

  // The families beside hers.
  await add("Kristoffer", "f", { name: "Aud Haugnesvåg", born: "20.2.1959" });
  await choose("Kristoffer");
  await hands.key("ArrowUp");
  here = await page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? "");
  if (here.startsWith("Aud")) await hands.key("ArrowRight");
  await hands.key("F2");
  await name({ name: "Svein Haugnesvåg", born: "8.8.1957" });
  await drop("Aud", "Svein", "Partner");
  await choose("Svein");
  await tell("Forholdet til Aud Haugnesvåg", "gift", "12.5.1984");
  await add("Tobias", "p", { name: "Sara Auneglimt", born: "27.2.2000", sign: "kv" });
  await add("Sara", "b", { name: "Iben Auneglimt Myrskogheim", born: "15.7.2021", sign: "kv" });
  await choose("Sara");
  await tell("Forholdet til Tobias Myrskogheim", "tidligere", "februar 2020", "mars 2023");
  await drop("Iben", "Marte", "Barn");
  await choose("Iben");
  await tell("Barn av Marte Lyngtjernvik", "steb");
  await add("Stian", "p", { name: "Helene Dalsbekkmo", born: "5.5.1995", sign: "kv" });
  await add("Helene", "b", { name: "Oskar Dalsbekkmo Brekkestrønd", born: "18.8.2022", sign: "ma" });
  await choose("Helene");
  await tell("Forholdet til Stian Brekkestrønd", "", "november 2020");
  await drop("Emil", "Helene", "Barn");
  await choose("Emil");
  await tell("Barn av Helene Dalsbekkmo", "steb");
  await hands.press(page.getByRole("button", { name: "Ny person" }));
  await name({ name: "Pelle", born: "2020", sign: "kj" });
  await hands.key("0");
  await picture(page, info, "4-everybody");

  // Who lives with whom.
  for (const [one, other] of [
    ["Emil", "Marte Lyngtjernvik"], ["Ada", "Marte Lyngtjernvik"], ["Live", "Marte Lyngtjernvik"], ["Pelle", "Marte Lyngtjernvik"],
    ["Stian", "Helene Dalsbekkmo"], ["Oskar", "Helene Dalsbekkmo"], ["Emil", "Helene Dalsbekkmo"],
    ["Ada", "Kristoffer Haugnesvåg"], ["Live", "Kristoffer Haugnesvåg"], ["Iben", "Tobias Myrskogheim"],
    ["Geir", "Randi Lyngtjernvik"], ["Sander", "Randi Lyngtjernvik"],
  ] as const) {
    await drop(one, other, `Bor sammen med ${other}`);
  }
  await choose("Emil");
  const homes = panel.locator(".map-home");
  await expect(homes).toHaveCount(2);
  for (const [at, [label, rhythm]] of [["Storgata", "oddetallsuker"], ["Stian/Helene", "partallsuker"]].entries()) {
    await hands.press(homes.nth(at).getByLabel("Hva hjemmet kalles"));
    await hands.write(label ?? "");
    await hands.press(homes.nth(at).getByLabel("Prosent av tiden"));
    await hands.write("50");
    await hands.key("Tab");
    await hands.write(rhythm ?? "");
    await hands.key("Tab");
  }
  await settled();
  await hands.key("0");
  await picture(page, info, "5-homes");

  // What is between them: the plain words, and the team's own.
  await hands.press(page.getByText("Teamets eget kart"));
  for (const [one, other, word] of [
    ["Marte", "Kine", "bestevenner"], ["Marte", "Randi", "nært og konfliktfylt forhold"], ["Marte", "Kristoffer", "konflikt"],
    ["Marte", "Tobias", "kjærlig forhold"], ["Marte", "Stian", "harmonisk forhold"], ["Marte", "Gutt", "savn"],
    ["Emil", "Geir", "nært forhold"], ["Emil", "Tobias", "fjernt forhold"], ["Ada", "Live", "svært nært, sammensmeltet forhold"],
    ["Marte", "Odd", "brutt kontakt, gjenopptatt"], ["Aud", "Marte", "negativt opptatt av den andre"], ["Emil", "Marte", "tar omsorg og voksenansvar"],
  ] as const) {
    await drop(one, other, word);
  }
  await settled();
  await picture(page, info, "6-bonds");
  await expectNoAxeViolations(page);

  const seconds = (Date.now() - began) / 1000;
  const { keys, letters, presses, drags } = hands;
  const count = `family A from nothing: ${presses} presses, ${drags} drags, ${keys} keys that steer, ${letters} letters written, ${seconds.toFixed(0)} seconds`;
  console.log(count);
  fs.writeFileSync(info.outputPath("count.txt"), `${count}\n`);

  // As the tables tell.
  const record = (JSON.parse((await call("case_map", { id }, { session })).body) as { record: Stored }).record;
  const family = FAMILIES.A as unknown as {
    people: { id: string; name: string; symbol: string }[];
    partners: { a: string; b: string; kind: string; from: string; to: string }[];
    parents: { child: string; parent: string; kind: string }[];
    bonds: { a: string; b: string; kind: string }[];
  };
  const told = Object.fromEntries(family.people.map((it) => [it.id, it.name]));
  const called = (person: string) => record.people[person]?.name?.known ?? told.A12 ?? "";
  expect(Object.keys(record.people).map(called).sort()).toEqual(Object.values(told).sort());
  const signs = { F: "female", M: "male", U: "unknown", P: "pet", NB: "nonbinary" } as Record<string, string>;
  expect(Object.values(record.people).map((it) => `${it.name?.known ?? told.A12} ${it.symbol}`).sort()).toEqual(
    family.people.map((it) => `${it.name} ${signs[it.symbol]}`).sort(),
  );
  const pair = (a: string, b: string) => [a, b].sort().join(" + ");
  expect(Object.values(record.partnerships).map((it) => `${pair(called(it.a), called(it.b))}: ${it.kind} ${it.span?.from?.year ?? ""}–${it.span?.to?.year ?? ""}`).sort()).toEqual(
    family.partners.map((it) => `${pair(told[it.a] ?? "", told[it.b] ?? "")}: ${it.kind} ${it.from.slice(0, 4)}–${it.to.slice(0, 4)}`).sort(),
  );
  expect(Object.values(record.parent_links).map((it) => `${called(it.child)} < ${called(it.parent)} ${it.kind}`).sort()).toEqual(
    family.parents.map((it) => `${told[it.child]} < ${told[it.parent]} ${it.kind}`).sort(),
  );
  expect(Object.values(record.birth_groups).map((it) => [it.zygosity, ...it.children.map(called).sort()])).toEqual([["identical", told.A07, told.A08]]);
  expect(Object.values(record.bonds).map((it) => `${called(it.a)} → ${called(it.b)}: ${it.kind}`).sort()).toEqual(
    family.bonds.map((it) => `${told[it.a]} → ${told[it.b]}: ${it.kind}`).sort(),
  );
  const living = Object.values(record.memberships).map((it) => `${called(it.person)} ${it.share ?? ""} ${it.rhythm ?? ""}`);
  expect(Object.values(record.households)).toHaveLength(5);
  expect(living).toHaveLength(17);
  expect(living.filter((it) => it.startsWith("Emil")).sort()).toEqual([`${told.A05} 50 oddetallsuker`, `${told.A05} 50 partallsuker`]);
  const [, hidden] = Object.entries(record.people).find(([, it]) => it.life === "abortion") ?? [];
  expect(hidden?.origin.audience).toEqual(["lead"]);
});
