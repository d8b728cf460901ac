import { sessionOf } from "../support/demo";
import { call, callJson } from "../support/http";
import { makeHome } from "../support/portal";
import { enterAs, expect, expectNoAxeViolations, open, overflow, picture, test } from "../support/test";

// A letter to a service without an account, and the reminder that goes with a stop.

test("a service is asked by letter, and only once everybody has said yes is there no warning", async ({ page }, info) => {
  const session = await sessionOf("lead");
  const home = await makeHome(session, "Gudny", "Peder");
  const plan = JSON.parse((await call("case_plan", { id: home.id }, { session })).body) as {
    parts: { id: string; revision: number; part: { body: { words?: string } } }[];
  };
  const action = plan.parts.find((it) => it.part.body.words === "Søke om startlån");
  if (!action) throw new Error("there is no action");
  const act = { step: "ask", to: { who: "service", name: "Boligkontoret", person: "" }, answer_by: { year: 2026, month: 12, day: 4 } };
  const asked = await callJson("step_baton", { id: home.id, part: action.id, revision: action.revision, act }, { session });
  expect(asked.status, asked.body).toBe(200);

  await enterAs(page, "lead");
  await open(page, `/familier/${home.id}/plan`);
  await page.getByRole("link", { name: "Brev til Boligkontoret" }).click();
  const letter = page.locator(".plan-letter");
  await expect(letter).toContainText("Til Boligkontoret");
  await expect(letter).toContainText("Dette gjelder Gudny og Peder.");
  await expect(letter).toContainText("Søke om startlån");
  await expect(letter).toContainText("Svar oss innen");
  await expect(letter).toContainText("Demo Saksansvarlig");
  // What is somebody else's to do is not in it.
  await expect(letter).not.toContainText("Krisesenteret");
  await expect(page.locator(".ds-alert")).toContainText("må ha sagt ja");
  await expectNoAxeViolations(page);
  expect(await overflow(page)).toBe(0);
  await page.emulateMedia({ media: "print" });
  await expect(page.locator(".page-head")).toBeHidden();
  await picture(page, info, "letter", true);
  await page.emulateMedia({ media: null });

  // When somebody stops, staff are reminded of their own duty.
  const halt = { id: home.id, kind: "stop", scope: { scope: "everything" }, person: home.people.get("Gudny"), until: null };
  const halted = await callJson("halt_plan", halt, { session });
  expect(halted.status, halted.body).toBe(200);
  await open(page, `/familier/${home.id}/plan`);
  await page.getByText("Din egen meldeplikt").click();
  await expect(page.getByText("barnevernsloven § 13-2")).toBeVisible();
});
