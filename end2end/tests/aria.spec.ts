import type { Page } from "@playwright/test";
import { ACCOUNTS, PASSWORD } from "../support/accounts";
import { CASES } from "../support/demo";
import { callAs } from "../support/live";
import { given, OwnServer } from "../support/own-server";
import { expect, open, signIn, test } from "../support/test";

// What a screen reader is told of the three maps, as the browser's own tree has it: one group with a sentence of its own,
// what is drawn between people before the people, and everyone once. On a server where nobody else draws.

const tree = (page: Page) => page.locator("svg.map[role=group]").ariaSnapshot();
/** The roles and names under the group, in order. */
const told = (text: string) => [...text.matchAll(/^ {2}- '?(img|button) "((?:[^"\\]|\\.)*)"/gm)].map(([, role, name]) => ({ role, name }));

test("the genogram, the network map and the ecomap of Marte as they are read aloud @once", async ({ browser }) => {
  const server = new OwnServer(given("SERVER_SITE"));
  await server.start();
  try {
    const context = await browser.newContext({ baseURL: server.base, viewport: { width: 1280, height: 800 }, locale: "nb-NO" });
    const page = await context.newPage();
    await page.goto("/logg-inn");
    await signIn(page, { email: ACCOUNTS.lead, password: PASSWORD });
    const cases = JSON.parse(await callAs(page, "my_cases")) as { id: string; name: string }[];
    const id = cases.find(({ name }) => name === CASES.marte.title)?.id ?? "";

    await open(page, `/familier/${id}/kart`);
    const map = await tree(page);
    expect(map).toMatch(/^- group "Genogram\. Marte med familie\. 23 personer"/);
    const all = told(map);
    const people = all.filter(({ role }) => role === "button");
    // People after what is between them, each once, from the oldest generation down.
    expect(all.slice(-people.length)).toEqual(people);
    expect(people).toHaveLength(23);
    expect(new Set(people.map(({ name }) => name)).size).toBe(23);
    const sentences = [
      "Marte og Kristoffer: skilt. Forholdet varte fra 16. juni 2018 til 15. februar 2022.",
      "Husstanden Storgata (Marte): Marte, Emil, Ada, Live og Pelle.",
      "Randi, 58 år. Samboer med Geir. Skilt fra Odd. Barn: Kine, Marte og Sander. Hjem: Randi/Geir.",
      "Odd, død 26. april 2019, 54 år gammel. Skilt fra Randi. Barn: Kine og Marte.",
    ];
    for (const sentence of sentences) expect(all.map(({ name }) => name)).toContain(sentence);
    const row = (start: string) => people.findIndex(({ name }) => name.startsWith(start));
    expect(row("Randi,")).toBeLessThan(row("Marte,"));
    expect(row("Marte,")).toBeLessThan(row("Emil,"));
    expect(people[row("Marte,")]?.name).toMatch(/^Marte, 30 år\. Hovedperson i familiekartet\. Særboer med Tobias\. Skilt fra Kristoffer\. Tidligere samboer med Stian\./);
    // Feelings are off until somebody asks.
    expect(map).not.toMatch(/konflikt|savn/);

    await open(page, `/familier/${id}/kart/nettverk`);
    const network = await tree(page);
    expect(network).toMatch(/^- group "Nettverkskart\. Marte med familie\. Nettverkskart for Marte\. 15 personer eller grupper rundt midten\."/);
    const around = told(network);
    expect(around.filter(({ role }) => role === "button")).toHaveLength(15);
    // Sixteen know each other, and the middle itself.
    expect(around.filter(({ name }) => name.endsWith("kjenner hverandre."))).toHaveLength(16);
    expect(around.map(({ name }) => name)).toContain(
      "Venninne Ine: Venner og naboer, det effektive nettverket. Kontakt: hver måned. Støtte: følelsesmessig. Støtten går begge veier. Båndet er støttende. Kjenner Kine (søster).",
    );

    await open(page, `/familier/${id}/kart/okokart`);
    const ecomap = await tree(page);
    expect(ecomap).toContain("Økokart for Storgata (Marte). Husstanden Storgata (Marte): Marte, Emil, Ada, Live og Pelle.");
    expect(told(ecomap).map(({ role }) => role)).toEqual(["img"]);
    await context.close();
  } finally {
    await server.remove();
  }
});
