import type { Page } from "@playwright/test";
import { sessionOf } from "../support/demo";
import { BASE, call, OURS } from "../support/http";
import { Phone } from "../support/passkey";
import { AtHome, type Home, invite, makeHome, PORTAL_COOKIE } from "../support/portal";
import { MISSING } from "../support/rights";
import { expect, expectNoAxeViolations, overflow, picture, test } from "../support/test";

// The phone itself as the way in: taken with an invitation, added later, taken away, and what nobody gets by it.
// Passkeys are good for a host by name, which the server under test has: localhost.

const mail = () => `nokkel-${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}@example.no`;

const ENTER = "Logg inn med denne telefonen";
const WAYS = "/min-side/innlogging";

/** Whether staff see that somebody has a way in. */
async function door(session: string, home: Home, name: string): Promise<string> {
  const { rows } = JSON.parse((await call("case_doors", { id: home.id }, { session })).body);
  return JSON.stringify(rows.find((row: { name: string }) => row.name === name).stage);
}

async function signOut(page: Page) {
  await page.getByRole("button", { name: "Logg ut" }).click();
  await expect(page.locator("h1")).toHaveText("Logg inn");
}

test("a mother takes her phone instead of a password, adds a tablet, and takes the phone away", async ({ page, faults }, info) => {
  test.setTimeout(120_000);
  const session = await sessionOf("lead");
  const home = await makeHome(session, "Sigrun", "Tarald");
  const { link } = await invite(session, home, "Sigrun");
  expect(await door(session, home, "Sigrun")).toContain("nvited");

  // The choice: her phone, or an address and a password.
  let phone = await Phone.of(page);
  await page.goto(new URL(link).pathname);
  await expect(page.locator("h1")).toHaveText("Lag din egen innlogging");
  await expect(page.getByRole("heading", { name: "Med telefonen din" })).toBeVisible();
  await expect(page.getByLabel("Velg et passord")).toBeVisible();
  await expectNoAxeViolations(page);
  expect(await overflow(page)).toBe(0);
  await picture(page, info, "choice", true);

  // She does not unlock it: nothing is used up, and she is told so.
  await phone.unlocks(false);
  const make = page.getByRole("button", { name: "Logg inn med denne telefonen heretter" });
  await make.click();
  await expect(page.getByRole("alert")).toHaveText("Det ble ikke noe av. Prøv igjen, eller logg inn på en annen måte.");
  expect(await phone.keeps()).toEqual([]);
  await phone.unlocks(true);
  await page.getByLabel("Hva skal den hete?").fill("Sigruns telefon");
  await make.click();
  await expect(page.locator("h1")).toHaveText("Hei, Sigrun");
  expect(await door(session, home, "Sigrun")).not.toContain("nvited");

  // What lies on the phone says nothing of her.
  const kept = await phone.keeps();
  expect(kept).toHaveLength(1);
  expect(kept[0]).toMatchObject({ isResidentCredential: true, rpId: "localhost" });
  expect(Buffer.from(kept[0].userHandle, "base64")).toHaveLength(16);
  for (const name of [kept[0].userName, kept[0].userDisplayName]) expect([undefined, "Min side"]).toContain(name);

  // Her own page of the ways in: the only one stays.
  await page.getByRole("link", { name: "Slik logger du inn" }).click();
  const lines = page.locator("section[aria-labelledby=list] li");
  await expect(lines).toHaveCount(1);
  await expect(lines).toContainText("Sigruns telefon");
  await expect(lines).toContainText("Ikke tatt i bruk ennå");
  await expect(page.getByRole("button", { name: /^Ta bort/ })).toHaveCount(0);
  await expect(page.getByText("Dette er det eneste du kan logge inn med")).toBeVisible();
  await expectNoAxeViolations(page);
  await picture(page, info, "ways-one", true);
  // The same phone once more is declined by the phone.
  await page.getByRole("button", { name: "Legg til denne telefonen" }).click();
  await expect(page.getByRole("alert")).toHaveText("Denne telefonen er lagt til fra før.");

  // Out, and in again without typing anything.
  await signOut(page);
  await expectNoAxeViolations(page);
  await picture(page, info, "sign-in", true);
  const planted = (await page.context().cookies()).find(({ name }) => name === PORTAL_COOKIE);
  expect(planted).toBe(undefined);
  await page.getByRole("button", { name: ENTER }).click();
  await expect(page.locator("h1")).toHaveText("Hei, Sigrun");
  expect((await phone.keeps())[0].signCount).toBeGreaterThan(kept[0].signCount);
  await page.goto(WAYS);
  await expect(lines).toContainText("Sist logget inn med den");

  // A tablet beside it; then the phone is lost, and taken away.
  const lost = await phone.keeps();
  await phone.gone();
  phone = await Phone.of(page);
  await page.getByLabel("Hva skal den hete?").fill("Nettbrettet");
  await page.getByRole("button", { name: "Legg til denne telefonen" }).click();
  await expect(page.getByRole("status")).toHaveText("Lagt til. Neste gang kan du logge inn med den.");
  await expect(lines).toHaveCount(2);
  const tablet = await phone.keeps();
  expect(tablet[0].userHandle).toBe(lost[0].userHandle);
  await picture(page, info, "ways-two", true);
  await page.getByRole("button", { name: "Ta bort Sigruns telefon" }).click();
  await expect(page.getByRole("status")).toContainText("Tatt bort.");
  await expect(lines).toHaveCount(1);
  await expect(lines).toContainText("Nettbrettet");
  await signOut(page);
  await phone.gone();

  // Whoever found the phone does not get in; the tablet does.
  phone = await Phone.of(page, lost);
  faults.expect(/422/);
  await page.getByRole("button", { name: ENTER }).click();
  await expect(page.getByRole("alert").filter({ visible: true })).toHaveText(
    "Vi kjente ikke igjen telefonen. Prøv igjen, eller logg inn på en annen måte.",
  );
  await phone.gone();
  phone = await Phone.of(page, tablet);
  await page.getByRole("button", { name: ENTER }).click();
  await expect(page.locator("h1")).toHaveText("Hei, Sigrun");

  // What staff end is ended at once, and the phone opens nothing more.
  expect((await call("end_portal_access", { id: home.id, person: home.people.get("Sigrun") ?? "" }, { session })).status).toBe(200);
  faults.expect(/403/);
  await page.reload();
  await expect(page.locator("h1")).toHaveText("Du har ikke tilgang til noe her nå.");
  await page.context().clearCookies();
  await page.goto("/min-side/logg-inn");
  await page.getByRole("button", { name: ENTER }).click();
  await expect(page.locator("h1")).toHaveText("Du har ikke tilgang til noe her nå.");
});

