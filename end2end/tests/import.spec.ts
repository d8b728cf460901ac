import fs from "node:fs";
import type { Page } from "@playwright/test";
import { casesOf, sessionOf } from "../support/demo";
import { OURS, call, send, upload } from "../support/http";
import { mutatedFiles } from "../support/mutate";
import { enterAs, expect, open, picture, speak, test } from "../support/test";

const fixture = (name: string) => fs.readFileSync(new URL(`../../crates/family-map/tests/data/${name}`, import.meta.url));
const IVAR = fixture("ivar-king-of-dublin.ged");
const VARIANTS = fixture("family-structure-variants.ged");

async function choose(page: Page, name: string, buffer: Buffer) {
  await page.locator("#file").setInputFiles({ name, mimeType: "text/plain", buffer });
}
const submit = (page: Page) => page.locator("main form button[type=submit]");

async function seePreview(page: Page, name: string, file: Buffer) {
  await enterAs(page, "lead");
  await open(page, "/familier/importer");
  await choose(page, name, file);
  await submit(page).click();
  await expect(page.locator("#name")).toBeVisible({ timeout: 30_000 });
}

const drawn = (page: Page) =>
  page.locator("svg.map [data-person]").evaluateAll((all) => all.map((one) => one.getAttribute("data-person")));

test("a tree of 1,288 people: seen beforehand, made a case of, everyone on one map and nobody twice", async ({ page }, info) => {
  test.setTimeout(120_000);
  await enterAs(page, "lead");
  await open(page, "/familier/importer");
  await choose(page, "ivar-king-of-dublin.ged", IVAR);
  const start = performance.now();
  await submit(page).click();
  await expect(page.locator("#found")).toBeVisible({ timeout: 30_000 });
  const seen = performance.now();
  await expect(page.locator(".facts").first()).toContainText("1288");
  await expect(page.locator("#name")).toHaveValue("ivar-king-of-dublin");
  await expect(page.getByText("Tas ikke med")).toBeVisible();
  const asked = performance.now();
  await submit(page).click();
  await page.waitForURL(/\/kart$/, { timeout: 60_000 });
  await expect(page.locator("svg.map [data-person]").first()).toBeVisible({ timeout: 60_000 });
  const shown = performance.now();
  const seconds = (from: number, to: number) => ((to - from) / 1000).toFixed(2);
  const measured = `${seconds(start, seen)} s to the preview, ${seconds(asked, shown)} s from there to the drawn map`;
  console.log(`${info.project.name}: 1,288 people: ${measured}`);
  info.annotations.push({ type: "measured", description: measured });

  // A large map draws what shows.
  await page.getByRole("button", { name: "Vis hele kartet" }).click();
  await expect.poll(async () => (await drawn(page)).length, { timeout: 30_000 }).toBe(1288);
  expect(new Set(await drawn(page)).size).toBe(1288);
  await picture(page, info, "ivar");
  await page.reload();
  await expect(page.locator("svg.map[role=group]")).toHaveAttribute("aria-label", /1288 personer/);
});

test("a tree with every form of family: two fathers, adoption, several partners", async ({ page }, info) => {
  await seePreview(page, "family-structure-variants.ged", VARIANTS);
  const people = VARIANTS.toString("latin1").match(/^0 @[^@]+@ INDI/gm)?.length ?? 0;
  await expect(page.locator(".facts").first()).toContainText(String(people));
  await page.locator("#name").fill("Alle slags familier");
  await submit(page).click();
  await page.waitForURL(/\/kart$/);
  await expect(page.locator("svg.map [data-person]")).toHaveCount(people);
  await expect(page.locator("h1")).toHaveText("Alle slags familier");
  await picture(page, info, "variants");
});

test("what a file holds is told line by line, also what is not brought along", async ({ page }) => {
  const file =
    "0 HEAD\n1 GEDC\n2 VERS 5.5.1\n1 CHAR UTF-8\n0 @I1@ INDI\n1 NAME Kari /Nordmann/\n1 OCCU baker\n1 BIRT\n2 DATE 31 FEB 1990\n" +
    "0 @F1@ FAM\n1 WIFE @I1@\n1 CHIL @I9@\n0 TRLR\n";
  await seePreview(page, "kari.ged", Buffer.from(file));
  await expect(page.getByText("Linje 9")).toBeVisible();
  await expect(page.getByText("Datoen «31 FEB 1990» kunne ikke leses")).toBeVisible();
  await expect(page.getByText("Linje 12")).toBeVisible();
  await page.getByText("Tas ikke med").click();
  await expect(page.locator("code", { hasText: "OCCU" })).toBeVisible();
});

test("nothing is kept by a look, by a file that cannot be read, or without a name", async ({ page, faults }) => {
  faults.expect(/422/);
  const session = await sessionOf("milieuLead");
  const before = await casesOf(session);
  await enterAs(page, "milieuLead");
  await open(page, "/familier/importer");
  await submit(page).click();
  await expect(page.getByRole("alert")).toHaveText("Velg en fil først.");
  await choose(page, "bilde.ged", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3]));
  await submit(page).click();
  await expect(page.getByRole("alert")).toContainText("Dette er ikke en slektsfil av typen GEDCOM. Ingenting er lagret.");
  await choose(page, "kari.ged", Buffer.from("0 HEAD\n0 @I1@ INDI\n1 NAME Kari /Nordmann/\n0 TRLR\n"));
  await expect(page.getByRole("alert")).toHaveCount(0);
  await submit(page).click();
  await page.locator("#name").fill("   ");
  await submit(page).click();
  await expect(page.getByRole("alert")).toHaveText("Gi mappen et navn.");
  expect(await casesOf(session)).toEqual(before);
});

