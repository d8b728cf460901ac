import type { Page } from "@playwright/test";
import { sessionOf } from "../support/demo";
import { call, upload } from "../support/http";
import { familiekart } from "../support/server";
import { enterAs, expect, expectNoAxeViolations, open, overflow, picture, test } from "../support/test";
import { demoCases } from "../support/demo";

// A person's details, for whom they are, deletion, protection, and the case through somebody else's eyes. Each test
// that changes something has a case of its own; what is asserted is what the server holds afterwards.

interface Held {
  person: { name: unknown; called?: string; birth: { known?: { year: number; month?: number; bound?: string } }; note?: string; origin: { audience: string[] }; shielded: boolean };
  standing: string;
  due: { kind: string; day: { year: number; month: number; day: number }; reason: string | null }[];
}

let session: string;
test.beforeAll(async () => {
  session = await sessionOf("lead");
});

/** A case of two people, mother and daughter, brought in from a file. */
async function ownCase(name: string): Promise<{ id: string; mother: string; child: string }> {
  const file = [
    "0 HEAD", "1 GEDC", "2 VERS 5.5.1", "1 CHAR UTF-8",
    "0 @I1@ INDI", "1 NAME Sigrid /Aunevik/", "1 SEX F", "0 @I2@ INDI", "1 NAME Tuva /Aunevik/", "1 SEX F",
    "0 @F1@ FAM", "1 WIFE @I1@", "1 CHIL @I2@", "0 TRLR", "",
  ].join("\n");
  const made = await upload("import_gedcom", Buffer.from(file), { name }, { session });
  expect(made.status).toBe(200);
  const id = JSON.parse(made.body) as string;
  const map = JSON.parse((await call("case_map", { id }, { session })).body) as {
    record: { people: Record<string, { name: { known: string } }> };
  };
  const of = (name: string) => Object.entries(map.record.people).find(([, it]) => it.name.known.startsWith(name))?.[0] ?? "";
  return { id, mother: of("Sigrid"), child: of("Tuva") };
}

async function held(id: string, person: string): Promise<Held> {
  const answer = await call("case_person", { id, person }, { session });
  expect(answer.status).toBe(200);
  return JSON.parse(answer.body) as Held;
}

const saved = (page: Page) => page.getByText("Lagret.", { exact: true });

test("details are written field by field, with the date as people say it", async ({ page }, info) => {
  const { id, mother } = await ownCase("Opplysninger prøves");
  await enterAs(page, "lead");
  await open(page, `/familier/${id}/personer`);
  await page.getByRole("link", { name: "Sigrid Aunevik" }).click();
  await expect(page.locator("#main h2").first()).toContainText("Sigrid Aunevik");
  await page.locator("#person-birth").fill("i fjor en gang");
  await page.getByRole("button", { name: "Lagre opplysninger" }).click();
  await expect(page.locator("#person-birth")).toHaveAttribute("aria-invalid", "true");
  await expect(page.locator("#person-birth-error")).toBeVisible();
  await page.locator("#person-birth").fill("mars 1971");
  await page.locator("#person-called").fill("Mormor Sigrid");
  await page.getByRole("button", { name: "Lagre opplysninger" }).click();
  await expect(saved(page)).toBeVisible();
  await expectNoAxeViolations(page);
  await picture(page, info, "person", true);

  // A colleague changes another field meanwhile; neither takes anything from the other.
  const other = await call(
    "save_person",
    { id, person: mother, "details[note]": "Passer Tuva på onsdager", "details[changed]": "note" },
    { session },
  );
  expect(other.status).toBe(200);
  await page.locator("#person-birth").fill("ca. 1970");
  await page.getByRole("button", { name: "Lagre opplysninger" }).click();
  await expect(saved(page)).toBeVisible();
  const { person } = await held(id, mother);
  expect(person.called).toBe("Mormor Sigrid");
  expect(person.note).toBe("Passer Tuva på onsdager");
  expect(person.birth.known).toEqual({ year: 1970, bound: "circa" });
});

test("who can see it: proposed, chosen by keyboard, said before it is saved", async ({ page }, info) => {
  const { id, mother } = await ownCase("Hvem kan se prøves");
  await enterAs(page, "lead");
  await open(page, `/familier/${id}/personer/${mother}`);
  const field = page.locator("fieldset.audience").first();
  await expect(field.locator("legend")).toHaveText("Hvem kan se dette?");
  await expect(field).not.toContainText("familien");
  const says = field.locator(".audience-says");
  await expect(says).toContainText("Teamet kan se dette.");
  const alone = field.getByLabel("Bare saksansvarlig");
  await alone.focus();
  await page.keyboard.press("Space");
  await expect(says).toContainText("Saksansvarlig kan se dette.");
  await expect(says).toContainText("Teamet kan ikke se det.");
  await expect(field.getByLabel("Teamet", { exact: true })).not.toBeChecked();
  expect((await held(id, mother)).person.origin.audience).not.toEqual(["lead"]);
  await page.getByRole("button", { name: "Lagre hvem som kan se" }).click();
  await expect(saved(page)).toBeVisible();
  expect((await held(id, mother)).person.origin.audience).toEqual(["lead"]);
  await picture(page, info, "audience");
  // Nobody who is not of the case can be named.
  const wrong = await call("save_person_audience", { id, person: mother, audience: "person:somebody\nteam" }, { session });
  expect(wrong.status).toBe(422);
});

