import type { Page } from "@playwright/test";
import { type Account } from "../support/accounts";
import { CASES, CASE_KEYS, type CaseKey, demoCases, FAMILIES, sessionOf } from "../support/demo";
import { call } from "../support/http";
import { enterAs, expect, open, picture, test } from "../support/test";

// Each of the six cases beside its tables: who may see it sees everyone and every partnership, and none other.

/** Kristoffer's case holds what he told: himself, the marriage with Marte, their children, his parents. */
const OF_KRISTOFFER = ["A01", "A03", "A06", "A07", "A08", "A21", "A22"];
/** Told in confidence to the case lead. */
const IN_CONFIDENCE = "A12";
/** Ties that only the lead and the stand-in see. */
const RESTRICTED = ["physical_abuse", "violence"];

interface Expected {
  people: string[];
  couples: string[];
}

function expected(key: CaseKey, seesAsLead: boolean): Expected {
  const { people, partners } = FAMILIES[CASES[key].family];
  const held = (id: string) => (key !== "kristoffer" || OF_KRISTOFFER.includes(id)) && (seesAsLead || id !== IN_CONFIDENCE);
  return {
    people: people.map(({ id }) => id).filter(held).sort(),
    couples: partners.filter(({ a, b }) => held(a) && held(b)).map(({ a, b, kind }) => `${a} ${b} ${kind}`).sort(),
  };
}

interface Held {
  record: {
    people: Record<string, unknown>;
    partnerships: Record<string, { a: string; b: string; kind: string }>;
    bonds: Record<string, { kind: string }>;
  };
}

let cases: Awaited<ReturnType<typeof demoCases>>;
test.beforeAll(async () => {
  cases = await demoCases();
});

async function received(account: Account, key: CaseKey, reason?: string): Promise<Held["record"]> {
  const fields = { id: cases[key].id, ...(reason ? { reason } : {}) };
  const answer = await call("case_map", fields, { session: await sessionOf(account) });
  expect(answer.status).toBe(200);
  return (JSON.parse(answer.body) as Held).record;
}

const told = (record: Held["record"]): Expected => ({
  people: Object.keys(record.people).sort(),
  couples: Object.values(record.partnerships).map(({ a, b, kind }) => `${a} ${b} ${kind}`).sort(),
});

async function drawn(page: Page): Promise<string[]> {
  const ids = await page.locator("svg.map [data-person]").evaluateAll((all) => all.map((one) => one.getAttribute("data-person") ?? ""));
  return ids.sort();
}

for (const key of CASE_KEYS) {
  const lead: Account = key === "kristoffer" ? "otherLead" : "lead";

  test(`${CASES[key].title}: everyone and every partnership of the tables, and none other`, async ({ page }, info) => {
    const all = expected(key, true);
    const record = await received(lead, key);
    expect(told(record)).toEqual(all);

    await enterAs(page, lead);
    await open(page, `/familier/${cases[key].id}/kart`);
    expect(await drawn(page)).toEqual(all.people);
    // Each partnership is one line; a couple with two is one line with both.
    const pairs = new Set(all.couples.map((couple) => couple.slice(0, 7)));
    await expect(page.locator('svg.map .couple[role="img"]')).toHaveCount(pairs.size);
    await page.getByRole("button", { name: "Vis hele kartet" }).click();
    await picture(page, info, `${key}-map`);

    await page.getByRole("link", { name: "Samme kart som tabell" }).click();
    await expect(page.locator("tr[data-person]")).toHaveCount(all.people.length);
    for (const { a, b } of FAMILIES[CASES[key].family].partners) {
      if (!all.people.includes(a) || !all.people.includes(b)) continue;
      // Partners stand in each other's row, so there are as many as there are ends of lines.
      const row = page.locator(`tr[data-person="${a}"] td`).nth(3);
      await expect(row, `${a} and ${b}`).not.toHaveText("");
    }
    await picture(page, info, `${key}-table`, true);
  });

  test(`${CASES[key].title}: the stand-in sees what the lead sees, the leader not what was told in confidence`, async () => {
    expect(told(await received("standIn", key))).toEqual(expected(key, true));
    const leader = await received("unitLeader", key, "Kvalitetskontroll");
    expect(told(leader)).toEqual(expected(key, false));
    expect(Object.values(leader.bonds).filter(({ kind }) => RESTRICTED.includes(kind))).toEqual([]);
    expect(JSON.stringify(leader)).not.toContain(IN_CONFIDENCE);
  });
}

test("the milieu lead sees Ylva's map without the restricted ties, and is not told that there are any", async ({ page }) => {
  const [lead, milieu] = [await received("lead", "ylva"), await received("milieuLead", "ylva")];
  const kinds = (record: Held["record"]) => Object.values(record.bonds).map(({ kind }) => kind);
  expect(kinds(lead)).toContain("physical_abuse");
  expect(kinds(milieu).filter((kind) => RESTRICTED.includes(kind))).toEqual([]);
  expect(kinds(milieu).length).toBe(kinds(lead).length - 1);
  expect(told(milieu)).toEqual(expected("ylva", false));
  await enterAs(page, "milieuLead");
  await open(page, `/familier/${cases.ylva.id}/kart`);
  for (const layer of await page.locator(".map-layers input").all()) await layer.check();
  expect(await page.content()).not.toMatch(/physical_abuse|abuse|Vold|vold mot/);
});

test("Kristoffer's case tells nothing of Marte's other partners, children and losses", async ({ page }) => {
  await enterAs(page, "otherLead");
  const others = FAMILIES.A.people.filter(({ id }) => !OF_KRISTOFFER.includes(id));
  for (const tab of ["", "/kart", "/personer", "/innsyn"]) {
    await open(page, `/familier/${cases.kristoffer.id}${tab}`);
    const content = await page.content();
    for (const { id, name } of others) {
      expect(content, `${name} on ${tab}`).not.toContain(name);
      expect(content, `${id} on ${tab}`).not.toMatch(new RegExp(`\\b${id}\\b`));
    }
  }
});

test("Noah's foster sister has neither name nor address anywhere", async ({ page }) => {
  await enterAs(page, "lead");
  for (const tab of ["", "/kart", "/personer"]) {
    await open(page, `/familier/${cases.noah.id}${tab}`);
    const content = await page.content();
    expect(content).not.toMatch(/kode 6|Strengt fortrolig/i);
  }
  const record = (await received("lead", "noah")) as unknown as {
    people: Record<string, { name: unknown; shielded: boolean }>;
  };
  expect(record.people.B08.shielded).toBe(true);
  expect(record.people.B08.name).not.toHaveProperty("known");
});
