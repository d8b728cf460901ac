import type { Page } from "@playwright/test";
import { sessionOf } from "../support/demo";
import { drawFamily, type Generated, generated, makeCase } from "../support/drawn";
import { call } from "../support/http";
import { enterAs, expect, open, test } from "../support/test";

// A map of more than four hundred people: what is drawn on it is laid out by a worker, and by the page itself where no
// worker comes. Both end with the same picture and the same record.

interface Stored {
  people: Record<string, { name?: { known?: string } }>;
}

const SCRIPT = "/plassering.js";

let session = "";
test.beforeAll(async () => {
  session = await sessionOf("lead");
});

const names = async (id: string) => {
  const { record } = JSON.parse((await call("case_map", { id }, { session })).body) as { record: Stored };
  return Object.values(record.people).map((it) => it.name?.known ?? "");
};
const symbol = (page: Page, name: string) => page.locator(`svg.map [data-person][aria-label^="${name}"]`);
const workers = (page: Page) => page.workers().filter((it) => new URL(it.url()).pathname === SCRIPT);

/** The first so many people of a large family, with the ties among them. */
function firstOf(count: number): Generated {
  const { people, families } = generated(1000);
  const here = (number: number) => number < count;
  return {
    people: people.slice(0, count),
    families: families.map(({ parents, children }) => ({ parents: parents.filter(here), children: children.filter(here) })),
  };
}

/** A case with six hundred people and Marte, who stands in the middle of the page. */
async function begin(page: Page, name: string): Promise<string> {
  const id = await makeCase(session, name, ["Marte"]);
  await drawFamily(session, id, firstOf(600));
  await enterAs(page, "lead");
  await open(page, `/familier/${id}/kart`);
  return id;
}

/** Adds a sibling of Marte's by key, and sees that they are drawn, in the hand of whoever draws, and stored. */
async function addIda(page: Page, id: string) {
  await symbol(page, "Marte").focus();
  await page.keyboard.press("s");
  await expect(page.locator("#map-name")).toBeFocused();
  await page.keyboard.type("Ida");
  await page.keyboard.press("Enter");
  await expect(page.locator(".map-naming")).toHaveCount(0);
  await expect(symbol(page, "Ida")).toBeVisible();
  await expect(symbol(page, "Ida")).toBeFocused();
  // Her name is written under her by the layout that knows it.
  await expect(page.locator("svg.map [data-person]").filter({ has: page.getByText("Ida", { exact: true }) })).toHaveCount(1);
  await expect(page.locator("#map-progress")).toHaveCount(0);
  await expect(page.locator(".map-saving p")).toHaveAttribute("data-saving", "kept");
  expect(await names(id)).toContain("Ida");
}

test("whoever is new on a large map is placed by a worker, and stored; the worker goes with the page", async ({ page }) => {
  test.setTimeout(180_000);
  const started = page.waitForEvent("worker", { predicate: (it) => new URL(it.url()).pathname === SCRIPT, timeout: 120_000 });
  const id = await begin(page, "Stort kart med arbeider");
  await started;
  await addIda(page, id);
  // A worker that does not answer is ended, and the page does its work.
  expect(workers(page)).toHaveLength(1);
  await page.getByRole("button", { name: "Angre" }).click();
  await expect(symbol(page, "Ida")).toHaveCount(0);
  await expect.poll(() => names(id)).not.toContain("Ida");
  await page.getByRole("button", { name: "Angre" }).click();
  await expect.poll(async () => (await names(id)).length).toBe(601);
  await expect(page.locator("#map-progress")).toHaveCount(0);
  expect(workers(page)).toHaveLength(1);
  await page.locator(`a[href="/familier/${id}/personer"]`).first().click();
  await expect(page.locator(".map-surface")).toHaveCount(0);
  await expect.poll(() => workers(page).length).toBe(0);
});

test("without its worker a large map is laid out by the page itself", async ({ page, faults }) => {
  test.setTimeout(180_000);
  faults.expect(/plassering\.js/);
  let refused = 0;
  await page.route(`**${SCRIPT}`, (route) => {
    refused++;
    return route.abort();
  });
  const id = await begin(page, "Stort kart uten arbeider");
  await expect.poll(() => refused).toBe(1);
  await addIda(page, id);
  expect(workers(page)).toHaveLength(0);
});

test("a small map needs no worker", async ({ page }) => {
  const id = await makeCase(session, "Lite kart", ["Marte"]);
  await enterAs(page, "lead");
  await open(page, `/familier/${id}/kart`);
  await addIda(page, id);
  expect(page.workers()).toHaveLength(0);
});
