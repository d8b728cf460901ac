import type { Page } from "@playwright/test";
import { demoCases, sessionOf } from "../support/demo";
import { call, callJson } from "../support/http";
import { enterAs, expect, expectNoAxeViolations, open, overflow, picture, test } from "../support/test";

// The network map and the ecomap: drawn by pointer, by keyboard and by form from the one record; and what is stored.

interface Member {
  id: string;
  who: { people?: string[]; name?: string };
  standing: { sector: string; ring: string; contact?: unknown; support?: { known?: string[] } | string };
  pin?: { across: number; out: number };
  origin: { teller: string; audience: string[] };
}
interface Stored {
  people: Record<string, { name?: { known?: string } }>;
  networks?: Record<string, { person: string; kind: string; sectors: { code: string }[] }>;
  network_members?: Record<string, Member>;
  acquaintances?: Record<string, { a: string; b: string; kind: string }>;
  systems?: Record<string, { kind: string; who?: { name?: string }; strength?: unknown; energy?: unknown; pin?: unknown }>;
}

let session = "";
test.beforeAll(async () => {
  session = await sessionOf("lead");
});

/** A case of one's own, with its participants on the map. */
async function makeCase(name: string, people: string[]): Promise<string> {
  const setup = JSON.parse((await call("new_case_setup", {}, { session })).body) as { units: { id: string }[]; today: string };
  const applicant = (name: string) => ({ name, is_child: false, has_responsibility: true, consent: "holder_here", goes: "first" });
  const form = {
    unit: setup.units[0]?.id,
    status: "open",
    stand_in: "",
    application: { people: people.map(applicant), live_together: people.length > 1 ? true : null, agree: [true, true] },
    from: people.map(() => setup.today),
    names: [["only", name]],
    child_parts: false,
  };
  const answer = await callJson("begin_cases", { form }, { session });
  expect(answer.status, answer.body).toBe(200);
  return (JSON.parse(answer.body) as [string, string][])[0]?.[1] ?? "";
}

const stored = async (id: string) =>
  (JSON.parse((await call("case_map", { id }, { session })).body) as { record: Stored }).record;
const members = async (id: string) => Object.values((await stored(id)).network_members ?? {});
const kept = (page: Page) => expect(page.locator(".map-saving p")).toHaveAttribute("data-saving", "kept");
const symbol = (page: Page, name: string) =>
  page.locator("svg.map [data-item]").filter({ has: page.getByText(name, { exact: true }) });

async function join(page: Page, { name = "", from = [] as string[] }) {
  const form = page.locator(".network-join");
  if (!(await form.evaluate((one) => (one as HTMLDetailsElement).open))) await form.locator("summary").click();
  for (const person of from) await form.getByLabel(person, { exact: true }).check();
  if (name) await form.locator("#join-name").fill(name);
  // By key: what is just being unfolded is not yet under a pointer.
  await form.getByRole("button", { name: "Sett inn" }).press("Enter");
}

test("a network is drawn from nothing: begun, chosen from the family map, written, moved by key and by hand, tied", async ({ page }, info) => {
  const id = await makeCase(`Nettverk ${info.project.name}`, ["Marte"]);
  await enterAs(page, "lead");
  await open(page, `/familier/${id}/kart/nettverk`);
  await expectNoAxeViolations(page);
  await page.getByRole("button", { name: "Begynn nettverkskartet" }).click();
  await join(page, { name: "Nabo Solfrid" });
  await expect(symbol(page, "Nabo Solfrid")).toBeVisible();
  await join(page, { name: "Ine" });
  await kept(page);
  const at = async (name: string) => {
    const found = (await members(id)).find(({ who }) => who.name === name);
    return found ? [found.standing.sector, found.standing.ring] : [];
  };
  expect(await at("Nabo Solfrid")).toEqual(["VENN", "2"]);

  // By keyboard, announced, and taken back.
  await symbol(page, "Ine").focus();
  await page.keyboard.press("Shift+ArrowUp");
  await expect(page.locator(".map-said")).toContainText("Ine: Venner og naboer, ring 1");
  await expect(symbol(page, "Ine")).toBeFocused();
  await page.keyboard.press("Shift+ArrowRight");
  await kept(page);
  expect(await at("Ine")).toEqual(["ARENA", "1"]);
  await page.keyboard.press("Control+z");
  await expect.poll(() => at("Ine")).toEqual(["VENN", "1"]);

  // By hand: to where it is dropped, and it stays there.
  const map = await page.locator(".map-surface").boundingBox();
  const dot = await symbol(page, "Ine").locator(".dot").boundingBox();
  if (!map || !dot) throw new Error("there is no map");
  await page.mouse.move(dot.x + dot.width / 2, dot.y + dot.height / 2);
  await page.mouse.down();
  await page.mouse.move(map.x + map.width / 2 - 60, map.y + map.height / 2 - 40, { steps: 5 });
  await page.mouse.up();
  await kept(page);
  const ine = (await members(id)).find(({ who }) => who.name === "Ine");
  expect(ine?.standing.sector).not.toBe("VENN");
  expect(ine?.pin).toBeDefined();
  expect(ine?.origin.audience).toEqual(["team"]);

  // Who knows whom: pointed at on the map.
  await symbol(page, "Ine").focus();
  await page.keyboard.press("k");
  await symbol(page, "Nabo Solfrid").focus();
  await page.keyboard.press("Enter");
  await kept(page);
  expect(Object.values((await stored(id)).acquaintances ?? {})).toMatchObject([{ kind: "knows" }]);
  // The form and the table change the same record.
  await symbol(page, "Ine").press("Enter");
  await page.getByRole("group", { name: "Støtte" }).getByLabel("praktisk").check();
  await page.locator("tr[data-member]").filter({ hasText: "Ine" }).getByLabel("Ring for Ine").selectOption("4");
  await kept(page);
  const changed = (await members(id)).find(({ who }) => who.name === "Ine");
  expect(changed?.standing).toMatchObject({ ring: "4", support: { known: ["P"] } });
  await expectNoAxeViolations(page);
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  await picture(page, info, "network");
});

