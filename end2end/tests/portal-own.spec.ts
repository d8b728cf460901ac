import { sessionOf } from "../support/demo";
import { BASE, call } from "../support/http";
import { AtHome, invite, makeHome } from "../support/portal";
import { enterAs, expect, expectNoAxeViolations, open, overflow, picture, test } from "../support/test";

// What somebody of the family writes in the plan by their own hand, and what they decide about sharing: in a browser
// that runs no script.

const mail = () => `egen-${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}@example.no`;

interface Row {
  by: string;
  part: { teller: string; audience: string[]; body: { part: string; words?: string; value?: number; language?: string } };
}

test("a dream, what shall be reached and how far it has come, by one's own hand", async ({ browser, page, viewport }, info) => {
  test.setTimeout(120_000);
  const session = await sessionOf("lead");
  const home = await makeHome(session, "Dagny", "Eirik");
  const parts = async () => (JSON.parse((await call("case_plan", { id: home.id }, { session })).body) as { parts: Row[] }).parts;
  const [mother, father] = [new AtHome(), new AtHome()];
  await mother.enter((await invite(session, home, "Dagny")).code, mail());
  await father.enter((await invite(session, home, "Eirik")).code, mail());
  const [hers, his] = [await mother.home(), await father.home()];

  const context = await browser.newContext({ javaScriptEnabled: false, locale: "nb-NO", viewport: viewport ?? undefined });
  const phone = await context.newPage();
  await mother.lend(phone, BASE);
  await phone.goto(`${BASE.origin}${hers}/plan`);
  const dream = phone.locator("section[aria-labelledby=own-dream]");
  await dream.getByText("Skriv en drøm").click();
  await dream.getByRole("button", { name: "Lagre" }).click();
  await expect(phone.getByRole("alert")).toHaveText("Skriv noe før du lagrer.");
  await dream.getByLabel("Drømmen din").fill("Å kjøre bil selv");
  await dream.getByLabel("De andre som er med, kan lese det også").uncheck();
  await dream.getByRole("button", { name: "Lagre" }).click();
  await expect(phone.getByRole("status")).toContainText("Lagret.");
  const own = phone.locator(".portal-dream").filter({ hasText: "Å kjøre bil selv" });
  await expect(own).toContainText("Skrevet av deg");
  const kept = (await parts()).find((it) => it.part.body.words === "Å kjøre bil selv");
  expect(kept).toMatchObject({ by: "", part: { teller: `person:${home.people.get("Dagny")}`, body: { language: "nb" } } });
  expect(kept?.part.audience).toEqual([`person:${home.people.get("Dagny")}`, "team"]);
  // It was not for him.
  expect((await father.get(`${his}/plan`)).body.includes("kjøre bil")).toBe(false);

  // A goal on it, and how far it has come.
  await own.getByText("Legg til noe du vil få til").click();
  await own.getByLabel("Hva vil du få til?").fill("Ta førerkort");
  await own.getByLabel("Hva handler det om?").selectOption("Utdanning");
  await own.locator("form").filter({ hasText: "Hva vil du få til?" }).getByRole("button", { name: "Lagre" }).click();
  const goal = phone.locator(".portal-goal").filter({ hasText: "Ta førerkort" });
  await goal.getByText("Hvor langt er du kommet?").click();
  await goal.getByLabel("Fra 0 (ikke begynt) til 10 (der du vil være)").selectOption("3");
  await goal.locator("form").filter({ hasText: "Fra 0" }).getByRole("button", { name: "Lagre" }).click();
  await expect(goal).toContainText("Du: 3 av 10");
  expect((await parts()).some((it) => it.by === "" && it.part.body.value === 3)).toBe(true);
  await picture(phone, info, "own", true);
  expect(await overflow(phone)).toBe(0);

  // Written differently, for him as well; and nothing is lost when somebody was quicker.
  await own.getByText("Skriv det om").last().click();
  await own.getByLabel("Drømmen din").fill("Å kjøre bil selv, også om vinteren");
  // What was hers alone does not become his by being written anew.
  await expect(own.getByLabel("De andre som er med, kan lese det også").last()).not.toBeChecked();
  await own.getByLabel("De andre som er med, kan lese det også").last().check();
  await own.locator("form").filter({ hasText: "Drømmen din" }).getByRole("button", { name: "Lagre" }).click();
  expect((await father.get(`${his}/plan`)).body).toContain("også om vinteren");
  const late = (await mother.get(`${hers}/plan`)).body;
  const id = /name="part" value="([^"]+)"[^>]*>\s*<input type="hidden" name="revision" value="2"/.exec(late)?.[1] ?? "";
  const overtaken = await mother.post(`${hers}/plan/skriv`, { kind: "dream", form: `dream-${id}`, part: id, revision: "1", words: "Noe annet" });
  expect(overtaken.status).toBe(422);
  expect(overtaken.body).toContain("Noen endret det samme");
  expect(overtaken.body).toContain("Noe annet");
  // It is hers alone to write, and to take out.
  expect((await father.post(`${his}/plan/skriv`, { kind: "dream", part: id, revision: "2", words: "Hans" })).status).toBe(404);
  expect((await father.post(`${his}/plan/ta-ut`, { part: id, revision: "2" })).status).toBe(404);

  // Staff see it on the plan, and that it was her own hand.
  await enterAs(page, "lead");
  await open(page, `/familier/${home.id}/plan`);
  await expect(page.locator(".plan-dream").filter({ hasText: "også om vinteren" })).toContainText("Skrevet på egen side");
  await expectNoAxeViolations(page);
  await open(page, `/familier/${home.id}/meldinger`);
  await expect(page.locator(".family-word").filter({ hasText: "Har skrevet i planen" })).toHaveCount(1);
  await own.getByRole("button", { name: /Ta det ut av planen: Å kjøre bil/ }).click();
  await expect(phone.locator(".portal-dream").filter({ hasText: "Å kjøre bil selv" })).toHaveCount(0);
  await context.close();
});

