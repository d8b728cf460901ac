import type { Page } from "@playwright/test";
import { CASES, demoCases, sessionOf } from "../support/demo";
import { call } from "../support/http";
import { enterAs, expect, expectNoAxeViolations, open, overflow, picture, test } from "../support/test";

// Parent groups from the plan to the paper on the wall.

interface Meeting {
  number: number;
  span: { start: string };
}
interface TermView {
  groups: { card: { id: string; name: string; meetings: Meeting[]; taken: number; waiting: number } }[];
  clashes: { one: [string, number]; other: [string, number]; what: string }[];
}

/** The term as it is stored. */
async function termOf(code: string): Promise<TermView> {
  const answer = await call("group_term", { term: code }, { session: await sessionOf("lead") });
  expect(answer.status).toBe(200);
  return JSON.parse(answer.body);
}

async function groupOf(code: string, name: string) {
  const found = (await termOf(code)).groups.find(({ card }) => card.name === name);
  if (!found) throw new Error(`there is no group «${name}»`);
  return found.card;
}

interface OwnProgramme {
  name: { nb: string };
  own: boolean;
  edition: number;
  meetings: number;
  minutes: number;
  chapters: { nb: string }[];
}

interface Plan {
  name: string;
  programme: string;
  variant?: string;
  from: string;
  time: string;
  language?: string;
}

/** Makes a group in the browser, like a person. */
async function make(page: Page, plan: Plan) {
  await open(page, "/grupper/ny");
  await page.locator("#name").fill(plan.name);
  await page.locator("#programme").selectOption(plan.programme);
  await page.locator("#variant").selectOption(plan.variant ?? "");
  await page.locator("#from").fill(plan.from);
  await page.locator("#time").fill(plan.time);
  await page.locator("#seats").fill("8");
  await page.locator("#room").selectOption({ label: "Storstua" });
  await page.locator("#language").selectOption(plan.language ?? "");
  await page.locator("#leader-1").selectOption({ label: "Demo Saksansvarlig" });
  await page.locator("#certified-1").check();
  await page.getByRole("button", { name: "Vis planen" }).click();
  await expect(page.locator("#plan-title")).toBeVisible();
}

test("a spring is planned around its holidays, moved and taken back @once", async ({ page }, info) => {
  const mark = `${info.project.name} ${Date.now()}`;
  await enterAs(page, "lead");
  const dream = { name: `Drømmehuset ${mark}`, programme: "drommehuset", from: "2027-04-29", time: "09:30" };
  await make(page, dream);
  // Thursday 6 May 2027 is Ascension Day: told, passed over, and the numbers stay.
  await expect(page.getByText("6. mai 2027: Kristi himmelfartsdag")).toBeVisible();
  await expectNoAxeViolations(page);
  await page.getByRole("button", { name: "Lag gruppen" }).click();
  await expect(page.locator("h1")).toHaveText(dream.name);
  const days = (await groupOf("2027-1", dream.name)).meetings.map(({ span }) => span.start);
  expect(days.slice(0, 3)).toEqual(["2027-04-29T09:30", "2027-05-13T09:30", "2027-05-20T09:30"]);

  const somali = { name: `ICDP ${mark}`, programme: "icdp", variant: "minority", from: "2027-04-29", time: "10:00", language: "so" };
  await make(page, somali);
  await expect(page.getByText("Ingen leder snakker somali").first()).toBeVisible();
  await page.getByRole("button", { name: "Lag gruppen" }).click();
  await expect(page.locator("h1")).toHaveText(somali.name);

  // Both want the same leader and room on the same Thursdays; the page says so.
  await open(page, "/grupper?termin=2027-1");
  await expect(page.getByText(`${somali.name}, møte 1`).first()).toBeVisible();
  const clashes = (await termOf("2027-1")).clashes.filter(({ one }) => one[0] === somali.name);
  expect(clashes.map(({ what }) => what)).toEqual(expect.arrayContaining(["Storstua", "Demo Saksansvarlig"]));

  // By the keyboard a week later, and back again.
  const handle = page.getByRole("button", { name: `Flytt ${dream.name}` });
  await handle.focus();
  await page.keyboard.press("ArrowRight");
  await expect(page.getByText(`${dream.name} er flyttet.`)).toBeVisible();
  const moved = (await groupOf("2027-1", dream.name)).meetings.map(({ span }) => span.start);
  expect(moved.slice(0, 2)).toEqual(["2027-05-13T09:30", "2027-05-20T09:30"]);
  await page.getByRole("button", { name: "Angre" }).click();
  await expect(page.getByText(`${dream.name} er flyttet.`)).toHaveCount(0);
  expect((await groupOf("2027-1", dream.name)).meetings.map(({ span }) => span.start)).toEqual(days);

  // By the mouse two weeks to the left.
  await handle.scrollIntoViewIfNeeded();
  const box = await handle.boundingBox();
  if (!box) throw new Error("no handle");
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x - 2 * (box.width + 2), y, { steps: 4 });
  await page.mouse.up();
  await expect(page.getByText(`${dream.name} er flyttet.`)).toBeVisible();
  expect((await groupOf("2027-1", dream.name)).meetings[0].span.start).toBe("2027-04-15T09:30");

  await page.emulateMedia({ media: "print" });
  await page.screenshot({ path: info.outputPath("wall.png"), fullPage: true });
  await expect(page.getByRole("button", { name: "Ny gruppe" })).toHaveCount(0);
});

