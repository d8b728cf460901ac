import { demoCases, sessionOf } from "../support/demo";
import { call, callJson, send } from "../support/http";
import { enterAs, expect, expectNoAxeViolations, open, overflow, test } from "../support/test";

// A group is changed, a family moves to another, a unit has programmes of its own, and what was counted is taken out.

test.describe.configure({ mode: "serial" });
// A form that is not taken answers 422.
test.beforeEach(({ faults }) => faults.expect(/422/));

async function colleague(name: string): Promise<string> {
  const answer = await call("group_setup", {}, { session: await sessionOf("lead") });
  const { colleagues } = JSON.parse(answer.body) as { colleagues: [string, string][] };
  return colleagues.find(([, other]) => other === name)?.[0] ?? "";
}

/** A group in the spring of 2027 that is led by the demonstration's lead. */
async function made(name: string, programme: string, from: string): Promise<string> {
  const form = {
    ...{ name, programme, variant: "", meetings: "", from, time: "12:00", minutes: "", seats: "8" },
    ...{ room: "", language: "", interpreter: "", childcare: "", food: "", cost: "" },
    leaders: [{ user: await colleague("Demo Saksansvarlig"), certified: true, language: "" }],
  };
  const answer = await callJson("create_group", { form }, { session: await sessionOf("lead") });
  expect(answer.status, answer.body).toBe(200);
  return JSON.parse(answer.body);
}

const settings = async (id: string) =>
  JSON.parse((await call("group_settings", { id }, { session: await sessionOf("lead") })).body);

test("a group gets another name, more seats and another leader, and is called off and taken up", async ({ page }, info) => {
  const name = `Endres ${info.project.name} ${Date.now()}`;
  const id = await made(name, "cos_p", "2027-02-04");
  await enterAs(page, "lead");
  await open(page, `/grupper/${id}`);
  await page.getByRole("link", { name: "Endre gruppen" }).click();
  const setting = page.locator("section[aria-labelledby=setting]");
  await expect(setting.locator("#name")).toHaveValue(name);
  await expectNoAxeViolations(page);
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  await setting.locator("#seats").fill("0");
  await setting.getByRole("button", { name: "Lagre" }).click();
  await expect(setting.getByRole("alert")).toContainText("hvor mange plasser");
  await setting.locator("#seats").fill("9");
  await setting.locator("#name").fill(`${name} II`);
  await setting.locator("#language").selectOption("so");
  await setting.getByRole("button", { name: "Lagre" }).click();
  await expect(page.locator("h1")).toHaveText(`${name} II`);
  expect((await settings(id)).form).toMatchObject({ name: `${name} II`, seats: "9", language: "so" });

  await open(page, `/grupper/${id}/endre`);
  const leaders = page.locator("section[aria-labelledby=leaders]");
  const second = leaders.locator("#leader-2");
  const other = await second.locator("option").nth(1).getAttribute("value");
  await second.selectOption(other ?? "");
  await leaders.locator("#from-2").fill("2027-02-01");
  await leaders.locator("#to-2").fill("2027-01-01");
  await leaders.getByRole("button", { name: "Lagre lederne" }).click();
  await expect(leaders.getByRole("alert")).toBeVisible();
  await leaders.locator("#to-2").fill("2027-03-31");
  await leaders.locator("#certified-2").fill("2026-01-15");
  await leaders.getByRole("button", { name: "Lagre lederne" }).click();
  await expect
    .poll(async () => (await settings(id)).leaders)
    .toContainEqual(expect.objectContaining({ user: other, from: "2027-02-01", to: "2027-03-31", certified_from: "2026-01-15" }));

  await page.getByRole("button", { name: "Avlys gruppen" }).click();
  await expect(page.getByText("Gruppen er avlyst.")).toBeVisible();
  expect((await settings(id)).cancelled).toBe(true);
  await page.getByRole("button", { name: "Ta gruppen opp igjen" }).click();
  await expect(page.getByRole("button", { name: "Avlys gruppen" })).toBeVisible();
  expect((await settings(id)).cancelled).toBe(false);
});

