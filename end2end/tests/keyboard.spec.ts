import type { Page } from "@playwright/test";
import { ACCOUNTS, PASSWORD } from "../support/accounts";
import { demoCases } from "../support/demo";
import { enterAs, expect, open, test } from "../support/test";

/** Presses Tab until the focus is on what is sought; a person does not look in the source either. */
async function tabTo(page: Page, what: string) {
  for (let steps = 0; steps < 60; steps++) {
    if (await page.evaluate((what) => document.activeElement?.matches(what) ?? false, what)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab never came to ${what}`);
}

/** The person who has the focus. */
const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute("data-person"));
const viewBox = (page: Page) => page.locator("svg.map[role=group]").getAttribute("viewBox");

/** What a screen reader would say of what has the focus. */
const said = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute("aria-label"));

/** The focus can be seen: an outline, a shadow or a ring that is not there without it. */
async function expectVisibleFocus(page: Page) {
  const look = () => {
    const element = document.activeElement as Element;
    const styles = [element, ...element.querySelectorAll("*")].map((one) => {
      const { outlineStyle, outlineWidth, boxShadow, stroke, strokeWidth, visibility, opacity, display } = getComputedStyle(one);
      return [outlineStyle, outlineWidth, boxShadow, stroke, strokeWidth, visibility, opacity, display].join(" ");
    });
    return styles.join("|");
  };
  const within = await page.evaluate(look);
  const without = await page.evaluate(() => {
    const element = document.activeElement as HTMLElement;
    element.blur();
    const styles = [element, ...element.querySelectorAll("*")].map((one) => {
      const { outlineStyle, outlineWidth, boxShadow, stroke, strokeWidth, visibility, opacity, display } = getComputedStyle(one);
      return [outlineStyle, outlineWidth, boxShadow, stroke, strokeWidth, visibility, opacity, display].join(" ");
    });
    element.focus();
    return styles.join("|");
  });
  expect(within).not.toBe(without);
}

test("by keyboard alone from the sign-in page to a person on the map", async ({ page }) => {
  await open(page, "/");
  await tabTo(page, "#email");
  await expectVisibleFocus(page);
  await page.keyboard.type(ACCOUNTS.lead);
  await tabTo(page, "#password");
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press("Enter");
  await expect(page.locator("h1")).toHaveText("Min dag");
  if (await page.locator(".topbar-toggle").isVisible()) {
    await tabTo(page, ".topbar-toggle");
    await page.keyboard.press("Enter");
  }
  await tabTo(page, '#nav a[href="/familier"]');
  await page.keyboard.press("Enter");
  await expect(page.locator("h1")).toHaveText("Mine familier");

  const { marte } = await demoCases();
  await tabTo(page, `a.case-link[href="/familier/${marte.id}"]`);
  await expectVisibleFocus(page);
  await page.keyboard.press("Enter");
  await expect(page.locator("h1")).toHaveText("Marte med familie");
  await tabTo(page, `.page-tabs a[href$="/kart"]`);
  await page.keyboard.press("Enter");
  await expect(page.locator("svg.map[role=group]")).toBeVisible();

  // One stop for the whole map: the person in whose name it is drawn.
  await tabTo(page, "[data-person]");
  expect(await focused(page)).toBe("A01");
  expect(await said(page)).toContain("Marte");
  expect(await said(page)).toContain("30 år");
  await expectVisibleFocus(page);

  // Up to a parent, down to a child, aside in the row.
  await page.keyboard.press("ArrowUp");
  expect(["A16", "A17"]).toContain(await focused(page));
  expect(await said(page)).toMatch(/^(Randi|Odd)/);
  await page.keyboard.press("ArrowDown");
  expect(["A01", "A18"]).toContain(await focused(page));
  await page.locator('[data-person="A01"]').focus();
  await page.keyboard.press("ArrowDown");
  const child = await focused(page);
  expect(["A05", "A06", "A07", "A08", "A09", "A12", "A13"]).toContain(child);
  await page.keyboard.press("ArrowRight");
  const beside = await focused(page);
  expect(beside).not.toBe(child);
  await page.keyboard.press("ArrowLeft");
  expect(await focused(page)).toBe(child);

  // The panel opens with Enter and tells the person; Escape closes it, and the focus stays where it was.
  await page.locator('[data-person="A05"]').focus();
  await page.keyboard.press("Enter");
  await expect(page.locator(".map-panel h2")).toHaveText("Emil Brekkestrønd Lyngtjernvik");
  await expect(page.locator('[data-person="A05"]')).toHaveAttribute("aria-current", "true");
  await page.keyboard.press("Escape");
  await expect(page.locator(".map-panel h2")).toHaveCount(0);
  expect(await focused(page)).toBe("A05");
});

test("plus, minus and nought enlarge, shrink and show everything; whoever has the focus is in view", async ({ page }) => {
  const { viljar } = await demoCases();
  await enterAs(page, "lead");
  await open(page, `/familier/${viljar.id}/kart`);
  await page.locator('[data-person="E03"]').focus();
  await page.keyboard.press("0");
  const whole = await viewBox(page);
  const width = async () => Number((await viewBox(page))?.split(" ")[2]);
  await page.keyboard.press("+");
  const nearer = await width();
  await page.keyboard.press("+");
  expect(await width()).toBeLessThan(nearer);
  await page.keyboard.press("-");
  expect(await width()).toBeCloseTo(nearer, 0);
  for (let times = 0; times < 5; times++) await page.keyboard.press("+");

  // Walk over the whole map: everyone can be reached, and is on the screen when reached.
  await page.locator('[data-person="E03"]').focus();
  for (const key of ["Home", "End", "ArrowUp", "ArrowUp", "ArrowLeft", "ArrowLeft", "ArrowDown", "ArrowRight"]) {
    await page.keyboard.press(key);
    const seen = await page.evaluate(() => {
      const surface = document.querySelector(".map-surface")!.getBoundingClientRect();
      const person = document.activeElement!.getBoundingClientRect();
      const [x, y] = [person.x + person.width / 2, person.y + person.height / 2];
      return x >= surface.left && x <= surface.right && y >= surface.top && y <= surface.bottom;
    });
    expect(seen, `${key} to ${await focused(page)}`).toBe(true);
  }
  await page.keyboard.press("0");
  expect(await viewBox(page)).toBe(whole);
});

test("the keys of the map leave those of the browser alone", async ({ page }) => {
  const { ylva } = await demoCases();
  await enterAs(page, "lead");
  await open(page, `/familier/${ylva.id}/kart`);
  await page.locator('[data-person="D01"]').focus();
  const before = await viewBox(page);
  await page.keyboard.press("Control+0");
  await page.keyboard.press("Alt+0");
  expect(await viewBox(page)).toBe(before);
  // And Tab leads out again.
  await page.keyboard.press("Tab");
  expect(await focused(page)).toBeFalsy();
});

test("the first Tab leads past the menu", async ({ page }) => {
  await enterAs(page, "lead");
  await open(page, "/familier");
  await page.keyboard.press("Tab");
  await expect(page.locator(".ds-skip-link")).toBeFocused();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await expect(page.locator("#main :focus")).toHaveCount(1);
});
