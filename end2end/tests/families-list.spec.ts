import type { Page } from "@playwright/test";
import { casesOf, sessionOf } from "../support/demo";
import { call, upload } from "../support/http";
import { serverLog } from "../support/server";
import { enterAs, expect, expectNoAxeViolations, open, overflow, picture, ready, test } from "../support/test";

// The list of families: found, narrowed, ordered and turned over, with cases of this file's own.

test.describe.configure({ mode: "default" });

/** A word that only this run's cases have. */
const WORD = `Kvern${Math.random().toString(36).replace(/[^a-z]/g, "").slice(0, 6)}ø`;
const COUNT = 54;
const FILE = Buffer.from("0 HEAD\n0 @I1@ INDI\n1 NAME Kari /Nordmann/\n0 TRLR\n");

interface Row {
  id: string;
  number: string;
  name: string;
  opens: boolean;
}
interface ListPage {
  rows: Row[];
  total: number;
  after: string | null;
}

let session: string;
test.beforeAll(async () => {
  session = await sessionOf("departmentLeader");
  for (let at = 0; at < COUNT; at++) {
    const made = await upload("import_gedcom", FILE, { name: `${WORD} Anne-Marie ${at}` }, { session });
    expect(made.status).toBe(200);
  }
});

test.beforeEach(async ({ page }) => {
  await enterAs(page, "departmentLeader");
});

async function listed(address: string, text = "", token = session): Promise<ListPage> {
  const answer = await call("list_cases", { address, text }, { session: token });
  expect(answer.status).toBe(200);
  return JSON.parse(answer.body) as ListPage;
}

async function search(page: Page, text: string) {
  await page.getByRole("searchbox").fill(text);
  await page.getByRole("searchbox").press("Enter");
}

const names = (page: Page) => page.locator(".case-name").allInnerTexts();
const count = (page: Page) => page.locator(".list-count");

test("a search, turned over from the first page to the last and back, meets each case once", async ({ page }, info) => {
  const addresses: string[] = [];
  page.on("request", (request) => addresses.push(request.url()));
  await open(page, "/familier?sorter=nummer-opp");
  await search(page, WORD.toLowerCase().slice(0, 8));
  await expect(count(page)).toContainText(`${COUNT} familier, viser 50`);
  const first = await names(page);
  await picture(page, info, "first-page");
  await page.getByRole("link", { name: "Neste" }).click();
  await expect(count(page)).toContainText(`${COUNT} familier, viser ${COUNT - 50}`);
  await expect(count(page)).toBeFocused();
  const second = await names(page);
  expect(new Set([...first, ...second]).size).toBe(COUNT);
  const numbers = await page.locator(".case-number").allInnerTexts();
  expect([...numbers].sort()).toEqual(numbers);

  await page.getByRole("link", { name: "Forrige" }).click();
  await expect(count(page)).toContainText("viser 50");
  expect(await names(page)).toEqual(first);
  await page.getByRole("link", { name: "Siste" }).click();
  await expect(page).toHaveURL(/side=siste/);
  await expect(page.getByRole("link", { name: "Første" })).toBeVisible();
  expect((await names(page)).at(-1)).toBe(second.at(-1));

  // What was searched for stands in no address, no history and not in the server's log.
  for (const address of [...addresses, page.url()]) expect(address.toLowerCase()).not.toContain(WORD.toLowerCase().slice(0, 8));
  expect(serverLog().toLowerCase()).not.toContain(WORD.toLowerCase().slice(0, 8));
});

test("back from a case the search and the page are still there; after a new start they are gone", async ({ page }) => {
  await open(page, "/familier?sorter=nummer-opp");
  await search(page, WORD);
  await expect(count(page)).toContainText(`${COUNT} familier`);
  await page.getByRole("link", { name: "Neste" }).click();
  await expect(count(page)).toContainText(`viser ${COUNT - 50}`);
  const here = await names(page);
  await page.locator(".case-link").first().click();
  await expect(page.locator("h1")).toHaveText(here[0]);
  await page.goBack();
  await expect(count(page)).toContainText(`viser ${COUNT - 50}`);
  expect(await names(page)).toEqual(here);
  await expect(page.getByRole("searchbox")).toHaveValue(WORD);

  // A new search from a later page begins at the first.
  await search(page, `${WORD} 7`);
  await expect(count(page)).toContainText("1 familie ·");
  await expect(page).not.toHaveURL(/side=/);
  await page.getByRole("button", { name: "Tøm søket" }).click();
  await expect(page.locator(".case-link").nth(1)).toBeVisible();
  await page.reload();
  await expect(page.getByRole("searchbox")).toHaveValue("");
});

test("filters and order stand in the address, and are what is stored", async ({ page }) => {
  await open(page, "/familier");
  await page.getByRole("link", { name: "Enheten", exact: true }).click();
  await expect(page.locator("h1")).toHaveText("Enhetens familier");
  await page.getByLabel("Saksansvarlig", { exact: true }).selectOption({ label: "Demo Avdelingsleder" });
  await page.getByLabel("Rekkefølge", { exact: true }).selectOption({ label: "Nummer, høyeste først" });
  await page.getByRole("button", { name: "Vis", exact: true }).click();
  await expect(page).toHaveURL(/vis=enheten.*ansvarlig=.*sorter=nummer-ned/);
  await expect(page.locator(".case-who").first()).toContainText("Demo Avdelingsleder");
  const query = new URL(page.url()).search;
  const stored = await listed(query);
  expect(await page.locator(".case-number").allInnerTexts()).toEqual(stored.rows.map(({ number }) => number));
  expect((await casesOf(session)).length).toBe(stored.total);

  await page.reload();
  await ready(page);
  await expect(page.getByLabel("Rekkefølge", { exact: true })).toHaveValue("nummer-ned");
  await expect(page.locator(".case-who").first()).toContainText("Demo Avdelingsleder");
  await page.getByLabel("Status", { exact: true }).selectOption({ label: "Avsluttet" });
  await page.getByRole("button", { name: "Vis", exact: true }).click();
  await expect(page).toHaveURL(/status=closed/);
  await page.goBack();
  await expect(page.getByLabel("Status", { exact: true })).toHaveValue("");
  await expect(page.locator(".case-link").first()).toBeVisible();
});