test("of two who change a group at once the second is told, and nothing is lost @once", async ({ page }) => {
  const session = await sessionOf("standIn");
  const id = await made(`To om gruppen ${Date.now()}`, "cos_p", "2027-02-04");
  await enterAs(page, "lead");
  await open(page, `/grupper/${id}/endre`);
  const setting = page.locator("section[aria-labelledby=setting]");
  await setting.locator("#food").fill("Suppe");
  await setting.locator("#place").fill("Biblioteket");
  // Meanwhile a colleague gives the group more seats; that somebody joins does not stand in the way.
  const { form } = await settings(id);
  const kept = await callJson("save_group_settings", { id, read: form, form: { ...form, seats: "7", place: "Kirkestua" } }, { session });
  expect(kept.status, kept.body).toBe(200);
  await setting.getByRole("button", { name: "Lagre" }).click();
  await expect(setting.getByRole("alert")).toContainText("Noen andre har lagret");
  // What they alone changed is in its field, what both changed is told, and one's own words stand.
  await expect(setting.locator("#seats")).toHaveValue("7");
  await expect(setting).toContainText("den andre skrev «Kirkestua»");
  await expect(setting.locator("#food")).toHaveValue("Suppe");
  await expect(setting.locator("#place")).toHaveValue("Biblioteket");
  expect((await settings(id)).form).toMatchObject({ seats: "7", food: "", place: "Kirkestua" });
  await setting.getByRole("button", { name: "Lagre" }).click();
  await expect(page).toHaveURL(new RegExp(`/grupper/${id}$`));
  expect((await settings(id)).form).toMatchObject({ seats: "7", food: "Suppe", place: "Biblioteket" });
  // The leaders the same way.
  const { leaders } = await settings(id);
  const longer = [{ ...leaders[0], certified_from: "2025-01-01" }];
  expect((await callJson("save_group_leaders", { id, read: leaders, leaders: longer }, { session })).status).toBe(200);
  const late = await callJson("save_group_leaders", { id, read: leaders, leaders }, { session });
  expect([late.status, late.body]).toEqual([422, expect.stringContaining("group_overtaken")]);
});

test("a family moves to another group of the same programme", async ({ page }, info) => {
  const session = await sessionOf("lead");
  const mark = `${info.project.name} ${Date.now()}`;
  const from = await made(`Fra ${mark}`, "icdp", "2027-02-04");
  const to = await made(`Til ${mark}`, "icdp", "2027-02-11");
  const { marte } = await demoCases();
  const groups = async () => JSON.parse((await call("case_groups", { id: marte.id }, { session })).body);
  const [person] = (await groups()).people.find(([, name, child]: [string, string, boolean]) => name !== "" && !child);
  const joined = await callJson("join_group", { id: marte.id, group: from, people: [person], needs: "Nøtter" }, { session });
  expect(joined.body).toContain("enrolled");
  await enterAs(page, "lead");
  await open(page, `/familier/${marte.id}`);
  const place = page.locator("section[aria-labelledby=case-groups]").getByRole("listitem").filter({ has: page.locator("strong", { hasText: `Fra ${mark}` }) });
  await place.getByText("Flytt til en annen gruppe").click();
  await place.getByLabel("Gruppe").selectOption(to);
  await expectNoAxeViolations(page);
  await place.getByRole("button", { name: "Flytt", exact: true }).click();
  await expect(place.getByText("Flyttet til en annen gruppe")).toBeVisible();
  const places = (await groups()).places as { id: string; state: unknown; needs: string; group: { id: string } }[];
  const moved = places.find(({ group }) => group.id === to);
  expect(moved).toMatchObject({ state: "enrolled", needs: "Nøtter" });
  // Nothing is left behind for the next.
  for (const act of ["leave"]) {
    expect((await call("case_group_place", { id: marte.id, place: moved?.id ?? "", act }, { session })).status).toBe(200);
  }
});