test("one who has a password adds a passkey, in five languages and on a narrow screen", async ({ page }, info) => {
  test.setTimeout(120_000);
  const session = await sessionOf("lead");
  const home = await makeHome(session, "Signe", "Tormod");
  const mother = new AtHome();
  await mother.enter((await invite(session, home, "Signe")).code, mail());
  await mother.lend(page, BASE);
  await Phone.of(page);
  await page.goto(WAYS);
  const lines = page.locator("section[aria-labelledby=list] li");
  await expect(lines).toHaveText([/E-post og passord/]);
  await page.getByRole("button", { name: "Legg til denne telefonen" }).click();
  await expect(page.getByRole("status")).toBeVisible();
  await expect(lines).toHaveText([/E-post og passord/, /Telefonen min/]);
  for (const [code, direction] of [["nb", "ltr"], ["en", "ltr"], ["pl", "ltr"], ["uk", "ltr"], ["ar", "rtl"]]) {
    await page.goto(`/min-side/sprak?til=${code}&side=${WAYS}`);
    await expect(page.locator("html")).toHaveAttribute("lang", code);
    await expect(page.locator("html")).toHaveAttribute("dir", direction);
    expect(await overflow(page), code).toBe(0);
    await expectNoAxeViolations(page);
    if (code === "ar") await picture(page, info, "ways-ar", true);
  }
  await page.goto(`/min-side/sprak?til=nb&side=${WAYS}`);
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await overflow(page)).toBe(0);
  // With a password beside it the only passkey may go.
  await page.getByRole("button", { name: "Ta bort Telefonen min" }).click();
  await expect(lines).toHaveText([/E-post og passord/]);
});

