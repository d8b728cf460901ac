import { sessionOf } from "../support/demo";
import { BASE, call } from "../support/http";
import { AtHome, invite, makeHome } from "../support/portal";
import { enterAs, expect, expectNoAxeViolations, open, overflow, picture, test } from "../support/test";

// A family moves: staff at a desk begin the handover, the mother says at home on her phone what goes along, it goes, the
// receiver says that it came, and the case is closed.

const mail = () => `flytter-${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}@example.no`;
const PHONE = { width: 390, height: 844 };

test("from the question to a case that is closed as handed over", async ({ browser, page, faults }, info) => {
  faults.expect(/422/);
  test.setTimeout(180_000);
  const session = await sessionOf("lead");
  const home = await makeHome(session, "Synne", "Tarjei");
  const mother = new AtHome();
  await mother.enter((await invite(session, home, "Synne")).code, mail());
  const base = await mother.home();

  // Both are asked; who helps is counted on the plan.
  await enterAs(page, "lead");
  await open(page, `/familier/${home.id}/plan`);
  const load = page.locator("section[aria-labelledby=plan-load] > ul > li");
  await expect(load.filter({ hasText: "Synne" })).toContainText("Hjelpere nå: 1");
  await expect(load.filter({ hasText: "Synne" })).toContainText("Nav");
  await expectNoAxeViolations(page);
  await picture(page, info, "load", true);
  await open(page, `/familier/${home.id}/mappen`);
  const card = page.locator("section[aria-labelledby=moving]");
  await card.getByText("Overlever til en annen kommune").click();
  await card.getByLabel("Synne").check();
  await card.getByLabel("Tarjei").check();
  await card.getByRole("button", { name: "Begynn overleveringen" }).click();
  await expect(card.getByRole("alert")).toContainText("Fyll inn alle feltene");
  await card.getByLabel("Kommune").fill("Bodø kommune");
  await card.getByLabel("Tjeneste der").fill("Familiesenteret");
  await card.getByLabel("Hvem snakker dere med der?").fill("Solveig");
  await card.getByLabel("Hvordan kommer det fram?").fill("rekommandert brev");
  await expectNoAxeViolations(page);
  await picture(page, info, "begin", true);
  await card.getByRole("button", { name: "Begynn overleveringen" }).click();
  await expect(card).toContainText("Bodø kommune, Familiesenteret");
  await expect(card).toContainText("De blir spurt");
  await expect(page.locator("section[aria-labelledby=history]")).toContainText("Overlevering begynt: Bodø kommune, Familiesenteret");

  // At home, without a script: nothing is ticked beforehand, and a yes to nothing is no answer.
  const context = await browser.newContext({ javaScriptEnabled: false, locale: "nb-NO", viewport: PHONE });
  const phone = await context.newPage();
  await mother.lend(phone, BASE);
  await phone.goto(`${BASE.origin}${base}`);
  await expect(phone.locator("section[aria-labelledby=load]")).toContainText("Så mange hjelper deg akkurat nå: 1");
  await picture(phone, info, "home", true);
  await phone.getByRole("link", { name: "Bestem hva som skal følge med dit du flytter" }).click();
  await expect(phone.locator("h1")).toHaveText("Når du flytter");
  await expect(phone.locator("main")).toContainText("Bodø kommune, Familiesenteret");
  await expect(phone.locator("input[type=checkbox]:checked")).toHaveCount(0);
  expect(await overflow(phone)).toBe(0);
  await picture(phone, info, "asked", true);
  await phone.getByRole("button", { name: "Ja, send det jeg har krysset av" }).click();
  await expect(phone.getByRole("alert")).toContainText("Kryss av for minst én ting");
  await phone.getByLabel("Planen, slik du kan se den").check();
  await phone.getByLabel("Kartet, slik det er delt med deg").check();
  await phone.getByRole("button", { name: "Ja, send det jeg har krysset av" }).click();
  await expect(phone.getByRole("status")).toContainText("Svaret ditt er lagret");
  await expect(phone.locator("section[aria-labelledby=answer] li")).toHaveCount(2);
  await picture(phone, info, "answered", true);

  // Staff see it, write down his no, and let hers go along.
  await open(page, `/familier/${home.id}/mappen`);
  const hers = card.locator("li").filter({ hasText: "Synne" });
  const his = card.locator("li").filter({ hasText: "Tarjei" });
  await expect(hers).toContainText("Ja: planen, kartet slik det er delt med dem");
  await expect(hers).toContainText("Svart selv");
  await expect(hers.getByRole("button", { name: "La det følge med" })).toHaveCount(0);
  await his.getByRole("button", { name: "Skriv ned svar" }).click();
  await his.getByLabel("Hvordan ble det sagt?").fill("på telefon");
  await his.getByRole("button", { name: "De sier nei" }).click();
  await expect(his).toContainText("Nei, ingenting");
  await hers.getByRole("button", { name: "La det følge med" }).click();
  await expect(hers).toContainText("Sendt med");
  await expect(card).toContainText("Sendt, venter på kvittering");
  const download = page.waitForEvent("download");
  await hers.getByRole("link", { name: "Til å lese (HTML)" }).click();
  expect((await download).suggestedFilename()).toBe("overlevering.html");
  await expectNoAxeViolations(page);
  await picture(page, info, "sent", true);

  // The receiver's word, and the end.
  await card.getByLabel("Hvem kvitterte?").fill("Solveig");
  await card.getByLabel("Hvordan?", { exact: true }).fill("på telefon");
  await card.getByRole("button", { name: "Skriv ned kvitteringen" }).click();
  await expect(card).toContainText("Solveig kvitterte på telefon");
  await card.getByRole("button", { name: "Lukk mappen som overlevert" }).click();
  await expect(page.locator("section[aria-labelledby=name-and-status]")).toContainText("Avsluttet");
  await expect(page.locator("section[aria-labelledby=history]")).toContainText("Avsluttet: Overlevert til en annen kommune");
  await picture(page, info, "closed", true);
  await phone.goto(`${BASE.origin}${base}/flytting`);
  await expect(phone.locator("h1")).toHaveText("Denne siden finnes ikke.");
  await context.close();
});

test("what somebody is asked is accessible and narrow enough in every language", async ({ page }) => {
  test.setTimeout(120_000);
  const session = await sessionOf("lead");
  const home = await makeHome(session, "Siv", "Trygve");
  const mother = new AtHome();
  await mother.enter((await invite(session, home, "Siv")).code, mail());
  const base = await mother.home();
  const destination = { municipality: "Bodø kommune", service: "Familiesenteret", contact: "Solveig", how: "brev" };
  const begin = JSON.stringify({ id: home.id, destination, due: null, people: [home.people.get("Siv")] });
  const headers = { origin: BASE.origin, "content-type": "application/json" };
  expect((await call("begin_moving", {}, { session, body: begin, headers })).status).toBe(200);
  await mother.lend(page, BASE);
  await page.setViewportSize({ width: 320, height: 640 });
  for (const code of ["nb", "en", "pl", "uk", "ar"]) {
    await page.goto(`/min-side/sprak?til=${code}&side=${base}/flytting`);
    await expect(page.locator("html")).toHaveAttribute("lang", code);
    await expect(page.locator("main")).toContainText("Bodø kommune");
    expect(await overflow(page), code).toBe(0);
    if (code === "nb" || code === "ar") await expectNoAxeViolations(page);
  }
});