test("whoever is on the family map is that person, whether chosen or typed", async ({ page }, info) => {
  const id = await makeCase(`Samme ${info.project.name}`, ["Marte", "Tobias"]);
  await enterAs(page, "lead");
  await open(page, `/familier/${id}/kart/nettverk`);
  await page.getByRole("button", { name: "Begynn nettverkskartet" }).click();
  const whose = Object.values((await stored(id)).networks ?? {})[0]?.person;
  const record = await stored(id);
  const [other, person] = Object.entries(record.people).find(([id]) => id !== whose) ?? ["", {}];
  await join(page, { name: person.name?.known ?? "" });
  await kept(page);
  await expect.poll(async () => (await members(id)).map(({ who }) => who)).toEqual([{ people: [other] }]);
  expect(Object.keys((await stored(id)).people)).toHaveLength(2);
});

test("an ecomap: a system comes in, is told of, and moves", async ({ page }, info) => {
  const id = await makeCase(`Økokart ${info.project.name}`, ["Marte"]);
  await enterAs(page, "lead");
  await open(page, `/familier/${id}/kart/okokart`);
  await page.locator(".network-join summary").click();
  await page.locator("#add-kind").selectOption("work");
  await page.locator("#add-name").fill("Sykehjemmet");
  await page.getByRole("button", { name: "Sett inn", exact: true }).click();
  await page.getByLabel("Båndet er").selectOption("strong");
  await page.getByLabel("Energien går").selectOption("takes");
  await kept(page);
  const systems = async () => Object.values((await stored(id)).systems ?? {});
  expect(await systems()).toMatchObject([{ kind: "work", who: { name: "Sykehjemmet" }, strength: { known: "strong" }, energy: { known: "takes" } }]);
  await symbol(page, "Sykehjemmet").focus();
  await page.keyboard.press("Shift+ArrowRight");
  await expect(page.locator(".map-said")).toContainText("Sykehjemmet er flyttet");
  await kept(page);
  expect((await systems())[0]?.pin).toBeDefined();
  await expect(page.locator(".ecomap-systems")).toContainText("tar fra midten");
  await expectNoAxeViolations(page);
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  await picture(page, info, "ecomap");
});

test("the demonstration's network is read out whole, and nobody but its viewer's own people are in it @once", async ({ page }) => {
  const { marte } = await demoCases();
  await enterAs(page, "lead");
  await open(page, `/familier/${marte.id}/kart/nettverk`);
  await expect(page.locator("svg.map [data-item]")).toHaveCount(15);
  await expect(page.locator("svg.map[role=group]")).toMatchAriaSnapshot(`
    - group /Nettverkskart/:
      - button /Kine.*Slekt, det intime nettverket.*Kontakt.*hver dag/
  `);
  await expect(page.locator(".network-figures")).toContainText("tetthet 15 %");
  await expect(page.locator(".network-figures")).toContainText("Gjennomsnittlig ring 2,33");
  await page.getByRole("link", { name: "Økokart" }).click();
  await expect(page.locator("svg.map[role=group]")).toHaveAttribute("aria-label", /Økokart/);
});

test("a network that does not hang together is refused, whatever is sent", async () => {
  const id = await makeCase("Løst nettverk", ["Marte"]);
  const origin = { teller: "team", audience: ["team"], source: "statement" };
  const draw = (edits: unknown[]) => call("draw_map", { id, step: JSON.stringify({ key: String(edits.length), edits }) }, { session });
  const member = { network_member: { id: "n1", network: "none", who: { name: "Nabo" }, standing: { sector: "VENN", ring: "1" }, origin } };
  expect((await draw([{ add: member }])).status).toBe(422);
  const network = { network: { id: "n", person: "nobody", kind: "now", sectors: [{ code: "VENN" }], origin } };
  expect((await draw([{ add: network }])).status).toBe(422);
  expect((await stored(id)).networks ?? {}).toEqual({});
});