test("a file that is too large is stopped before it is sent", async ({ page }) => {
  await enterAs(page, "lead");
  await open(page, "/familier/importer");
  const sent: string[] = [];
  page.on("request", (request) => sent.push(request.url()));
  await choose(page, "stor.ged", Buffer.alloc(20_000_001, "0"));
  await submit(page).click();
  await expect(page.getByRole("alert")).toContainText("20 MB");
  expect(sent.filter((url) => url.includes("/api/"))).toEqual([]);
});

test("a person in a hurry who presses twice gets one case", async ({ page }, info) => {
  const name = `Dobbelt trykk ${info.project.name}`;
  await seePreview(page, "kari.ged", Buffer.from("0 HEAD\n0 @I1@ INDI\n1 NAME Kari /Nordmann/\n0 TRLR\n"));
  await page.locator("#name").fill(name);
  await submit(page).dblclick();
  await page.waitForURL(/\/kart$/);
  expect((await casesOf(await sessionOf("lead"))).filter((line) => line.name === name).length).toBe(1);
});

test("@once a spoilt file gets a clear answer, in the reader's language, and nothing of it is kept", async ({ page, faults }) => {
  test.setTimeout(240_000);
  faults.expect(/422/);
  const session = await sessionOf("otherLead");
  const before = await casesOf(session);
  const files = mutatedFiles([IVAR, VARIANTS]);
  expect(files.length).toBeGreaterThanOrEqual(60);
  const refused = new Map<string, Buffer>();
  let longest = 0;
  for (const [what, file] of files) {
    const start = performance.now();
    const answer = await upload("preview_gedcom", file, {}, { session });
    longest = Math.max(longest, performance.now() - start);
    if (answer.status === 200) {
      const { counts } = JSON.parse(answer.body) as { counts: number[] };
      expect(counts.length, what).toBe(4);
    } else {
      expect(answer.status, `${what}: ${answer.body}`).toBe(422);
      const [key, why] = Object.entries(JSON.parse(answer.body) as Record<string, unknown>)[0];
      expect(["Unreadable", "Missing"], what).toContain(key);
      refused.set(JSON.stringify((why as { key?: string }).key ?? why), file);
      // What cannot be shown cannot be saved either.
      expect((await upload("import_gedcom", file, { name: "Ødelagt" }, { session })).status, what).toBe(422);
    }
  }
  console.log(`${files.length} spoilt files, the slowest answered in ${Math.round(longest)} ms, refusals: ${[...refused.keys()].join(", ")}`);
  expect(refused.size).toBeGreaterThanOrEqual(3);
  expect(await casesOf(session)).toEqual(before);
  expect((await send("/healthz")).status).toBe(200);

  // Each kind of refusal as a person meets it.
  for (const language of ["nb", "en"] as const) {
    await enterAs(page, "otherLead");
    await speak(page, language);
    await open(page, "/familier/importer");
    for (const [why, file] of refused) {
      if (file.length > 20_000_000) continue;
      await choose(page, "fil.ged", file);
      await submit(page).click();
      const alert = page.getByRole("alert");
      await expect(alert).toBeVisible({ timeout: 20_000 });
      await expect(alert, `${why} in ${language}`).toHaveText(language === "nb" ? /[Ff]il/ : /[Ff]ile/);
      await expect(alert).not.toContainText(/\{|gedcom\.|Internal/);
    }
  }
});

test("@once a form that breaks off in the middle is refused: half a tree is not taken for a whole one", async () => {
  const session = await sessionOf("otherLead");
  const before = await casesOf(session);
  const half = IVAR.subarray(0, 200_000);
  const head = (name: string) => `--x\r\ncontent-disposition: form-data; name="${name}"`;
  const body = Buffer.concat([Buffer.from(`${head("name")}\r\n\r\nHalv\r\n${head("file")}; filename="a.ged"\r\n\r\n`), half]);
  for (const name of ["preview_gedcom", "import_gedcom"]) {
    const headers = { ...OURS, "content-type": "multipart/form-data; boundary=x" };
    const answer = await send(`/api/${name}`, { method: "POST", session, body, headers });
    expect(answer.status, `${name}: ${answer.body.slice(0, 100)}`).toBe(422);
  }
  expect(await casesOf(session)).toEqual(before);
});

test("who may make no case may bring in no file, and is not invited to", async ({ page, faults }) => {
  faults.expect(/403/);
  await enterAs(page, "administrator");
  await open(page, "/familier");
  await expect(page.locator('#nav a[href="/familier/importer"]')).toHaveCount(0);
  const session = await sessionOf("administrator");
  const answer = await upload("import_gedcom", VARIANTS, { name: "Ikke lov" }, { session });
  expect([answer.status, answer.body]).toEqual([403, '"NotAllowed"']);
  expect((await call("my_cases", {}, { session })).body).toBe("[]");
  await open(page, "/familier/importer");
  await choose(page, "a.ged", VARIANTS);
  await submit(page).click();
  await expect(page.getByRole("alert")).toHaveText("Du har ikke lov til å gjøre dette.");
});
