import { execFile } from "node:child_process";
import fs from "node:fs";
import { promisify } from "node:util";
import { type Account, EVERYONE } from "../support/accounts";
import { CASES, CASE_KEYS, demoCases, FAMILIES, sessionOf } from "../support/demo";
import { call, send } from "../support/http";
import { enterAs, expect, expectNoAxeViolations, open, overflow, picture, test } from "../support/test";

// A map to take along: for whom, as what, what is not in it, and that it stands in the log.

interface Row {
  action: string;
  object: string;
}
const address = (id: string, asked: Record<string, string>) => `/familier/${id}/kart/fil?${new URLSearchParams(asked).toString()}`;
const made = async (id: string, object: string) => {
  const { rows } = JSON.parse((await call("case_log", { id }, { session: await sessionOf("standIn") })).body) as { rows: Row[] };
  return rows.filter((row) => row.action === "print" && row.object === object).length;
};
const readers = async (id: string, session: string) =>
  JSON.parse((await call("map_readers", { id }, { session })).body) as { person: string; name: string }[];

test("the form makes a file for whoever is chosen, and the log tells of it", async ({ page }, info) => {
  const { marte } = await demoCases();
  const session = await sessionOf("lead");
  await enterAs(page, "lead");
  await open(page, `/familier/${marte.id}/kart`);
  await page.getByRole("link", { name: "Ta med" }).click();
  await expect(page.getByRole("heading", { name: "Ta med kartet" })).toBeVisible();
  await expectNoAxeViolations(page);
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  await picture(page, info, "take-along");
  const options = await page.getByLabel("Hvem er det til?").locator("option").allInnerTexts();
  expect(options.slice(1)).toEqual((await readers(marte.id, session)).map(({ name }) => name));

  const before = await made(marte.id, "map_file");
  const paper = page.waitForEvent("download");
  await page.getByRole("button", { name: "Lag filen" }).click();
  const file = await paper;
  expect(file.suggestedFilename()).toBe("kart.pdf");
  const where = info.outputPath("kart.pdf");
  await file.saveAs(where);
  expect(fs.readFileSync(where).subarray(0, 5).toString()).toBe("%PDF-");
  // What stands in it, as a reader's program finds it.
  const { stdout } = await promisify(execFile)("pdftotext", ["-layout", where, "-"]).catch(() => ({ stdout: "" }));
  if (stdout !== "") {
    for (const words of ["Genogram", "FIKTIVE DATA", "Laget for teamet", "Marte", "Kartet med ord"]) expect(stdout).toContain(words);
  }
  // Others may make files of the same case meanwhile.
  expect(await made(marte.id, "map_file")).toBeGreaterThan(before);

  await page.getByLabel("Bilde (PNG)").check();
  const points = page.waitForEvent("download");
  await page.getByRole("button", { name: "Lag filen" }).click();
  const png = info.outputPath("kart.png");
  await (await points).saveAs(png);
  const bytes = fs.readFileSync(png);
  expect(bytes.subarray(1, 4).toString()).toBe("PNG");
  // Width and height of the picture, from its own head.
  expect(bytes.readUInt32BE(16)).toBeGreaterThan(600);
});

test("what the reader may not see is in no file, nor is a gap @once", async () => {
  const { marte } = await demoCases();
  const session = await sessionOf("lead");
  const hidden = FAMILIES.A.people.find(({ id }) => id === "A12")?.name ?? "";
  const team = await send(address(marte.id, { kart: "genogram", form: "json" }), { session });
  expect(team.body).toContain("A12");
  const before = await made(marte.id, "map_shared");
  let count = 0;
  let blind = 0;
  for (const { person } of await readers(marte.id, session)) {
    const seen = JSON.parse((await call("seen_map", { id: marte.id, person }, { session })).body) as { record: { people: Record<string, unknown> } };
    const people = Object.keys(seen.record.people).sort();
    // Whoever told of it themselves sees it.
    const hides = people.includes("A12") ? [] : ["A12", hidden].filter((word) => word !== "");
    blind += hides.length > 0 ? 1 : 0;
    for (const form of ["svg", "json", "gedcom7", "gedcom551", "csv"]) {
      const file = await send(address(marte.id, { kart: "genogram", form, for: person }), { session });
      count += 1;
      // Where nobody is shown there is nothing to draw.
      const isDrawn = form !== "svg" || people.length > 0;
      expect(file.status, form).toBe(isDrawn ? 200 : 404);
      if (!isDrawn) continue;
      expect(file.headers["cache-control"]).toBe("no-store");
      expect(String(file.headers["content-disposition"])).toMatch(/^attachment; filename="kart\.(svg|json|ged|csv)"$/);
      for (const word of hides) expect(file.body.includes(word), `${form}: ${word}`).toBe(false);
      if (form === "svg") {
        const drawn = [...file.body.matchAll(/<g id="person-([^"]+)" class="person /g)].map((match) => match[1]).sort();
        expect(drawn).toEqual(people);
      }
    }
  }
  expect(count).toBeGreaterThan(0);
  expect(await made(marte.id, "map_shared")).toBeGreaterThanOrEqual(before + count);
  expect(blind, "somebody is not told of it").toBeGreaterThan(0);
  // The other maps, and the ones that are not there.
  for (const kart of ["nettverk", "okokart"]) {
    expect((await send(address(marte.id, { kart, form: "svg" }), { session })).body).toContain("<svg");
    const paper = await send(address(marte.id, { kart, form: "a3" }), { session });
    expect(paper.body.startsWith("%PDF-"), kart).toBe(true);
  }
  for (const asked of [{ kart: "x", form: "svg" }, { kart: "genogram", form: "x" }, { kart: "genogram", form: "svg", for: "nobody" }]) {
    expect((await send(address(marte.id, asked as Record<string, string>), { session })).status).toBe(404);
  }
});

test("a file is only for whoever has the whole case @once", async () => {
  const cases = await demoCases();
  const whole: Partial<Record<Account, readonly string[]>> = {
    lead: ["marte", "noah", "amna", "ylva", "viljar"],
    otherLead: ["kristoffer"],
    standIn: CASE_KEYS,
    milieuLead: ["ylva"],
  };
  for (const account of [undefined, ...EVERYONE] as (Account | undefined)[]) {
    const session = account ? await sessionOf(account) : undefined;
    for (const key of CASE_KEYS) {
      const opens = account !== undefined && (whole[account] ?? []).includes(key);
      const answer = await send(address(cases[key].id, { kart: "genogram", form: "svg" }), { session });
      expect([200, 303, 401, 404].includes(answer.status), `${account} ${key}`).toBe(true);
      expect(answer.status === 200 && answer.body.includes("<svg"), `${account} ${key}`).toBe(opens);
      if (!opens) expect(answer.body).not.toContain(CASES[key].title);
    }
  }
});
