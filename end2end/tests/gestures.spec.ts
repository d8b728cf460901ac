import type { Locator, Page } from "@playwright/test";
import { expectNoAxeViolations } from "../support/axe";
import { sessionOf } from "../support/demo";
import { drawFamily, generated, makeCase } from "../support/drawn";
import { call } from "../support/http";
import { enterAs, expect, open, overflow, picture, test } from "../support/test";

// Gestures on the genogram: carried, pinned and loosened, dropped on another, the same by keyboard, by finger; and
// what is shown of a large map.

interface Stored {
  people: Record<string, { name?: { known?: string }; pin?: number; life: string; death?: { known?: { year: number } } }>;
  partnerships: Record<string, { a: string; b: string; kind: string }>;
  households?: Record<string, { label: string }>;
  memberships?: Record<string, { household: string; person: string; share?: number }>;
}

let session = "";
test.beforeAll(async () => {
  session = await sessionOf("lead");
});

const stored = async (id: string) =>
  (JSON.parse((await call("case_map", { id }, { session })).body) as { record: Stored }).record;
const symbol = (page: Page, name: string) => page.locator(`svg.map [data-person][aria-label^="${name}"]`);
const kept = (page: Page) => expect(page.locator(".map-saving p")).toHaveAttribute("data-saving", "kept");

async function middle(person: Locator) {
  const box = await person.locator(".symbol, .mark").first().boundingBox();
  if (!box) throw new Error("nobody is there");
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

async function add(page: Page, key: string, name: string) {
  await page.keyboard.press(key);
  await expect(page.locator("#map-name")).toBeFocused();
  await page.keyboard.type(name);
  await page.keyboard.press("Enter");
  await expect(page.locator(".map-naming")).toHaveCount(0);
}

async function begin(page: Page, name: string): Promise<string> {
  const id = await makeCase(session, name, ["Marte"]);
  await enterAs(page, "lead");
  await open(page, `/familier/${id}/kart`);
  await symbol(page, "Marte").focus();
  return id;
}

test("whoever is carried aside is pinned, stays over a reload, and can be loosened; the keyboard does the same", async ({ page }, info) => {
  const id = await begin(page, `Festet ${info.project.name}`);
  await add(page, "s", "Ida");
  await kept(page);
  await symbol(page, "Ida").click();
  await expect(page.locator(".map-panel h2")).toContainText("Ida");
  const from = await middle(symbol(page, "Ida"));
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + 10, from.y);
  await page.mouse.move(from.x + 90, from.y + 5, { steps: 4 });
  await page.mouse.up();
  await expect(page.locator(".map-said")).toContainText("Ida er festet her");
  await kept(page);
  const pin = async () => Object.values((await stored(id)).people).find((it) => it.name?.known === "Ida")?.pin;
  const first = await pin();
  expect(first).toBeDefined();
  await expect(page.locator("svg.map[role=group] .pin")).toHaveCount(1);
  await page.reload();
  await page.locator("html[data-hydrated]").waitFor({ state: "attached" });
  await expect(page.locator("svg.map[role=group] .pin")).toHaveCount(1);
  await expectNoAxeViolations(page);
  await picture(page, info, "pinned");

  // By keyboard: M, arrows, Escape goes back; again, and Enter keeps.
  await symbol(page, "Ida").focus();
  await page.keyboard.press("m");
  await expect(page.locator(".map-said")).toContainText("Flytter Ida");
  await page.keyboard.press("ArrowRight");
  await expect(page.locator(".map-said")).toContainText("20 mot høyre");
  await page.keyboard.press("Escape");
  expect(await pin()).toBe(first);
  await page.keyboard.press("m");
  await page.keyboard.press("Shift+ArrowRight");
  await page.keyboard.press("Enter");
  await kept(page);
  await expect.poll(pin).toBe((first ?? 0) + 100);
  await symbol(page, "Ida").press("Enter");
  await page.getByRole("button", { name: "Slipp festet" }).click();
  await expect.poll(pin).toBeUndefined();
  await expect(page.locator("svg.map[role=group] .pin")).toHaveCount(0);
  await page.getByRole("button", { name: "Angre" }).click();
  await expect.poll(pin).toBe((first ?? 0) + 100);
});

