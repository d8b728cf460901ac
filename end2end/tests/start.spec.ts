import { expect, expectNoAxeViolations, ready, test } from "../support/test";

test("the first page opens, names itself and is accessible", async ({ page }) => {
  await page.goto("/");
  await ready(page);
  await expect(page).toHaveTitle(/Familiekart/);
  await expect(page.locator("h1")).toHaveCount(1);
  await expectNoAxeViolations(page);
});

for (const { name, width, size } of [
  { name: "on a screen of 320 pixels", width: 320, size: "100%" },
  { name: "with text of double size", width: 640, size: "200%" },
]) {
  test(`nothing runs over the edge ${name}`, async ({ page }) => {
    await page.setViewportSize({ width, height: 800 });
    await page.goto("/");
    await ready(page);
    // By the object model: a style element of ours would be refused by the page's content security policy.
    await page.evaluate((size) => document.documentElement.style.setProperty("font-size", size), size);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(over).toBeLessThanOrEqual(0);
  });
}