test("sharing: asked, answered, withdrawn, and staff write it down too", async ({ browser, page, viewport, faults }, info) => {
  faults.expect(/422/);
  test.setTimeout(120_000);
  const session = await sessionOf("lead");
  const home = await makeHome(session, "Borghild", "Olav");
  const consents = async () =>
    (JSON.parse((await call("case_consents", { id: home.id }, { session })).body) as { rows: { state: string; by: string; name: string }[] }).rows;
  const [mother, father] = [new AtHome(), new AtHome()];
  await mother.enter((await invite(session, home, "Borghild")).code, mail());
  await father.enter((await invite(session, home, "Olav")).code, mail());
  const [hers, his] = [await mother.home(), await father.home()];

  // Staff ask.
  await enterAs(page, "lead");
  await open(page, `/familier/${home.id}/deling`);
  const card = page.locator("section[aria-labelledby=consents]");
  await card.getByText("Nytt samtykke").click();
  await card.getByLabel("Tjeneste").selectOption("Barnevernstjenesten");
  await card.getByLabel("Hvem bestemmer").selectOption("Borghild");
  await card.getByLabel("Hva ble sagt").selectOption("Spør på egen side");
  await card.getByLabel("Hva det er til").fill("Så dere slipper å fortelle alt to ganger");
  await card.getByLabel("Til og med").fill("2026-01-01");
  await card.getByRole("button", { name: "Lagre" }).click();
  await expect(card.getByRole("alert")).toContainText("kan ikke være over før det begynner");
  await card.getByLabel("Til og med").fill("2099-12-31");
  await card.getByRole("button", { name: "Lagre" }).click();
  await expect(card.locator("li").first()).toContainText("spurt, ikke svart");
  await expectNoAxeViolations(page);
  await picture(page, info, "asked", true);

  // She answers; he hears of nothing.
  expect((await father.get(`${his}/deling`)).body.includes("Barnevernstjenesten")).toBe(false);
  const context = await browser.newContext({ javaScriptEnabled: false, locale: "nb-NO", viewport: viewport ?? undefined });
  const phone = await context.newPage();
  await mother.lend(phone, BASE);
  await phone.goto(`${BASE.origin}${hers}`);
  await phone.getByRole("link", { name: "Se hva de spør om" }).click();
  await expect(phone.locator("section[aria-labelledby=asked]")).toContainText("Så dere slipper å fortelle alt to ganger");
  await picture(phone, info, "sharing", true);
  await phone.getByRole("button", { name: /^Ja: La Barnevernstjenesten lese/ }).click();
  await expect(phone.getByRole("status")).toHaveText("Lagret. Det gjelder fra nå.");
  await expect(phone.locator("section[aria-labelledby=said]")).toContainText("Du har sagt ja");
  expect((await consents())[0]).toMatchObject({ state: "given", by: "", name: "Borghild" });
  expect(await overflow(phone)).toBe(0);
  await phone.getByRole("button", { name: /^Ikke del lenger/ }).click();
  await expect(phone.locator("section[aria-labelledby=said]")).toContainText("Du deler ikke lenger");
  expect((await consents())[0]).toMatchObject({ state: "withdrawn", by: "" });

  // Staff hear of it, and write down what he said at the table.
  await open(page, `/familier/${home.id}/deling`);
  await card.getByText("Nytt samtykke").click();
  await card.getByLabel("Hvem bestemmer").selectOption("Olav");
  await card.getByLabel("Hva det gjelder").selectOption("vi kan snakke sammen");
  await card.getByLabel("Hva ble sagt").selectOption("Har sagt nei");
  await card.getByRole("button", { name: "Lagre" }).click();
  await expect(card.locator("li").first()).toContainText("nei");
  expect((await consents())[0]).toMatchObject({ state: "refused", by: "Demo Saksansvarlig", name: "Olav" });
  await open(page, `/familier/${home.id}/meldinger`);
  await expect(page.locator(".family-word").filter({ hasText: "Har svart om deling" })).toHaveCount(2);
  expect((await father.get(`${his}/deling`)).body).toContain("Du har sagt nei");
  expect((await mother.get(`${hers}/deling`)).body.includes("snakke med")).toBe(false);
  // Each takes along what they said, and not what the other did.
  const taken = JSON.parse((await mother.get(`${hers}/mine-opplysninger/fil`)).body) as { consents: object[]; children: object[] };
  expect(taken.consents).toHaveLength(1);
  expect(taken.consents[0]).toMatchObject({ service: "Barnevernstjenesten", scope: "shared_plan", state: "withdrawn", to: "2099-12-31" });
  expect(taken.children).toEqual([]);
  expect((await father.get(`${his}/mine-opplysninger/alt`)).body).toContain("Du har sagt nei");
  await context.close();
});
