import type { Page } from "@playwright/test";
import { demoCases, sessionOf } from "../support/demo";
import { makeCase } from "../support/drawn";
import { call, callJson } from "../support/http";
import { enterAs, expect, expectNoAxeViolations, open, overflow, picture, test } from "../support/test";

// The past on the maps: as it was in life, as we knew it, snapshots and what is different since.

const bar = (page: Page) => page.locator("details.map-time");
const openBar = async (page: Page) => {
  await bar(page).locator("summary").click();
  await expect(page.locator(".map-time-body")).toBeVisible();
};
const people = (page: Page) => page.locator("svg.map [data-person]");

test("life time: the map as it was in life, walked by key, read only, and back", async ({ page }, info) => {
  const { marte } = await demoCases();
  await enterAs(page, "lead");
  await open(page, `/familier/${marte.id}/kart`);
  const all = await people(page).count();
  await openBar(page);
  const slider = page.getByRole("slider", { name: "I livet" });
  await expect(slider).toHaveAttribute("aria-valuetext", "Slik er det i livet nå");
  await slider.focus();
  await page.keyboard.press("Home");
  await expect(page.locator(".map-then")).toContainText("Slik var det i livet");
  await expect(people(page)).not.toHaveCount(all);
  expect(await people(page).count()).toBeLessThan(all);
  // The past is only looked at.
  await expect(page.getByRole("button", { name: "Ny person" })).toHaveCount(0);
  await people(page).first().focus();
  await page.keyboard.press("Delete");
  await page.keyboard.press("Control+z");
  await expectNoAxeViolations(page);
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  await picture(page, info, "life-time");
  await page.getByRole("button", { name: "Tilbake til nå" }).click();
  await expect(people(page)).toHaveCount(all);
  await expect(page.getByRole("button", { name: "Ny person" })).toBeVisible();
  await expect(page.locator(".map-then p")).toHaveCount(0);
});

test("a snapshot is taken, named, compared with and taken away; nobody but the team is told of it", async ({ page }, info) => {
  const session = await sessionOf("lead");
  const setup = JSON.parse((await call("new_case_setup", {}, { session })).body) as { units: { id: string }[]; today: string };
  const person = { name: "Marte", is_child: false, has_responsibility: true, consent: "holder_here", goes: "first" };
  const form = {
    unit: setup.units[0]?.id,
    status: "open",
    stand_in: "",
    application: { people: [person], live_together: null, agree: [true, true] },
    from: [setup.today],
    names: [["only", `Øyeblikk ${info.project.name}`]],
    child_parts: false,
  };
  const made = await callJson("begin_cases", { form }, { session });
  expect(made.status, made.body).toBe(200);
  const id = (JSON.parse(made.body) as [string, string][])[0]?.[1] ?? "";
  const moments = async () =>
    JSON.parse((await call("map_moments", { id }, { session })).body) as { snapshots: { id: string; name: string; occasion: string }[] };
  const kept = () => expect(page.locator(".map-saving p")).toHaveAttribute("data-saving", "kept");
  const join = async (name: string) => {
    const more = page.locator(".network-join");
    if (!(await more.evaluate((one) => (one as HTMLDetailsElement).open))) await more.locator("summary").click();
    await more.locator("#join-name").fill(name);
    await more.getByRole("button", { name: "Sett inn" }).click();
    await kept();
  };
  const symbol = (name: string) => page.locator("svg.map [data-item]").filter({ has: page.getByText(name, { exact: true }) });

  await enterAs(page, "lead");
  await open(page, `/familier/${id}/kart/nettverk`);
  await page.getByRole("button", { name: "Begynn nettverkskartet" }).click();
  await join("Solfrid");
  await join("Ine");
  await openBar(page);
  await expect(page.locator(".map-snapshots")).toContainText("Ingen øyeblikksbilder ennå");
  await page.getByLabel("Navn (om du vil)").fill("Før jul");
  await page.getByRole("button", { name: "Ta et øyeblikksbilde" }).click();
  await expect(page.locator(".map-snapshots li")).toContainText("Før jul");
  expect((await moments()).snapshots).toMatchObject([{ name: "Før jul", occasion: "start" }]);

  await join("Trine");
  await symbol("Ine").focus();
  await page.keyboard.press("Shift+ArrowUp");
  await kept();
  await symbol("Solfrid").focus();
  await page.keyboard.press("Delete");
  await kept();

  // Compared: who came, left and moved is drawn and told.
  await page.getByLabel("Sammenlign med").selectOption({ index: 1 });
  const changes = page.locator(".network-changes");
  await expect(changes).toContainText("Trine");
  await expect(changes).toContainText("Solfrid");
  await expect(changes).toContainText("Ine");
  await expect(page.locator("svg.map .ghost-of")).toHaveCount(2);
  await expect(page.locator(".network-join")).toHaveCount(0);
  await expectNoAxeViolations(page);
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  await picture(page, info, "compared");

  // As we knew it then.
  await page.getByLabel("Sammenlign med").selectOption("");
  await expect(changes).toHaveCount(0);
  await page.locator(".map-snapshots li button").first().click();
  await expect(symbol("Solfrid")).toBeVisible();
  await expect(symbol("Trine")).toHaveCount(0);
  await expect(page.locator(".map-then")).toContainText("Før jul");
  await page.getByRole("button", { name: "Tilbake til nå" }).click();
  await expect(symbol("Trine")).toBeVisible();

  // Another name; taken away only when it is said twice, and what was drawn stays.
  await page.getByRole("button", { name: /^Endre navn på/ }).click();
  await page.getByLabel("Navn (om du vil)").fill("Høsten");
  await page.getByRole("button", { name: "Lagre", exact: true }).click();
  await expect(page.locator(".map-snapshots li")).toContainText("Høsten");
  expect((await moments()).snapshots).toMatchObject([{ name: "Høsten" }]);
  const seen = JSON.parse((await call("map_moments", { id, person: (await firstPerson(id, session)) }, { session })).body) as { snapshots?: unknown[] };
  expect(seen.snapshots ?? []).toEqual([]);
  await page.getByRole("button", { name: /^Slett Høsten/ }).click();
  expect((await moments()).snapshots).toHaveLength(1);
  await page.getByRole("button", { name: /^Ja, slett/ }).click();
  await expect(page.locator(".map-snapshots li")).toHaveCount(0);
  expect((await moments()).snapshots).toEqual([]);
});

