import { sessionOf } from "../support/demo";
import { BASE, call } from "../support/http";
import { AtHome, invite, makeHome } from "../support/portal";
import { enterAs, expect, expectNoAxeViolations, open, picture, test } from "../support/test";

// A unit's own goal areas: an administrator adds one, a plan uses it, the mother reads it, and it stays where it is when
// it is taken out of use.

test("an own area goes from the administration into a plan and stays there", async ({ page }, info) => {
  test.setTimeout(120_000);
  const session = await sessionOf("lead");
  const home = await makeHome(session, "Sanna", "Trond");
  const name = `Språk ${Date.now().toString(36)}`;
  const units = JSON.parse((await call("admin_units", {}, { session: await sessionOf("administrator") })).body) as { id: string; name: string }[];
  const setup = JSON.parse((await call("new_case_setup", {}, { session })).body) as { units: { id: string }[] };
  const unit = units.find(({ id }) => id === setup.units[0].id);

  await enterAs(page, "administrator");
  await open(page, `/administrasjon/enheter/${unit?.id}`);
  const card = page.locator("section[aria-labelledby=areas]");
  await card.getByLabel("Nytt målområde").fill(name);
  await card.getByRole("button", { name: "Legg til området" }).click();
  const line = card.locator("li").filter({ hasText: name });
  await expect(line).toBeVisible();
  await expectNoAxeViolations(page);
  await picture(page, info, "areas", true);

  await enterAs(page, "lead");
  await open(page, `/familier/${home.id}/plan`);
  await page.getByRole("button", { name: "Nytt mål", exact: true }).click();
  await page.locator("#goal-words").fill("Norsk hver dag");
  await page.locator("#goal-area").selectOption({ label: name });
  await page.locator("form:has(#goal-words) button[type=submit]").click();
  const goal = page.locator(".plan-goal").filter({ hasText: "Norsk hver dag" });
  await expect(goal).toContainText(name);

  const mother = new AtHome();
  await mother.enter((await invite(session, home, "Sanna")).code, `omrade-${Date.now().toString(36)}@example.no`);
  expect((await mother.get(`${await mother.home()}/plan`)).body).toContain(name);

  await enterAs(page, "administrator");
  await open(page, `/administrasjon/enheter/${unit?.id}`);
  await line.getByRole("button", { name: "Ta ut av bruk" }).click();
  await expect(line).toContainText("Ute av bruk");
  await enterAs(page, "lead");
  await open(page, `${BASE.origin}/familier/${home.id}/plan`);
  await expect(goal).toContainText(name);
  await page.getByRole("button", { name: "Nytt mål", exact: true }).click();
  await expect(page.locator("#goal-area option").filter({ hasText: name })).toHaveCount(0);
});