test("a second code is taken up by the phone that is known already", async ({ page }) => {
  const session = await sessionOf("lead");
  const [first, second] = [await makeHome(session, "Siv", "Truls"), await makeHome(session, "Siv", "Terje")];
  await Phone.of(page);
  await page.goto(new URL((await invite(session, first, "Siv")).link).pathname);
  await page.getByRole("button", { name: "Logg inn med denne telefonen heretter" }).click();
  await expect(page.locator("h1")).toHaveText("Hei, Siv");
  await signOut(page);
  await page.goto(new URL((await invite(session, second, "Siv")).link).pathname);
  await page.getByRole("button", { name: ENTER, exact: true }).click();
  await expect(page.getByRole("navigation", { name: "Du er med flere steder" }).getByRole("link")).toHaveCount(2);
});

test("without a script, or where the browser cannot, the button is not there", async ({ page, browser }) => {
  const silent = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await silent.goto(`${BASE.origin}/min-side/logg-inn`);
  await page.addInitScript(() => Reflect.deleteProperty(window, "PublicKeyCredential"));
  await page.goto("/min-side/logg-inn");
  for (const it of [silent, page]) {
    await expect(it.getByRole("button", { name: "Gå videre" })).toBeVisible();
    await expect(it.getByRole("button", { name: ENTER })).toBeHidden();
  }
  await silent.context().close();
  // At another address of the same server a passkey would be good for nothing.
  const elsewhere = await (await browser.newContext()).newPage();
  await elsewhere.goto(`http://127.0.0.1:${BASE.port}/min-side/logg-inn`);
  await expect(elsewhere.getByRole("button", { name: "Gå videre" })).toBeVisible();
  await expect(elsewhere.getByRole("button", { name: ENTER })).toBeHidden();
  await elsewhere.context().close();
});

test("what is forged, foreign or for somebody else opens nothing @once", async () => {
  const session = await sessionOf("lead");
  const home = await makeHome(session, "Sissel", "Trygve");
  const [mother, father, stranger] = [new AtHome(), new AtHome(), new AtHome()];
  await mother.enter((await invite(session, home, "Sissel")).code, mail());
  await father.enter((await invite(session, home, "Trygve")).code, mail());
  const starts = ["/min-side/logg-inn/telefon/start", "/min-side/velkommen/telefon/start", "/min-side/velkommen/min-telefon/start", `${WAYS}/start`];
  const forms: [string, Record<string, string>][] = [
    ["/min-side/logg-inn/telefon", { answer: "{}" }],
    ["/min-side/velkommen/telefon", { answer: "{}", name: "x" }],
    [`${WAYS}/ny`, { answer: "{}", name: "x" }],
    [`${WAYS}/fjern`, { id: MISSING }],
  ];
  for (const path of [...starts, ...forms.map(([path]) => path)]) {
    expect((await mother.post(path, {}, { origin: "https://evil.example" })).status, path).toBe(403);
  }
  // Whoever is not signed in sees and changes no ways in, and without an invitation nothing is asked of a phone.
  expect((await stranger.get(WAYS)).status).toBe(303);
  for (const path of [`${WAYS}/start`, `${WAYS}/ny`, `${WAYS}/fjern`]) expect((await stranger.post(path, {})).status, path).toBe(303);
  for (const path of starts.slice(1, 3)) expect((await stranger.post(path, {})).status, path).toBe(422);
  // Answers that nobody asked for, and with what was asked of another browser.
  for (const [path, fields] of forms.slice(0, 2)) expect((await stranger.post(path, fields)).status, path).toBe(422);
  const asked = await mother.post(`${WAYS}/start`, {});
  expect(asked.status).toBe(200);
  expect(asked.headers["cache-control"]).toBe("no-store");
  const options = JSON.parse(asked.body).publicKey;
  expect(options.rp).toEqual({ id: "localhost", name: "Min side" });
  expect([options.user.name, options.user.displayName]).toEqual(["Min side", "Min side"]);
  for (const word of ["Sissel", "Trygve", home.id]) expect(asked.body.includes(word), word).toBe(false);
  father.cookies.set("__Host-min-side-nokkel", mother.cookies.get("__Host-min-side-nokkel") ?? "");
  expect((await father.post(`${WAYS}/ny`, { answer: "{}", name: "x" }, OURS)).status).toBe(422);
  for (const id of [MISSING, "", "' OR 1=1 --"]) {
    expect((await father.post(`${WAYS}/fjern`, { id })).status, id).toBe(404);
  }
  expect((await mother.get(WAYS)).body.includes("Telefonen min</strong>")).toBe(false);
  expect((await mother.get(WAYS)).headers["cache-control"]).toBe("no-store");
});