test("attendance is noted, and a family is put in line", async ({ page }, info) => {
  await enterAs(page, "lead");
  const group = await groupOf("2026-2", "COS tirsdag");
  await open(page, `/grupper/${group.id}`);
  await expect(page.getByRole("heading", { name: "Deltakere" })).toBeVisible();
  const noting = page.locator(".group-meeting details[open]");
  const choice = info.project.name === "desktop" ? 0 : 1;
  await noting.locator("fieldset").first().getByRole("radio").nth(choice).check();
  await noting.getByRole("button", { name: "Lagre" }).click();
  await expect(noting.locator("fieldset").first().getByRole("radio").nth(choice)).toBeChecked();
  const stored = await call("group_page", { id: group.id }, { session: await sessionOf("lead") });
  const { places } = JSON.parse(stored.body) as { places: { members: { cells: unknown[] }[] }[] };
  expect(JSON.stringify(places[0].members[0].cells)).toContain(choice === 0 ? "present" : "absent");
  expect(await overflow(page)).toBeLessThanOrEqual(0);

  // The family's own page tells what was attended, and of nobody else.
  const cases = await demoCases();
  await open(page, `/familier/${cases.marte.id}`);
  const card = page.locator("section[aria-labelledby=case-groups]");
  await expect(card.getByText("COS tirsdag", { exact: true })).toBeVisible();
  await expect(card).not.toContainText(CASES.amna.title.split(" ")[0]);
  await card.getByText("Meld på en gruppe").click();
  await expectNoAxeViolations(page);
});

test("programmes come out of a spreadsheet, are looked over, and kept @once", async ({ page }, info) => {
  await enterAs(page, "lead");
  await open(page, "/grupper/programmer");
  const card = page.locator("section[aria-labelledby=programme-table]");
  await card.getByText("Ta inn en liste").click();
  const mark = `Pappagruppe ${info.retry}`;
  const lines = [
    "Program;Bygger på;Kapittel;Møter;Minutter;Plasser",
    `${mark};;Å bli far;;90;8`,
    ";;Søvn og gråt",
    ";;Lek på gulvet",
    `COS kveld ${info.retry};cos_p;;10;150;6`,
    "Uten grunn;Finnes ikke;Første;;;",
    "Mange;;Første;mange;;",
  ];
  await card.getByLabel("CSV-fil").setInputFiles({ name: "programmer.csv", mimeType: "text/csv", buffer: Buffer.from(`\ufeff${lines.join("\r\n")}`) });
  await expect(card.getByRole("textbox", { name: "Listen" })).toHaveValue(/Søvn og gråt/);
  await card.getByRole("button", { name: "Se over listen" }).click();
  await expect(card.getByRole("status").filter({ hasText: "2 av 4" })).toBeVisible();
  await expect(card.locator("tr", { hasText: "Uten grunn" })).toContainText("Det finnes ikke noe program");
  await expect(card.locator("tr", { hasText: mark })).toContainText("Blir et eget program");
  await expectNoAxeViolations(page);
  expect(await overflow(page)).toBe(0);
  await picture(page, info, "programme-table", true);
  await card.getByRole("button", { name: "Lagre disse" }).click();
  await expect(card.getByRole("status").filter({ hasText: "2 av 4 programmer er lagret" })).toBeVisible();
  await expect(page.getByRole("heading", { name: mark })).toBeVisible();
  const session = await sessionOf("lead");
  const stored = async () =>
    (JSON.parse((await call("group_programmes", {}, { session })).body) as OwnProgramme[]).filter((it) => it.own);
  const own = (await stored()).find((it) => it.name.nb === mark);
  expect([own?.meetings, own?.minutes, own?.chapters.map((it) => it.nb)]).toEqual([3, 90, ["Å bli far", "Søvn og gråt", "Lek på gulvet"]]);
  // The same name again is a new edition of the same, and not another.
  await card.getByRole("textbox", { name: "Listen" }).fill(`${mark};;Å bli far;4\n;;Søvn\n;;Lek\n;;Kveld`);
  await card.getByRole("button", { name: "Se over listen" }).click();
  await expect(card.locator("tr", { hasText: mark })).toContainText("Blir en ny utgave av programmet deres");
  await card.getByRole("button", { name: "Lagre disse" }).click();
  await expect(card.locator("tr", { hasText: mark })).toContainText("Lagret");
  const again = (await stored()).filter((it) => it.name.nb === mark);
  expect(again.map((it) => [it.edition, it.meetings])).toEqual([[2, 4]]);
});
