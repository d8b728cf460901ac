import type { Browser, Page } from "@playwright/test";
import { sessionOf } from "../support/demo";
import { BASE, call } from "../support/http";
import { AtHome, invite, makeHome, PASSWORD_AT_HOME } from "../support/portal";
import { enterAs, expect, expectNoAxeViolations, open, overflow, picture, test } from "../support/test";

// A mother's own pages, from a slip of paper to a yes, in a browser that runs no script; and what staff see of it.

interface Standing {
  answer: string | null;
  words: string;
  recorded_by: string;
}

const mail = () => `mor-${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}@example.no`;

/** A page without any script, as an old phone may have it. */
async function withoutScript(browser: Browser, size: { width: number; height: number } | null): Promise<Page> {
  const context = await browser.newContext({ javaScriptEnabled: false, locale: "nb-NO", viewport: size ?? undefined });
  return context.newPage();
}

test("from a slip of paper to a yes, a pause, a question and an answer", async ({ browser, page, viewport }, info) => {
  test.setTimeout(120_000);
  const session = await sessionOf("lead");
  const home = await makeHome(session, "Solrun", "Terje");
  const plan = async () =>
    JSON.parse((await call("case_plan", { id: home.id }, { session })).body) as { standing: Standing[]; halts: object[] };

  // Staff make the slip.
  await enterAs(page, "lead");
  await open(page, `/familier/${home.id}/deling`);
  await page.getByRole("button", { name: "Inviter Solrun til egen innlogging" }).click();
  const code = await page.locator(".portal-code").innerText();
  expect(code).toMatch(/^[B-Z2-9]{5}-[B-Z2-9]{5}$/);
  await expect(page.locator("section[aria-labelledby=doors] li").first()).toContainText("invitert");
  await expectNoAxeViolations(page);
  await picture(page, info, "invited", true);

  // At home: the code, an address and a password, the code from the letter.
  const phone = await withoutScript(browser, viewport);
  await phone.goto(`${BASE.origin}/min-side`);
  await expect(phone.locator("h1")).toHaveText("Logg inn");
  await phone.getByRole("link", { name: "Jeg har fått en kode på papir" }).click();
  await phone.getByLabel("Koden på papiret").fill("BBBBB-BBBBB");
  await phone.getByRole("button", { name: "Gå videre" }).click();
  await expect(phone.getByRole("alert")).toContainText("kan ikke brukes");
  await phone.getByLabel("Koden på papiret").fill(code.toLowerCase());
  await phone.getByRole("button", { name: "Gå videre" }).click();
  await expect(phone.locator("h1")).toHaveText("Lag din egen innlogging");
  const email = mail();
  await phone.getByLabel("E-postadressen din").fill(email);
  await phone.getByLabel("Velg et passord").fill("kort");
  await phone.getByRole("button", { name: "Send meg en kode" }).click();
  await expect(phone.getByRole("alert")).toContainText("minst 15 tegn");
  await expect(phone.getByLabel("E-postadressen din")).toHaveValue(email);
  await phone.getByLabel("Velg et passord").fill(PASSWORD_AT_HOME);
  await phone.getByRole("button", { name: "Send meg en kode" }).click();
  await expect(phone.locator("h1")).toHaveText("Koden fra e-posten");
  const shown = await phone.getByText(/Koden er \d{6}/).innerText();
  await phone.getByLabel("Kode", { exact: true }).fill(shown.match(/\d{6}/)?.[0] ?? "");
  await phone.getByRole("button", { name: "Logg inn" }).click();
  await expect(phone.locator("h1")).toHaveText("Hei, Solrun");
  await expect(phone).toHaveTitle("Hei, Solrun – Min side");
  await picture(phone, info, "home", true);
  expect(await overflow(phone)).toBe(0);

  // The plan, in her words, and her yes.
  await phone.getByRole("link", { name: "Se på planen" }).click();
  await expect(phone.locator("blockquote").filter({ hasText: "Et hus med hage" })).toBeVisible();
  await expect(phone.locator(".portal-action").first()).toContainText("Nav: Søke om startlån");
  await picture(phone, info, "plan", true);
  await phone.getByRole("button", { name: "Ja, dette er jeg med på" }).click();
  await expect(phone.getByRole("status")).toHaveText("Svaret ditt er lagret.");
  await expect(phone.getByText("Du har sagt ja til planen.")).toBeVisible();
  expect((await plan()).standing[0]).toMatchObject({ answer: "approve", recorded_by: "" });
  expect((await plan()).standing[1].answer).toBe(null);

  // Something else is wished for: empty it is not taken, with words it is.
  await phone.getByText("Jeg vil ha noe annerledes").click();
  await phone.getByRole("button", { name: "Send", exact: true }).press("Enter");
  await expect(phone.getByRole("alert")).toHaveText("Skriv hva som skal være annerledes.");
  await phone.getByLabel("Hva skal være annerledes?").fill("Heller en leilighet");
  await phone.getByRole("button", { name: "Send", exact: true }).press("Enter");
  await expect(phone.getByText("Du har bedt om at noe blir annerledes.")).toBeVisible();
  expect((await plan()).standing[0]).toMatchObject({ answer: "change", words: "Heller en leilighet", recorded_by: "" });

  // A pause for everything, without a reason, and on again.
  await phone.locator("section[aria-labelledby=halt] summary").click();
  await phone.getByRole("button", { name: "Lagre" }).press("Enter");
  await expect(phone.locator("section[aria-labelledby=halts]")).toContainText("Alt i planen: På pause");
  expect((await plan()).halts).toHaveLength(1);
  await phone.getByRole("button", { name: "Gå videre: Alt i planen" }).click();
  await expect(phone.getByRole("status")).toHaveText("Lagret. Det går videre.");
  expect((await plan()).halts).toHaveLength(0);

  // A question; staff see it on their day, and answer.
  await phone.getByRole("link", { name: "Forside", exact: true }).click();
  await phone.getByLabel("Hva vil du spørre om eller si?").fill("Kan søsteren min være med?");
  await phone.getByRole("button", { name: "Send", exact: true }).press("Enter");
  await expect(phone.getByRole("status")).toContainText("Sendt");
  await open(page, "/min-dag");
  const waiting = page.locator("section[aria-labelledby=plan-words] li").filter({ has: page.locator(`a[href*="${home.id}"]`) });
  await expect(waiting).toContainText("3 venter");
  await waiting.getByRole("link").click();
  const question = page.locator(".family-word").filter({ hasText: "Kan søsteren min være med?" });
  await expect(question).toContainText("Venter på svar");
  await expectNoAxeViolations(page);
  await question.getByLabel("Svar (kan stå tomt)").fill("Ja, gjerne.");
  await question.getByRole("button", { name: "Svar", exact: true }).click();
  await expect(question).toContainText("Svart av Demo Saksansvarlig");
  await phone.reload();
  await expect(phone.locator(".portal-said").first()).toContainText("Ja, gjerne.");

  // The appointments in the phone's own calendar, by an address that is shown once and can be taken away.
  await phone.getByRole("link", { name: "Avtaler", exact: true }).click();
  await phone.getByRole("button", { name: "Lag adresse" }).click();
  const address = await phone.locator("#feed-address").inputValue();
  expect((await phone.context().request.get(address)).status()).toBe(200);
  await phone.getByRole("button", { name: "Ta bort adressen" }).click();
  await expect(phone.getByRole("status")).toHaveText("Adressen er tatt bort.");
  expect((await phone.context().request.get(address)).status()).toBe(404);

  // The map, drawn and in words.
  await phone.getByRole("link", { name: "Kartet", exact: true }).click();
  await expect(phone.locator(".portal-drawing img")).toHaveAttribute("alt", /på kartet/);
  await expect(phone.locator("section[aria-labelledby=words]")).toContainText("Terje");
  await picture(phone, info, "map", true);

  // Who has looked, and why.
  await phone.getByRole("link", { name: "Hvem har sett" }).click();
  await expect(phone.locator(".portal-look").filter({ hasText: "Demo Saksansvarlig" }).first()).toContainText("oppfølging i hverdagen");
  await picture(phone, info, "looked", true);

  // Leaving ends it at once.
  const left = await phone.context().request.get(`${BASE.origin}/min-side/forlat`, { maxRedirects: 0 });
  expect([left.status(), left.headers().location, left.headers()["clear-site-data"]]).toEqual([303, "https://www.yr.no/", '"cache"']);
  await phone.goto(`${BASE.origin}/min-side`);
  await expect(phone.locator("h1")).toHaveText("Logg inn");
  await phone.context().close();
});