test("dropped on another the two are tied: a partner, then a home; by keyboard a feeling; Escape ties nobody @once", async ({ page }, info) => {
  const id = await begin(page, `Sluppet ${info.project.name}`);
  await page.getByRole("button", { name: "Ny person" }).click();
  await page.locator("#map-name").fill("Tobias");
  await page.locator("#map-name").press("Enter");
  await kept(page);
  const carry = async (one: string, other: string) => {
    await symbol(page, one).click();
    const [a, b] = [await middle(symbol(page, one)), await middle(symbol(page, other))];
    await page.mouse.move(a.x, a.y);
    await page.mouse.down();
    await page.mouse.move(a.x + 12, a.y);
    await page.mouse.move((a.x + b.x) / 2, (a.y + b.y) / 2);
    await page.mouse.move(b.x, b.y, { steps: 3 });
    await page.mouse.up();
  };
  const choice = page.locator(".map-tying");
  await carry("Marte", "Tobias");
  await expect(choice).toBeVisible();
  const words = await choice.locator(".map-tying-bonds button").allTextContents();
  expect(words).toHaveLength(8);
  expect(words.join()).not.toMatch(/vold|overgrep|omsorgssvikt/);
  await expectNoAxeViolations(page);
  await picture(page, info, "choice");
  await page.keyboard.press("Escape");
  await expect(choice).toHaveCount(0);
  expect(Object.values((await stored(id)).partnerships)).toHaveLength(0);
  await carry("Marte", "Tobias");
  await choice.getByRole("button", { name: "Partner", exact: true }).click();
  await kept(page);
  expect(Object.values((await stored(id)).partnerships)).toHaveLength(1);
  await carry("Marte", "Tobias");
  await choice.getByRole("button", { name: "Bor sammen med Tobias" }).click();
  await kept(page);
  const { memberships, people } = await stored(id);
  expect(Object.values(memberships ?? {})).toHaveLength(2);
  expect(Object.values(people).every((it) => it.pin === undefined)).toBe(true);

  await symbol(page, "Marte").press("Enter");
  await page.locator(".map-home").getByLabel("Prosent av tiden").fill("50");
  await page.locator(".map-home").getByLabel("Prosent av tiden").press("Tab");
  await kept(page);
  expect(Object.values((await stored(id)).memberships ?? {}).map((it) => it.share ?? 0).sort()).toEqual([0, 50]);
  await page.getByRole("button", { name: "Lukk" }).click();

  await symbol(page, "Marte").focus();
  await page.keyboard.press("k");
  await expect(page.locator(".map-said")).toContainText("Knytter Marte");
  await page.keyboard.press("Escape");
  await expect(page.locator(".map-said")).toContainText("Ingen ble knyttet");
  await page.keyboard.press("k");
  await symbol(page, "Tobias").focus();
  await page.keyboard.press("Enter");
  await choice.getByRole("button", { name: "nært forhold" }).click();
  await kept(page);
  await expect(page.locator("svg.map .bond-line").first()).toBeVisible();
  expect(await overflow(page)).toBeLessThanOrEqual(0);
});

test("a death is written on the map, and not before the birth", async ({ page }, info) => {
  const id = await begin(page, `Død ${info.project.name}`);
  await page.keyboard.press("s");
  await page.locator("#map-name").fill("Odd");
  await page.locator("#map-born").fill("3.11.1964");
  await page.locator("#map-life").selectOption("dead");
  await page.locator("#map-died").fill("1960");
  await page.locator("#map-died").press("Enter");
  await expect(page.locator("#map-died-hint")).toContainText("før fødselen");
  await page.locator("#map-died").fill("26.4.2019");
  await page.locator("#map-died").press("Enter");
  await kept(page);
  const odd = Object.values((await stored(id)).people).find((it) => it.name?.known === "Odd");
  expect(odd).toMatchObject({ life: "dead", death: { known: { year: 2019 } } });
});

test("a large map draws what shows, around one person and with branches folded, and the keys lead anywhere @once", async ({ page }, info) => {
  test.setTimeout(120_000);
  const id = await makeCase(session, `Stort ${info.project.name}`, ["Marte"]);
  await drawFamily(session, id, generated(300));
  await enterAs(page, "lead");
  await open(page, `/familier/${id}/kart`);
  const drawn = page.locator("svg.map [data-person]");
  await expect.poll(() => drawn.count()).toBeLessThan(250);
  expect(await drawn.count()).toBeGreaterThan(0);
  await drawn.first().focus();
  for (const key of ["End", "Home", "ArrowRight", "ArrowDown"]) {
    await page.keyboard.press(key);
    await expect.poll(() => page.evaluate(() => document.activeElement?.hasAttribute("data-person"))).toBe(true);
  }
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Bare rundt denne" }).click();
  await expect(page.locator(".map-around")).toBeVisible();
  expect(await drawn.count()).toBeLessThan(40);
  await expectNoAxeViolations(page);
  await picture(page, info, "around");
  await page.getByRole("button", { name: "Vis alle" }).click();
  await expect(page.locator(".map-around")).toHaveCount(0);
});
