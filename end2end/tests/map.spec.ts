import type { Page } from "@playwright/test";
import { demoCases } from "../support/demo";
import { enterAs, expect, open, test } from "../support/test";

interface Point {
  x: number;
  y: number;
}

let cases: Awaited<ReturnType<typeof demoCases>>;
test.beforeAll(async () => {
  cases = await demoCases();
});

async function openMap(page: Page, key: keyof typeof cases) {
  await enterAs(page, "lead");
  await open(page, `/familier/${cases[key].id}/kart`);
  await page.locator(".map-surface").scrollIntoViewIfNeeded();
}

const map = "svg.map[role=group]";
const viewBox = async (page: Page) => ((await page.locator(map).getAttribute("viewBox")) ?? "").split(" ").map(Number);

/** The point of the map that lies under a point of the page: from the viewBox alone, as a browser draws it. */
async function under(page: Page, { x, y }: Point): Promise<Point & { scale: number }> {
  const [left, top, width, height] = await viewBox(page);
  const box = await page.locator(".map-surface").boundingBox();
  if (!box) throw new Error("there is no map");
  const scale = Math.min(box.width / width, box.height / height);
  return {
    x: left + (x - box.x - (box.width - width * scale) / 2) / scale,
    y: top + (y - box.y - (box.height - height * scale) / 2) / scale,
    scale,
  };
}

/** A point of the surface that is on the screen, as a share of what can be seen. */
async function pointOf(page: Page, across: number, down: number): Promise<Point> {
  const box = await page.locator(".map-surface").boundingBox();
  const window = page.viewportSize();
  if (!box || !window) throw new Error("there is no map");
  const bottom = Math.min(box.y + box.height, window.height);
  return { x: box.x + box.width * across, y: box.y + (bottom - box.y) * down };
}

function expectSame(a: Point & { scale: number }, b: Point & { scale: number }) {
  // Within two pixels on the screen.
  expect(Math.abs(a.x - b.x) * b.scale).toBeLessThan(2);
  expect(Math.abs(a.y - b.y) * b.scale).toBeLessThan(2);
}

test("dragging moves the map with the pointer and chooses nobody", async ({ page }) => {
  await openMap(page, "marte");
  const from = await pointOf(page, 0.5, 0.5);
  const to = { x: from.x + 60, y: from.y - 45 };
  const before = await under(page, from);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + 20, from.y - 15, { steps: 3 });
  await page.mouse.move(to.x, to.y, { steps: 4 });
  await page.mouse.up();
  const after = await under(page, to);
  expect(after.scale).toBeCloseTo(before.scale, 5);
  // The first pixels only tell that it is a drag and not a press.
  expect(Math.hypot(after.x - before.x, after.y - before.y) * after.scale).toBeLessThan(8);
  await expect(page.locator(".map-panel h2")).toHaveCount(0);
});

test("the wheel enlarges and shrinks around the pointer", async ({ page }) => {
  await openMap(page, "viljar");
  for (const [at, turn] of [
    [await pointOf(page, 0.3, 0.4), -400],
    [await pointOf(page, 0.6, 0.6), 250],
    [await pointOf(page, 0.5, 0.3), -120],
  ] as const) {
    const before = await under(page, at);
    await page.mouse.move(at.x, at.y);
    await page.mouse.wheel(0, turn);
    await expect.poll(async () => (await under(page, at)).scale).not.toBeCloseTo(before.scale, 5);
    const after = await under(page, at);
    expect(turn < 0 ? after.scale > before.scale : after.scale < before.scale).toBe(true);
    expectSame(before, after);
  }
});

test("two fingers pinch: nearer between them, and the map follows", async ({ page }) => {
  await openMap(page, "noah");
  const middle = await pointOf(page, 0.5, 0.5);
  const before = await under(page, middle);
  const cdp = await page.context().newCDPSession(page);
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", apart?: number) =>
    cdp.send("Input.dispatchTouchEvent", {
      type,
      touchPoints:
        apart === undefined
          ? []
          : [
              { id: 1, x: middle.x - apart, y: middle.y },
              { id: 2, x: middle.x + apart, y: middle.y },
            ],
    });
  await touch("touchStart", 30);
  for (const apart of [36, 44, 52, 60]) await touch("touchMove", apart);
  await touch("touchEnd");
  await expect.poll(async () => (await under(page, middle)).scale).toBeGreaterThan(before.scale * 1.5);
  const after = await under(page, middle);
  expect(Math.abs(after.x - before.x) * after.scale).toBeLessThan(6);
  expect(Math.abs(after.y - before.y) * after.scale).toBeLessThan(6);
  await expect(page.locator(".map-panel h2")).toHaveCount(0);
});