test("a unit copies a programme, changes it, and takes it out of use", async ({ page }, info) => {
  const session = await sessionOf("lead");
  const name = `Korte kvelder ${info.project.name} ${Date.now()}`;
  const own = async () => {
    const rows = JSON.parse((await call("group_programmes", {}, { session })).body);
    return rows.find((row: { name: Record<string, string> }) => row.name.nb === name);
  };
  await enterAs(page, "lead");
  await open(page, "/grupper");
  await page.getByRole("link", { name: "Programmer" }).click();
  await expect(page.locator("h1")).toHaveText("Programmer");
  await expectNoAxeViolations(page);
  await page.locator('a[href="/grupper/programmer/cos_p"]').click();
  await expect(page.locator("h1")).toContainText("Kopi av COS-P");
  await page.getByRole("button", { name: "Lagre" }).click();
  await expect(page.getByRole("alert")).toContainText("Gi programmet et navn");
  await page.locator("#name").fill(name);
  await page.locator("#chapters").fill("Første kveld\nAndre kveld\nTredje kveld");
  await page.locator("#fewest").fill("3");
  await page.locator("#usual").fill("3");
  await page.locator("#most").fill("2");
  await page.getByRole("button", { name: "Lagre" }).click();
  await expect(page.getByRole("alert")).toContainText("Antall møter går ikke opp");
  expect(await own()).toBeUndefined();
  await page.locator("#most").fill("3");
  await expectNoAxeViolations(page);
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  await page.getByRole("button", { name: "Lagre" }).click();
  await expect(page.locator("h1")).toHaveText("Programmer");
  const kept = await own();
  expect(kept).toMatchObject({ own: true, retired: false, meetings: 3 });
  expect(kept.chapters.map((it: Record<string, string>) => it.nb)).toEqual(["Første kveld", "Andre kveld", "Tredje kveld"]);

  // A group follows it, and it is taken out of use.
  const id = await made(`Kort ${info.project.name} ${Date.now()}`, kept.code, "2027-02-04");
  const group = JSON.parse((await call("group_page", { id }, { session })).body);
  expect(group.card.meetings).toHaveLength(3);
  const card = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name }) });
  await card.getByRole("button", { name: "Ta ut av bruk" }).click();
  await expect(card.getByRole("button", { name: "Ta i bruk igjen" })).toBeVisible();
  expect((await own()).retired).toBe(true);
  const setup = JSON.parse((await call("group_setup", {}, { session })).body) as { programmes: { code: string }[] };
  expect(setup.programmes.map(({ code }) => code)).not.toContain(kept.code);
});

test("attendance and the year's figures are taken out as files", async ({ page }) => {
  const session = await sessionOf("lead");
  const term = JSON.parse((await call("group_term", { term: "2026-2" }, { session })).body);
  const group = term.groups.find((it: { card: { name: string } }) => it.card.name === "COS tirsdag").card;
  await enterAs(page, "lead");
  await open(page, `/grupper/${group.id}`);
  const link = page.getByRole("link", { name: "Oppmøtet som regneark" });
  await expect(link).toHaveAttribute("href", `/grupper/${group.id}/oppmote.csv?lang=nb`);
  const file = await send(`/grupper/${group.id}/oppmote.csv?lang=nb`, { session });
  expect(file.headers["content-type"]).toBe("text/csv; charset=utf-8");
  const lines = file.body.replace("\ufeff", "").trim().split("\r\n");
  expect(lines[0]).toMatch(/^"Mappe";"Navn";"Barn";"Plass";"1 \(2026-10-20\)"/);
  expect(lines[1]).toContain('"Til stede"');
  // Each case's log tells that it was taken out.
  const { marte } = await demoCases();
  const log = await call("case_log", { id: marte.id }, { session });
  expect(log.body).toContain("print");

  const leader = await sessionOf("unitLeader");
  const year = await send("/grupper/tall.csv?ar=2026&lang=nb", { session: leader });
  expect(year.body).toContain('"2026";"I alt"');
  const shown = JSON.parse((await call("group_year", { year: "2026" }, { session: leader })).body);
  if (shown.figures.all.adults === null) expect(year.body).toContain("færre enn 5");
});