test("what is told besides: an interpreter, an illness that stays closed until asked for, a suspicion for the team alone", async ({ page, faults }, info) => {
  faults.expect(/422/);
  const { id, mother } = await ownCase("Fortalt prøves");
  const told = async () => {
    const { marks } = JSON.parse((await call("case_person", { id, person: mother }, { session })).body) as { marks: { kind: string; text?: string; origin: { audience: string[] }; noted?: object }[] };
    return marks.map(({ kind, text, origin, noted }) => [kind, text ?? "", origin.audience.join(), noted !== undefined]).sort();
  };
  await enterAs(page, "lead");
  await open(page, `/familier/${id}/personer/${mother}`);
  const card = page.locator("section[aria-labelledby=marks]");
  await expect(card).toContainText("Ikke noe mer er fortalt.");
  await card.getByText("Fortell mer").click();
  const tell = async (kind: string, words: string) => {
    await card.getByLabel("Hva er fortalt?").selectOption(kind);
    await card.getByLabel("Med noen få ord").fill(words);
    await card.getByRole("button", { name: "Lagre" }).click();
  };
  // An interpreter for which language? What was chosen stays.
  await tell("interpreter", "");
  await expect(card.getByRole("alert")).toContainText("Skriv språket");
  await tell("interpreter", "tigrinja");
  await expect(card.getByText("Trenger tolk: tigrinja")).toBeVisible();
  await tell("illness", "");
  await expect(card.getByText("Helse", { exact: true })).toBeVisible();
  await expect(card.locator(".mark-line", { hasText: "Alvorlig psykisk eller fysisk sykdom" })).toBeHidden();
  await expectNoAxeViolations(page);
  expect(await told()).toEqual([["illness", "", "team", true], ["interpreter", "tigrinja", "team", true]]);

  // A suspicion is a professional's.
  await card.getByLabel("Hva er fortalt?").selectOption("substance_suspected");
  await expect(card.getByText("En mistanke er en fagpersons vurdering.")).toBeVisible();
  const forAll = { id, person: mother, "told[kind]": "substance_suspected", "told[audience]": `person:${mother}` };
  expect((await call("keep_mark", forAll, { session })).status).toBe(422);

  await card.getByText("Helse", { exact: true }).click();
  await picture(page, info, "told", true);
  await card.getByRole("button", { name: "Ta bort: Alvorlig psykisk eller fysisk sykdom" }).click();
  await expect(card.getByText("Tatt bort.")).toBeVisible();
  expect(await told()).toEqual([["interpreter", "tigrinja", "team", true]]);
  await card.getByRole("button", { name: "Angre" }).click();
  await expect(card.getByText("Helse", { exact: true })).toBeVisible();
  expect(await told()).toHaveLength(2);

  // On the map it is a fill, and only once somebody asks.
  await open(page, `/familier/${id}/kart`);
  const before = await page.locator("svg.map[role=group]").innerHTML();
  await page.getByLabel("Helse", { exact: true }).check();
  await expect.poll(async () => (await page.locator("svg.map[role=group]").innerHTML()) !== before).toBe(true);
  await picture(page, info, "health");
});

test("a mentioned person has a day of deletion, and deleting leaves nothing in the stored steps", async ({ page }, info) => {
  const { id, mother, child } = await ownCase("Sletting prøves");
  await call("save_person", { id, person: child, "details[note]": "Bor hos Sigrid", "details[changed]": "note" }, { session });
  const before = await held(id, mother);
  expect(before.standing).toBe("Mentioned");
  expect(before.due).toEqual([{ kind: "forget_mentioned", day: { year: 2027, month: 11, day: 23 }, reason: null, done: false }]);

  await enterAs(page, "lead");
  await open(page, `/familier/${id}/personer/${mother}`);
  await page.locator("#deletion-until").fill("2029-01-01");
  await page.getByRole("button", { name: "Lagre dagen" }).click();
  await expect(page.locator("#deletion-reason-error")).toBeVisible();
  await page.locator("#deletion-reason").fill("Samvær avklares");
  await page.getByRole("button", { name: "Lagre dagen" }).click();
  await expect(saved(page)).toBeVisible();
  expect((await held(id, mother)).due[0]).toMatchObject({ day: { year: 2029, month: 1, day: 1 }, reason: "Samvær avklares" });

  await page.locator("#forget").click();
  await expect(page.locator("#forget-ask")).toContainText("kan ikke angres");
  await expectNoAxeViolations(page);
  await page.locator("#forget-go").click();
  await expect(page.locator("#forgotten")).toContainText("Personen er slettet.");
  await expect(page.locator("#forgotten")).toContainText("Tuva");
  await picture(page, info, "forgotten");
  expect((await call("case_person", { id, person: mother }, { session })).status).toBe(404);
  const map = (await call("case_map", { id }, { session })).body;
  expect(map).not.toContain(mother);
  expect(JSON.parse(map).record.parent_links).toEqual({});
  // The record is what the stored steps add up to: with her gone from it, no payload tells of her.
  expect(await familiekart("record", "verify")).not.toContain(id);
});

