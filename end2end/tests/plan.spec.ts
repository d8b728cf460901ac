import type { Page } from "@playwright/test";
import { caseNamed, sessionOf } from "../support/demo";
import { call } from "../support/http";
import { enterAs, expect, expectNoAxeViolations, open, overflow, picture, ready, test } from "../support/test";

// A plan from a dream to a yes, on the page and in the store.

interface Row {
  id: string;
  revision: number;
  change: string | null;
  halt: string | null;
  part: { teller: string; audience: string[]; body: { part: string; words: string; receipts?: object[] } };
}
interface Plan {
  parts: Row[];
  versions: { number: number }[];
  standing: { name: string; answer: string | null; approved: number | null; words: string; recorded_by: string }[];
  halts: { name: string; kind: string }[];
}

/** A case of a parent and a child, made by its form; returns its id. */
async function newCase(page: Page, first: string): Promise<string> {
  // A name of its own for every run, so that tests do not meet each other.
  const name = `${first}${Date.now().toString(36)}`;
  await enterAs(page, "lead");
  await open(page, "/familier/ny");
  await page.locator("#person-0").fill(name);
  await page.locator("#person-1").fill(`Barn ${name}`);
  await page.locator("#new-case button[type=submit]").click();
  await expect(page.locator("h1")).toHaveText(`${name} med familie`);
  return caseNamed("lead", `${name} med familie`);
}

/** What else can be done with the action. It stays unfolded when the plan is shown anew. */
const unfold = (page: Page) => page.locator(".plan-action .plan-more").evaluate((it: HTMLDetailsElement) => (it.open = true));