test("a press on a person tells who it is; one beside the people lets go again", async ({ page, hasTouch }) => {
  await openMap(page, "marte");
  const emil = page.locator('[data-person="A05"]');
  await (hasTouch ? emil.tap() : emil.click());
  await expect(page.locator(".map-panel h2")).toHaveText("Emil Brekkestrønd Lyngtjernvik");
  await expect(page.locator(".panel-sentences")).toContainText("Foreldre: Marte og Stian");
  await expect(emil).toHaveAttribute("aria-current", "true");
  await page.getByRole("button", { name: "Lukk" }).click();
  await expect(page.locator(".map-panel h2")).toHaveCount(0);
  await expect(page.locator("[data-person][aria-current]")).toHaveCount(0);
});

test("the tools enlarge, shrink, show everything and print", async ({ page }) => {
  await page.addInitScript(() => {
    window.print = () => document.documentElement.setAttribute("data-printed", "yes");
  });
  await openMap(page, "amna");
  await page.getByRole("button", { name: "Vis hele kartet" }).click();
  const [, , whole] = await viewBox(page);
  await page.getByRole("button", { name: "Zoom inn" }).click();
  await expect.poll(async () => (await viewBox(page))[2]).toBeLessThan(whole);
  await page.getByRole("button", { name: "Zoom ut" }).click();
  await page.getByRole("button", { name: "Zoom ut" }).click();
  await expect.poll(async () => (await viewBox(page))[2]).toBeGreaterThan(whole);
  await page.getByRole("button", { name: "Vis hele kartet" }).click();
  await expect.poll(async () => (await viewBox(page))[2]).toBe(whole);
  // Everyone is inside what is shown.
  const outside = await page.evaluate(() => {
    const surface = document.querySelector(".map-surface")!.getBoundingClientRect();
    return [...document.querySelectorAll(".map-surface [data-person]")].filter((person) => {
      const box = person.getBoundingClientRect();
      return box.left < surface.left - 1 || box.right > surface.right + 1 || box.top < surface.top - 1 || box.bottom > surface.bottom + 1;
    }).length;
  });
  expect(outside).toBe(0);
  await page.getByRole("button", { name: "Skriv ut" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-printed", "yes");
});

test("homes can be hidden and shown, and the legend tells only what is drawn", async ({ page }) => {
  await openMap(page, "marte");
  const homes = page.getByLabel("Husstander");
  const legend = async () => (await page.locator(".legend-item").allInnerTexts()).map((text) => text.replace(/\s+/g, " ").trim());
  await expect(homes).toBeChecked();
  await expect(page.locator(`${map} .household`)).not.toHaveCount(0);
  const before = await legend();
  expect(before.length).toBe(new Set(before).size);
  expect(before.join("\n")).toMatch(/tvilling/i);
  await homes.uncheck();
  await expect(page.locator(`${map} .household`)).toHaveCount(0);
  const without = await legend();
  expect(without.length).toBeLessThan(before.length);
  expect(before).toEqual(expect.arrayContaining(without));
  await homes.check();
  await expect(page.locator(`${map} .household`)).not.toHaveCount(0);
  expect(await legend()).toEqual(before);

  // A map without twins, pets or losses does not explain them.
  await openMap(page, "amna");
  const amna = (await legend()).join("\n");
  expect(amna).not.toMatch(/tvilling|kjæledyr|spontanabort|dødfødt/i);
});

for (const key of ["marte", "noah", "amna", "ylva", "viljar"] as const) {
  test(`the map and the table of ${key} hold the same people, and each has a name to be read out`, async ({ page }) => {
    await openMap(page, key);
    const drawn = await page.locator(`${map} [data-person]`).evaluateAll((all) => all.map((one) => one.getAttribute("data-person")));
    const labels = await page.locator(`${map} [data-person]`).evaluateAll((all) => all.map((one) => one.getAttribute("aria-label") ?? ""));
    expect(labels.filter((label) => label.trim() === "")).toEqual([]);
    expect(new Set(drawn).size).toBe(drawn.length);
    // Who says the written name aloud to the machine reaches the person.
    const unnamed = await page.locator(`${map} [data-person]`).evaluateAll((all) =>
      all.flatMap((one) => {
        const said = one.getAttribute("aria-label") ?? "";
        const name = [...one.querySelectorAll("text.name")].map((text) => text.textContent ?? "").join(" ");
        return name === "" || said.toLowerCase().includes(name.toLowerCase()) ? [] : [`${name}: ${said}`];
      }),
    );
    expect(unnamed).toEqual([]);
    await page.getByRole("link", { name: "Samme kart som tabell" }).click();
    await expect(page.locator("tr[data-person]").first()).toBeVisible();
    const listed = await page.locator("tr[data-person]").evaluateAll((all) => all.map((one) => one.getAttribute("data-person")));
    expect([...listed].sort()).toEqual([...drawn].sort());
  });
}