test("many are put in line from a spreadsheet, after a look at each line", async ({ page }, info) => {
  const session = await sessionOf("lead");
  const id = await made(`Liste ${info.project.name} ${Date.now()}`, "pmto_group", "2027-02-04");
  const cases = await demoCases();
  const adult = async (key: "marte" | "amna") => {
    const groups = JSON.parse((await call("case_groups", { id: cases[key].id }, { session })).body);
    const [, name] = groups.people.find(([, it, child]: [string, string, boolean]) => it !== "" && !child);
    return name as string;
  };
  const [marte, amna] = [await adult("marte"), await adult("amna")];
  const taken = async () => JSON.parse((await call("group_page", { id }, { session })).body).card;
  await enterAs(page, "lead");
  await open(page, `/grupper/${id}`);
  const list = page.locator("section[aria-labelledby=join-list]");
  await list.locator("summary").click();
  await list.getByRole("button", { name: "Se over listen" }).click();
  await expect(list.getByRole("alert")).toContainText("ingen linjer");
  const csv = [
    "Mappe;Navn;Lederne må vite",
    `${cases.marte.number};${marte};Nøtter`,
    `${cases.marte.number};${marte};`,
    `${cases.amna.number};Ingen Her;`,
    "1999-0001;Kari;",
    `${cases.amna.number};${amna};"Rullestol; tolk"`,
  ].join("\r\n");
  const file = (name: string, buffer: Buffer) => list.locator("#list-file").setInputFiles({ name, mimeType: "text/csv", buffer });
  // A workbook is no list, and Excel's own letters are read as its Unicode text is.
  await file("liste.xlsx", Buffer.from("PK\u0003\u0004hei", "latin1"));
  await expect(list.getByRole("alert")).toContainText("arbeidsbok");
  await file("unicode.txt", Buffer.from(`\ufeff${csv.replaceAll(";", "\t")}`, "utf16le"));
  await expect(list.locator("#list-text")).toHaveValue(/Nøtter/);
  await expect(list.getByRole("alert")).toHaveCount(0);
  await file("excel.csv", Buffer.from("Mappe;Navn;Lederne må vite\r\n2026-0001;Bjørn;Blåbær", "latin1"));
  await expect(list.locator("#list-text")).toHaveValue(/Lederne må vite\s+2026-0001;Bjørn;Blåbær/);
  await file("liste.csv", Buffer.from(csv));
  await expect(list.locator("#list-text")).toHaveValue(/Rullestol/);
  await list.getByRole("button", { name: "Se over listen" }).click();
  await expect(list.getByText("2 av 5 linjer kan meldes på. Ingenting er lagret ennå.")).toBeVisible();
  const rows = list.getByRole("row");
  await expect(rows.nth(1)).toContainText("Kan meldes på");
  await expect(rows.nth(2)).toContainText("Den samme står på en linje over");
  await expect(rows.nth(3)).toContainText("Ingen, eller flere, med dette navnet");
  await expect(rows.nth(4)).toContainText("ingen mappe med dette nummeret");
  await expect(rows.nth(5)).toContainText("Rullestol; tolk");
  expect(await taken()).toMatchObject({ taken: 0, waiting: 0 });
  await expectNoAxeViolations(page);
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  await list.getByRole("button", { name: "Meld på disse" }).click();
  await expect(list.getByText("2 av 5 linjer er meldt på.")).toBeVisible();
  expect(await taken()).toMatchObject({ taken: 2 });
  await list.getByRole("button", { name: "Vis i gruppen" }).click();
  await expect(page.locator("section[aria-labelledby=people]")).toContainText(marte);
});