test("from a dream to a yes, a pause, and back", async ({ page, faults }, info) => {
  faults.expect(/422/);
  test.setTimeout(120_000);
  const session = await sessionOf("lead");
  const id = await newCase(page, `Solveig${info.project.name}`);
  const plan = async () => JSON.parse((await call("case_plan", { id }, { session })).body) as Plan;
  await open(page, `/familier/${id}/plan`);
  await expect(page.getByText("Begynn med en drøm")).toBeVisible();
  await expectNoAxeViolations(page);

  // A dream, in her words and language: told by her, for her and the team.
  await page.getByRole("button", { name: "Skriv ned en drøm" }).click();
  await expect(page.locator("#dream-words")).toBeFocused();
  await page.locator("form.plan-form").getByRole("button", { name: "Lagre" }).click();
  await expect(page.locator("form.plan-form").getByRole("alert")).toContainText("Skriv hva det gjelder");
  await page.locator("#dream-words").fill("Et hus med hage");
  await page.locator("form.plan-form").getByRole("button", { name: "Lagre" }).click();
  await expect(page.locator(".plan-dream-words")).toHaveText("Et hus med hage");
  const [dream] = (await plan()).parts;
  expect(dream.part.teller).toMatch(/^person:/);
  expect(dream.part.audience).toContain("team");

  // A goal under it, an action under that.
  await page.getByRole("button", { name: "Nytt mål for drømmen" }).click();
  await page.locator("#goal-words").fill("Egnet bolig før fødsel");
  await page.locator("#goal-area").selectOption({ label: "Bolig" });
  await page.locator("form.plan-form").getByRole("button", { name: "Lagre" }).click();
  await expect(page.locator(".plan-goal h3")).toHaveText("Egnet bolig før fødsel");
  await page.locator(".plan-goal").getByRole("button", { name: "Ny handling" }).click();
  await page.locator("#action-words").fill("Søke om startlån");
  await page.locator("#action-who").selectOption({ label: "En annen tjeneste …" });
  await page.locator("form.plan-form").getByRole("button", { name: "Lagre" }).click();
  await expect(page.locator("form.plan-form").getByRole("alert")).toContainText("hvilken tjeneste");
  await page.locator("#action-service").fill("Nav");
  await page.locator("#action-deadline").fill("2026-12-11");
  await expectNoAxeViolations(page);
  await picture(page, info, "plan-form", true);
  await page.locator("form.plan-form").getByRole("button", { name: "Lagre" }).click();
  await expect(page.locator(".plan-next")).toHaveText("Nav: Søke om startlån – innen 11. desember 2026.");
  await expect(page.locator("section[aria-labelledby=plan-who] tbody tr")).toContainText("Nav");
  expect(await overflow(page)).toBe(0);

  // An action that no dream asks for is flagged, and taken back.
  await page.locator("section[aria-labelledby=plan-loose]").getByRole("button", { name: "Ny handling" }).click();
  await page.locator("#action-words").fill("Skaffe papirer");
  await page.locator("form.plan-form").getByRole("button", { name: "Lagre" }).click();
  await expect(page.locator("section[aria-labelledby=plan-who]").getByText("uten drøm")).toBeVisible();
  await page.locator(".plan-undo").getByRole("button", { name: "Angre" }).click();
  await expect(page.locator("section[aria-labelledby=plan-who]").getByText("uten drøm")).toHaveCount(0);
  expect((await plan()).parts.map((it) => it.part.body.part)).toEqual(["dream", "goal", "action"]);

  // Proposed, and she says yes; what changes afterwards has no yes yet.
  await page.getByRole("button", { name: "Foreslå planen for familien" }).click();
  const standing = page.locator("section[aria-labelledby=plan-approval] li").first();
  await expect(standing).toContainText("Ikke svart ennå");
  await standing.getByRole("button", { name: "Skriv ned svar" }).click();
  await page.locator("#answer-words-0").fill("Dette er meg.");
  await standing.getByRole("button", { name: "Lagre" }).click();
  // The form has the same words to choose from: what counts is what stands there afterwards.
  await expect(standing.locator(".ds-tag")).toHaveText("Sier ja");
  expect((await plan()).standing[0]).toMatchObject({ answer: "approve", approved: 1, words: "Dette er meg." });
  await page.locator(".plan-action").getByRole("button", { name: /^Endre/ }).click();
  await page.locator("#action-status").selectOption({ label: "I gang" });
  await page.locator("form.plan-form").getByRole("button", { name: "Lagre" }).click();
  await expect(page.getByText("Endret siden den versjonen: 1")).toBeVisible();
  await page.getByRole("button", { name: "Foreslå det nye" }).click();
  await expect(standing).toContainText("Ikke svart ennå");
  await expect(standing).toContainText("Sa ja til versjon 1.");
  expect((await plan()).versions.map(({ number }) => number)).toEqual([2, 1]);

  // What it said before, and back to it.
  await unfold(page);
  await page.locator(".plan-action").getByRole("button", { name: /^Historikk/ }).click();
  const past = page.locator(".plan-history li");
  await expect(past).toHaveCount(2);
  await expect(past.last()).toContainText("Planlagt");
  await past.last().getByRole("button", { name: "Tilbake til dette" }).click();
  await expect(page.locator(".plan-action .ds-tag").first()).toHaveText("Planlagt");

  // A pause, without a reason; and on again.
  await unfold(page);
  await page.locator(".plan-action").getByRole("button", { name: "Pause eller stopp" }).click();
  await page.locator("#halt-until").fill("2026-12-31");
  await page.locator("form.plan-form").getByRole("button", { name: "Lagre" }).click();
  await expect(page.locator(".plan-action")).toContainText("På pause");
  await expect(page.locator(".plan-next")).toHaveCount(0);
  expect((await plan()).halts).toMatchObject([{ kind: "pause" }]);
  await expectNoAxeViolations(page);
  await picture(page, info, "plan", true);
  await page.getByRole("button", { name: "Går videre" }).click();
  await expect(page.locator(".plan-next")).toBeVisible();
  expect((await plan()).halts).toEqual([]);

  // Handed over: Nav has it until somebody at BUP has said yes.
  const action = page.locator(".plan-action");
  await unfold(page);
  await action.getByRole("button", { name: "Gi videre" }).click();
  await page.locator("#ask-service").fill("BUP");
  await page.locator("#ask-by").fill("2026-12-01");
  await page.locator("form.plan-form").getByRole("button", { name: "Spør dem" }).click();
  await expect(action).toContainText("BUP er spurt om å ta over, og svarer innen 1. desember 2026.");
  await expect(action.locator("strong").first()).toHaveText("Nav");
  await action.getByRole("button", { name: "De har sagt ja" }).click();
  await page.locator("form.plan-form").getByRole("button", { name: "Lagre" }).click();
  await expect(action.getByRole("alert")).toContainText("Skriv hvem som sa ja, og hvordan.");
  await page.locator("#receipt-by").fill("Kari");
  await page.locator("#receipt-how").fill("på telefon");
  await page.locator("form.plan-form").getByRole("button", { name: "Lagre" }).click();
  await expect(action.locator("strong").first()).toHaveText("BUP");
  await expect(action).toContainText("Overtatt fra Nav: Kari sa ja på telefon");
  const kept = (await plan()).parts.find((it) => it.part.body.part === "action");
  expect(kept?.part.body.receipts).toMatchObject([{ from: { who: "service", name: "Nav" }, by: "Kari", how: "på telefon" }]);
  await expectNoAxeViolations(page);
});

test("what is typed into a plan survives the page", async ({ page }, info) => {
  const id = await newCase(page, `Utkast${info.project.name}`);
  await open(page, `/familier/${id}/plan`);
  await page.getByRole("button", { name: "Skriv ned en drøm" }).click();
  await page.locator("#dream-words").fill("At det er stille om kvelden");
  const kept = () => page.evaluate(() => Object.keys(localStorage).filter((name) => name.startsWith("familiekart.draft.")).length);
  await expect.poll(kept).toBeGreaterThan(0);
  await page.reload();
  await ready(page);
  await page.getByRole("button", { name: "Skriv ned en drøm" }).click();
  await page.locator(".draft").getByRole("button", { name: "Hent den" }).click();
  await expect(page.locator("#dream-words")).toHaveValue("At det er stille om kvelden");
});