async function firstPerson(id: string, session: string): Promise<string> {
  const { record } = JSON.parse((await call("case_map", { id }, { session })).body) as { record: { people: Record<string, unknown> } };
  return Object.keys(record.people)[0] ?? "";
}

test("a genogram is compared with a snapshot: who came, who went and what is told otherwise, drawn and in words @once", async ({ page }, info) => {
  const session = await sessionOf("lead");
  const id = await makeCase(session, "Sammenlignet", ["Signe"]);
  const signe = await firstPerson(id, session);
  const draw = async (edits: object[]) => {
    const key = `compared-${Math.random().toString(36).slice(2)}`;
    const answer = await call("draw_map", { id, step: JSON.stringify({ key, edits }) }, { session });
    expect([answer.status, JSON.parse(answer.body).declined], answer.body.slice(0, 200)).toEqual([200, null]);
  };
  const origin = { teller: "team", audience: ["team"], source: "statement" };
  const person = (key: string, name: string, symbol: string) => ({ add: { person: { id: key, symbol, life: "alive", name: { known: name }, origin } } });
  const couple = (key: string, b: string, kind: string) => ({ add: { partnership: { id: key, a: signe, b, kind, origin } } });
  await draw([person("ca", "Asbjørn", "male"), person("cb", "Bergljot", "female"), couple("c1", "ca", "cohabiting")]);
  expect((await call("take_snapshot", { id, name: "Før jul", occasion: "start" }, { session })).status).toBe(200);
  await draw([{ remove: "Person:cb" }, { remove: "Partnership:c1" }, person("cc", "Cathinka", "female"), couple("c2", "ca", "married")]);

  await enterAs(page, "lead");
  await open(page, `/familier/${id}/kart`);
  await expect(people(page)).toHaveCount(3);
  await openBar(page);
  await page.getByLabel("Sammenlign med").selectOption({ index: 1 });
  // Everybody of both is drawn, once.
  await expect(people(page)).toHaveCount(4);
  const told = page.locator(".map-changes li");
  await expect(told.filter({ hasText: "Ny: Cathinka." })).toHaveCount(1);
  await expect(told.filter({ hasText: "Ikke lenger med: Bergljot." })).toHaveCount(1);
  await expect(told.filter({ hasText: /^Nytt: .*gift/ })).toHaveCount(1);
  await expect(told.filter({ hasText: /^Ikke lenger: .*sambo/ })).toHaveCount(1);
  await expect(page.locator('svg.map [data-person="cb"].change-gone')).toHaveAttribute("aria-label", /Ikke lenger med: Bergljot/);
  await expect(page.locator('svg.map [data-person="cc"].change-new')).toHaveCount(1);
  // The couple is drawn once, as it is told now.
  await expect(page.locator("svg.map g.couple.change-new, svg.map g[class*=couple].change-new")).toHaveCount(1);
  await expect(page.locator('svg.map [data-person="ca"]')).not.toHaveClass(/change-/);
  await expect(page.locator(".map-legend")).toContainText("ikke lenger med");
  // It is only looked at.
  await expect(page.getByRole("button", { name: "Ny person" })).toHaveCount(0);
  await expectNoAxeViolations(page);
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  await picture(page, info, "compared", true);
  await page.getByRole("button", { name: "Tilbake til nå" }).click();
  await expect(people(page)).toHaveCount(3);
  await expect(told).toHaveCount(0);
  await expect(page.locator("svg.map .change-gone, svg.map .change-new")).toHaveCount(0);
});