test("a shielded person shows nothing, and says so before", async ({ page }) => {
  const { id, child } = await ownCase("Aunevik skjermes");
  await enterAs(page, "lead");
  await open(page, `/familier/${id}/personer/${child}`);
  await page.getByRole("button", { name: "Skjerm personen", exact: true }).click();
  await expect(page.locator("#shield-ask")).toContainText("Gi mappen et annet navn");
  await page.locator("#shield-go").click();
  await expect(page.locator("#main h2").first()).toHaveText("En skjermet person");
  const after = await held(id, child);
  expect(after.person.shielded).toBe(true);
  expect(after.person.name).toBe("not_asked");
  expect((await call("case_map", { id }, { session })).body).not.toContain("Tuva");
});

test("protection: set with dates and a reason, told in words, ended, and only by who leads", async ({ page, faults }, info) => {
  faults.expect(/422/);
  const { id, mother, child } = await ownCase("Vern prøves");
  await enterAs(page, "lead");
  await open(page, `/familier/${id}/deling`);
  await page.locator(".new-bar summary").click();
  await page.locator("#bar-protects").selectOption(child);
  await page.locator("#bar-against").selectOption(mother);
  await expect(page.locator(".new-bar .audience-says")).toHaveText("Sigrid Aunevik ser ingenting om Tuva Aunevik.");
  await page.getByRole("button", { name: "Sett vernet" }).click();
  await expect(page.locator("#bar-reason")).toHaveAttribute("aria-invalid", "true");
  await expect(page.locator("#bar-protects")).toHaveValue(child);
  await page.locator("#bar-reason").fill("Besøksforbud, vedtak 12. november");
  await page.getByRole("button", { name: "Sett vernet" }).click();
  const line = page.locator(".bars li");
  await expect(line).toContainText("Sigrid Aunevik ser ingenting om Tuva Aunevik.");
  await picture(page, info, "bars", true);
  const bars = async () =>
    (JSON.parse((await call("case_sharing", { id }, { session })).body) as { bars: { kind: string; to: unknown }[] }).bars;
  expect(await bars()).toMatchObject([{ kind: "contact_ban", protects: child, against: [`person:${mother}`], to: null }]);
  await line.getByRole("button", { name: "Avslutt" }).click();
  await expect.poll(async () => (await bars())[0].to).toEqual({ year: 2026, month: 11, day: 23 });
});

test("the case through a participant's eyes: less than staff see, under a banner, in the log", async ({ page }, info) => {
  const cases = await demoCases();
  const { id } = cases.noah;
  await enterAs(page, "lead");
  await open(page, `/familier/${id}/deling`);
  await page.getByRole("link", { name: /Vis slik Camilla/ }).click();
  const banner = page.locator(".seen-banner");
  await expect(banner).toContainText("Slik Camilla Tveitåsbrekk ser det.");
  await page.getByRole("navigation", { name: "Vist med en deltakers øyne" }).getByRole("link", { name: "Personer" }).click();
  await expect(page.locator("table.people")).toContainText("Berit Tveitåsbrekk");
  await expect(page.locator("table.people")).not.toContainText("Fossmarkheim");
  await expect(page.locator("table.people a")).toHaveCount(0);
  await expectNoAxeViolations(page);
  await picture(page, info, "seen");
  const map = (await call("seen_map", { id, person: "B02" }, { session })).body;
  for (const hidden of ["B04", "B05", "B08", "Fosterhjem"]) expect(map).not.toContain(hidden);
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  await banner.getByRole("link", { name: "Tilbake til din egen visning" }).click();
  await expect(page).toHaveURL(new RegExp(`/familier/${id}/deling$`));
  // Who does not take part has no eyes to look through.
  expect((await call("seen_front", { id, person: "B03" }, { session })).status).toBe(404);
  const log = await call("case_log", { id }, { session });
  expect(log.body).toContain('"seen"');
});

test("the child's part of the demo families: who reads it, and what may be about somebody else", async ({ page }, info) => {
  const cases = await demoCases();
  const { id } = cases.marte;
  await enterAs(page, "lead");
  await open(page, `/familier/${id}/deling`);
  const part = page.locator("[data-part]").filter({ hasText: "Barnets del: Ada" });
  await expect(part).toContainText("Marte leser dette i denne mappen.");
  // Marte's lead does not hold Kristoffer's case: that there is one is not told.
  await expect(part).not.toContainText("Kristoffer");
  await part.locator("textarea").fill("Kristoffer henter henne på fredager.");
  await part.getByRole("button", { name: "Skriv inn", exact: true }).click();
  await expect(part.getByRole("alert")).toContainText("Kristoffer");
  await expect(part.locator("textarea")).toHaveValue("Kristoffer henter henne på fredager.");
  await picture(page, info, "part");
  const front = (await call("case_front", { id }, { session })).body;
  expect(front).not.toContain("henter henne");
});