const LANGUAGES = [
  ["nb", "Planen", "ltr"],
  ["en", "The plan", "ltr"],
  ["pl", "Plan", "ltr"],
  ["uk", "План", "ltr"],
  ["ar", "الخطة", "rtl"],
] as const;

test("every page is accessible, in five languages, light and dark, on a narrow screen, and loads no WebAssembly", async ({ page }, info) => {
  test.setTimeout(300_000);
  const session = await sessionOf("lead");
  const home = await makeHome(session, "Solveig", "Trond");
  const mother = new AtHome();
  await mother.enter((await invite(session, home, "Solveig")).code, mail());
  const base = await mother.home();
  const loaded: string[] = [];
  page.on("request", (request) => loaded.push(request.url()));
  for (const path of ["/min-side/logg-inn", "/min-side/velkommen"]) {
    await page.goto(path);
    await expectNoAxeViolations(page);
  }
  await mother.lend(page, BASE);
  for (const [code, , direction] of LANGUAGES) {
    await page.goto(`/min-side/sprak?til=${code}&side=${base}`);
    for (const end of ["", "/plan", "/barna", "/deling", "/avtaler", "/kart", "/hvem-har-sett", "/mine-opplysninger", "/mine-opplysninger/alt"]) {
      await page.goto(`${base}${end}`);
      await expect(page.locator("html")).toHaveAttribute("lang", code);
      await expect(page.locator("html")).toHaveAttribute("dir", direction);
      expect(await overflow(page), `${code}${end}`).toBe(0);
      // What is the same in every language is measured once.
      if (code === "nb" || code === "ar" || end === "/plan") await expectNoAxeViolations(page);
    }
    await page.goto(`${base}/plan`);
    await picture(page, info, `plan-${code}`, true);
  }
  await page.setViewportSize({ width: 320, height: 640 });
  for (const end of ["", "/plan", "/hvem-har-sett"]) {
    await page.goto(`${base}${end}`);
    expect(await overflow(page), `320 ${end}`).toBe(0);
  }
  await picture(page, info, "narrow", true);
  expect(loaded.filter((url) => url.includes(".wasm") || url.includes("/pkg/app"))).toEqual([]);
});

test("with a script one leaves without a way back", async ({ page, faults }) => {
  faults.expect(/yr\.no/);
  await page.route("https://www.yr.no/**", (route) => route.fulfill({ contentType: "text/html", body: "<title>Vær</title>" }));
  await page.goto("/min-side/velkommen");
  await page.goto("/min-side/logg-inn");
  await page.getByRole("link", { name: "Forlat siden" }).click();
  await expect(page).toHaveURL("https://www.yr.no/");
  await page.goBack();
  await expect(page).toHaveURL(/velkommen$/);
});
