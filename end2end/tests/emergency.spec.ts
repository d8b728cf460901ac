import type { Page } from "@playwright/test";
import type { Account } from "../support/accounts";
import { casesOf, sessionOf } from "../support/demo";
import { call, upload } from "../support/http";
import { enterAs, expect, expectNoAxeViolations, open, overflow, picture, ready, test } from "../support/test";

// Emergency access from the search to the receipt, and what is left in the log. Each test makes a case of its own.

const FILE = Buffer.from("0 HEAD\n0 @I1@ INDI\n1 NAME Kari /Nordmann/\n0 TRLR\n");

interface Own {
  id: string;
  number: string;
  name: string;
}

/** A case of the demonstration's lead, with one person on its map. */
async function ownCase(name: string): Promise<Own> {
  const session = await sessionOf("lead");
  const made = await upload("import_gedcom", FILE, { name }, { session });
  expect(made.status).toBe(200);
  const id = JSON.parse(made.body) as string;
  const line = (await casesOf(session)).find((it) => it.id === id);
  if (!line) throw new Error(`${name} is not in the list`);
  return { id, number: line.number, name };
}

interface Row {
  who: string;
  role: string;
  action: string;
  object: string;
  purpose: string;
  reason: string;
}

/** What the log of a case has stored, as its lead reads it. */
async function logOf(id: string): Promise<{ rows: Row[]; refused: Row[] | null }> {
  const answer = await call("case_log", { id }, { session: await sessionOf("lead") });
  expect(answer.status).toBe(200);
  return JSON.parse(answer.body);
}

interface NoticeRow {
  id: string;
  number: string;
  who: string;
  reason: string;
  in_force: boolean;
}

async function noticesOf(account: Account, number: string): Promise<NoticeRow[]> {
  const answer = await call("my_notices", {}, { session: await sessionOf(account) });
  return (JSON.parse(answer.body) as NoticeRow[]).filter((it) => it.number === number);
}

async function find(page: Page, account: Account, text: string) {
  await enterAs(page, account);
  await open(page, "/nodtilgang");
  await page.locator("#search").fill(text);
  await page.locator("#main").getByRole("button", { name: "Søk", exact: true }).click();
}

const REASON = "Barnehagen ringte: barnet er ikke hentet, og mor svarer ikke.";

test("from the search to the receipt", async ({ page, faults }, info) => {
  faults.expect(/404|422|403/);
  const name = `Nødprøve ${info.project.name} ${Date.now()}`;
  const own = await ownCase(name);
  await enterAs(page, "milieuLead");
  await page.goto(`/familier/${own.id}`);
  await ready(page);
  await expect(page.locator("h1")).toHaveText("Fant ikke siden");

  // The page says what will happen before anything does.
  await find(page, "milieuLead", name.slice(0, -1));
  await expect(page.getByText("Lederen for enheten og saksansvarlig får beskjed med en gang")).toBeVisible();
  await expect(page.getByText("Du kan lese mappen i 2 timer.")).toBeVisible();
  await expect(page.locator("#search-error")).toHaveText(/Ingen mappe i enheten/);
  await expect(page.locator("#search")).toHaveValue(name.slice(0, -1));
  await page.locator("#search").fill(name);
  await page.locator("#main").getByRole("button", { name: "Søk", exact: true }).click();
  await expect(page.locator("#found")).toBeVisible();
  await expect(page.getByText("snakk med Demo Saksansvarlig først")).toBeVisible();
  await expectNoAxeViolations(page);
  await picture(page, info, "found", true);

  // Both the kind and the words are needed, and what is typed stays.
  await page.getByRole("button", { name: "Åpne mappen i 2 timer" }).click();
  await expect(page.locator("#kind-error")).toBeVisible();
  await page.getByLabel("Akutt bekymring for et barn").check();
  await page.getByRole("button", { name: "Åpne mappen i 2 timer" }).click();
  await expect(page.locator("#reason-error")).toHaveText("Skriv hvorfor det haster.");
  await expect(page.getByLabel("Akutt bekymring for et barn")).toBeChecked();
  expect((await noticesOf("unitLeader", own.number)).length).toBe(0);
  await page.locator("#reason").fill(REASON);
  await page.getByRole("button", { name: "Åpne mappen i 2 timer" }).click();
  await page.waitForURL(`**/familier/${own.id}`);
  await expect(page.locator("h1")).toHaveText(name);
  const banner = page.locator(".emergency-banner");
  await expect(banner).toContainText(/(119|120) minutter igjen/);
  await expect(page.getByText("Du kan lese, ikke endre.")).toBeVisible();
  await expectNoAxeViolations(page);
  await picture(page, info, "banner");
  await page.setViewportSize({ width: 320, height: 800 });
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.locator(".page-tabs a", { hasText: "Kart" }).click();
  await expect(page.locator("svg.map [data-person]")).toHaveCount(1);
  await expect(banner).toBeVisible();

  // What was stored: the log, and a notice for the leader and the lead, not for others.
  const { rows, refused } = await logOf(own.id);
  const begun = rows.find(({ action }) => action === "begin_emergency");
  expect(begun).toMatchObject({
    who: "Demo Miljøansvarlig", role: "practitioner", object: "concern", purpose: "emergency", reason: REASON,
  });
  expect(rows.filter(({ who, purpose }) => who === "Demo Miljøansvarlig" && purpose === "emergency").length).toBeGreaterThanOrEqual(3);
  expect(refused?.map(({ action }) => action)).toContain("search");
  for (const account of ["unitLeader", "lead"] as Account[]) {
    const [notice, ...more] = await noticesOf(account, own.number);
    expect(more).toEqual([]);
    expect(notice).toMatchObject({ who: "Demo Miljøansvarlig", reason: REASON, in_force: true });
  }
  for (const account of ["milieuLead", "standIn", "otherLead", "administrator", "privacyOfficer"] as Account[]) {
    expect(await noticesOf(account, own.number), account).toEqual([]);
  }

  // Nobody else is let in by it, and it changes nothing.
  expect((await call("case_map", { id: own.id }, { session: await sessionOf("otherLead") })).status).toBe(404);

  // Ended by hand the case is shut at once.
  await banner.getByRole("button", { name: "Avslutt nødtilgangen" }).click();
  await page.waitForURL("**/nodtilgang?slutt=1");
  await expect(page.getByText("Mappen er lukket for deg igjen.")).toBeVisible();
  expect((await call("case_map", { id: own.id }, { session: await sessionOf("milieuLead") })).status).toBe(404);
  expect((await logOf(own.id)).rows.map(({ action }) => action)).toContain("end_emergency");

  // The leader receipts, and that is in the log too.
  await enterAs(page, "unitLeader");
  await open(page, "/nodtilgang");
  const card = page.locator("main li.card", { hasText: own.number });
  await expect(card).toContainText(REASON);
  await expectNoAxeViolations(page);
  await picture(page, info, "notice", true);
  await card.getByRole("button", { name: "Jeg har sett dette" }).click();
  await expect(card).toHaveCount(0);
  expect(await noticesOf("unitLeader", own.number)).toEqual([]);
  expect((await noticesOf("lead", own.number)).length).toBe(1);
  expect((await logOf(own.id)).rows.filter(({ action, who }) => action === "receipt" && who === "Demo Enhetsleder").length).toBe(1);
});