test("nothing found says so and leads out", async ({ page }) => {
  await open(page, "/familier");
  await search(page, "Finnesikkexyz");
  await expect(page.locator(".empty h2")).toHaveText("Fant ingen familier");
  await expectNoAxeViolations(page);
  await page.getByRole("button", { name: "Vis alle" }).click();
  await expect(page.locator(".case-link").first()).toBeVisible();
  await expect(page.getByRole("searchbox")).toHaveValue("");
  await search(page, "m");
  await expect(count(page)).toContainText("Skriv minst to bokstaver, eller et nummer.");
  await search(page, "Anne-M");
  await expect(count(page)).toContainText("familier");
  await search(page, "Kvernodegard");
  await page.getByRole("link", { name: "Let i hele enheten" }).click();
  await expect(page.locator("h1")).toHaveText("Enhetens familier");
  await expect(page.getByRole("searchbox")).toHaveValue("Kvernodegard");
});

test("a filter is saved, applied, renamed and removed", async ({ page, faults }, info) => {
  faults.expect(/422/);
  const name = `Inntak ${info.project.name} ${WORD}`;
  const kept = async () => {
    const answer = await call("list_choices", { unit: "false" }, { session });
    const { filters } = JSON.parse(answer.body) as { filters: { name: string; query: string }[] };
    return filters.filter((one) => one.name.includes(WORD));
  };
  await open(page, "/familier?vis=enheten&status=intake&sorter=opprettet-opp");
  await page.getByText("Lagre eller endre filtre").click();
  await page.getByRole("button", { name: "Lagre filteret" }).click();
  await expect(page.getByRole("alert")).toHaveText("Gi filteret et navn.");
  await page.getByLabel("Navn på filteret du ser nå").fill(name);
  await page.getByRole("button", { name: "Lagre filteret" }).click();
  await expect(page.locator(".filter-done")).toHaveText("Filteret er lagret.");
  expect(await kept()).toEqual([expect.objectContaining({ name, query: "vis=enheten&status=intake&sorter=opprettet-opp" })]);
  await expectNoAxeViolations(page);
  await picture(page, info, "saved", true);
  expect(await overflow(page)).toBeLessThanOrEqual(0);

  await open(page, "/familier");
  await page.getByRole("link", { name }).click();
  await expect(page).toHaveURL(/vis=enheten&status=intake&sorter=opprettet-opp/);
  await expect(page.getByLabel("Status", { exact: true })).toHaveValue("intake");
  await page.getByText("Lagre eller endre filtre").click();
  await page.getByLabel(`Nytt navn på «${name}»`).fill(`Nytt ${WORD}`);
  await page.locator(".filter-row", { has: page.getByLabel(`Nytt navn på «${name}»`) }).getByRole("button", { name: "Gi nytt navn" }).click();
  await expect(page.locator(".filter-done")).toHaveText("Filteret har fått nytt navn.");
  expect((await kept()).map((one) => one.name)).toEqual([`Nytt ${WORD}`]);
  await page.getByRole("button", { name: `Fjern «Nytt ${WORD}»` }).click();
  await expect(page.locator(".filter-done")).toHaveText("Filteret er fjernet.");
  expect(await kept()).toEqual([]);
});

test("a leader's line leads to the reason; the intake team's open cases are no links; others have no list", async ({ page, faults }) => {
  faults.expect(/403/);
  await enterAs(page, "unitLeader");
  await open(page, "/familier?vis=enheten");
  await search(page, `${WORD} 3`);
  await expect(page.locator(".case-link")).toHaveCount(1);
  await page.locator(".case-link").click();
  await expect(page.locator("#reason")).toBeVisible();

  await enterAs(page, "intakeTeam");
  await open(page, "/familier?vis=enheten");
  await search(page, `${WORD} 3`);
  await expect(page.locator(".case-link[data-shut]")).toHaveCount(1);
  await expect(page.locator("a.case-link")).toHaveCount(0);

  await enterAs(page, "milieuLead");
  await open(page, "/familier?vis=enheten");
  await expect(page.locator(".empty")).toBeVisible();
  await expect(page.getByRole("link", { name: "Enheten", exact: true })).toHaveCount(0);
  expect((await listed("vis=enheten", "", await sessionOf("milieuLead"))).total).toBe(0);
});

test("the quick search gives ten at most, one's own first", async () => {
  const answer = await call("search_cases", { text: WORD }, { session });
  const rows = JSON.parse(answer.body) as (Row & { is_mine: boolean })[];
  expect(rows.length).toBe(10);
  expect(rows.every((row) => row.is_mine && row.name.startsWith(WORD))).toBe(true);
  expect(JSON.parse((await call("search_cases", { text: "m" }, { session })).body)).toEqual([]);
});