test("the log tells it in sentences, to print and to filter", async ({ page }, info) => {
  const own = await ownCase(`Loggprøve ${info.project.name} ${Date.now()}`);
  const session = await sessionOf("contact");
  const place = JSON.parse((await call("emergency_place", {}, { session })).body) as { units: [string, string][] };
  const found = await call("search_emergency", { unit: place.units[0][0], text: own.number }, { session });
  const { Found } = JSON.parse(found.body) as { Found: { ticket: string } };
  const begun = await call("begin_emergency", { ticket: Found.ticket, kind: "danger", reason: REASON }, { session });
  expect(begun.headers.location).toBe(`/familier/${own.id}`);
  expect((await call("case_map", { id: own.id }, { session: await sessionOf("otherLead") })).status).toBe(404);

  await enterAs(page, "lead");
  await open(page, `/familier/${own.id}/innsyn`);
  const sentence = page.locator("ol.log li[data-emergency]").first();
  await expect(sentence).toContainText(
    /Nødtilgang Demo Kurator, kurator, begynte nødtilgang til mappen \d{1,2}\.\d{1,2}\.\d{4} kl\. \d\d\.\d\d – fare for liv eller helse/,
  );
  await expect(sentence).toContainText(`Grunn: ${REASON}`);
  await expect(page.locator("ol.log li").first()).toContainText(/Demo Saksansvarlig \(du\), saksansvarlig, åpnet loggen .* – oppfølging/);
  const refused = page.locator("section", { has: page.locator("#refused") });
  await expect(refused).toContainText("Demo Saksansvarlig To prøvde å åpne");
  await expect(refused).toContainText("ingen tilknytning til mappen");
  await picture(page, info, "log", true);

  await page.locator("#log-person").selectOption({ label: "Demo Kurator" });
  await page.getByRole("button", { name: "Vis", exact: true }).click();
  await expect(page).toHaveURL(/hvem=/);
  await expect(page.locator("ol.log").first().locator("li")).toHaveCount(1);
  await page.locator("#log-to").fill("2020-01-01");
  await page.getByRole("button", { name: "Vis", exact: true }).click();
  await expect(page.getByText("Ingen har åpnet mappen slik du har valgt.")).toBeVisible();
  await page.getByRole("link", { name: "Vis alt" }).click();
  await expect(page.locator("ol.log").first().locator("li")).not.toHaveCount(0);
  await page.emulateMedia({ media: "print" });
  await expect(page.locator(".log-filter")).toBeHidden();
  await expect(sentence).toBeVisible();
});

test("the log goes back to its beginning @once", async ({ page }) => {
  const own = await ownCase(`Lang logg ${Date.now()}`);
  const session = await sessionOf("lead");
  for (let time = 0; time < 110; time++) await call("case_front", { id: own.id }, { session });
  await enterAs(page, "lead");
  await open(page, `/familier/${own.id}/innsyn`);
  await expect(page.locator("ol.log").first().locator("li")).toHaveCount(100);
  await page.getByRole("link", { name: "Vis eldre" }).click();
  await expect(page.locator("ol.log").first().locator("li").last()).toContainText("hentet inn mappen");
  await expect(page.getByRole("link", { name: "Vis eldre" })).toHaveCount(0);
  await page.getByRole("link", { name: "Tilbake til det nyeste" }).click();
  await expect(page.getByRole("link", { name: "Vis eldre" })).toBeVisible();
});

test("ten searches an hour, and then one is told to wait @alone", async ({ page, faults }) => {
  faults.expect(/429/);
  const session = await sessionOf("departmentLeader");
  const place = JSON.parse((await call("emergency_place", {}, { session })).body) as { units: [string, string][] };
  const answers = [];
  for (let time = 0; time < 11; time++) {
    answers.push((await call("search_emergency", { unit: place.units[0][0], text: `1990-${time}` }, { session })).status);
  }
  expect(answers.filter((status) => status === 200).length).toBeLessThanOrEqual(10);
  expect(answers.at(-1)).toBe(429);
  await find(page, "departmentLeader", "1990-99");
  await expect(page.locator("#search-error")).toHaveText(/^Du har søkt mange ganger\. Prøv igjen om \d+ minutter/);
});
