import type { Browser, Page } from "@playwright/test";
import { EVERYONE } from "../support/accounts";
import { demoCases, sessionOf } from "../support/demo";
import { drawSomeone, makeCase, recordOf, whoIsWho } from "../support/drawn";
import { type Answer, call, send } from "../support/http";
import { RawStream } from "../support/live";
import { gets, MISSING, names, type Visitor } from "../support/rights";
import { enterAs, expect, expectNoAxeViolations, open, overflow, picture, ready, test } from "../support/test";

// Somebody who takes part joins the open map with their own phone, by a code that is used once, for this sitting.

const GUEST_COOKIE = "__Host-familiekart-gjest";

const symbol = (page: Page, name: string) => page.locator("svg.map [data-person]").filter({ has: page.getByText(name, { exact: true }) });
const kept = (page: Page) => expect(page.locator(".map-saving p")).toHaveAttribute("data-saving", "kept");
const here = (page: Page) => page.locator(".map-beside li");

/** A case of two with something for each alone, and who is who. */
async function makeMap(session: string, title: string) {
  const id = await makeCase(session, title, ["Signe", "Trygve"]);
  const who = await whoIsWho(id, session);
  const draw = (key: string, name: string, audience: string[]) => drawSomeone(session, id, key, name, audience);
  await draw("ours", "Bare Teamets", ["team"]);
  await draw("his", "Bare Hans", ["team", `person:${who.Trygve}`]);
  await draw("hers", "Bare Hennes", ["team", `person:${who.Signe}`]);
  return { id, who };
}

/** A phone that is not signed in. */
async function phone(browser: Browser, baseURL: string): Promise<Page> {
  const context = await browser.newContext({ baseURL, viewport: { width: 390, height: 844 }, hasTouch: true });
  return context.newPage();
}

const ask = (page: Page, name: string, fields: Record<string, string>) => {
  const { origin } = new URL(page.url());
  return page.request.post(`${origin}/api/${name}`, { form: fields, headers: { origin } });
};

test("a phone joins by a code, both draw, and it sees what is its owner's and nothing else", async ({ page, browser, baseURL, faults }, info) => {
  test.setTimeout(120_000);
  const session = await sessionOf("lead");
  const title = `Gjesten ${info.project.name}`;
  const { id, who } = await makeMap(session, title);
  await enterAs(page, "lead");
  await open(page, `/familier/${id}/kart`);
  await page.getByRole("link", { name: "La noen bli med fra egen telefon" }).click();
  // For nobody there is no code.
  await page.getByRole("button", { name: "Lag kode" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Velg hvem koden er for" })).toBeVisible();
  await page.getByLabel("Hvem blir med?").selectOption({ label: "Signe" });
  await page.getByRole("button", { name: "Lag kode" }).click();
  const code = (await page.locator(".guest-code code").textContent()) ?? "";
  expect(code).toMatch(/^[B-Z2-9]{4}-[B-Z2-9]{4}$/);
  await expect(page.locator(".guest-line")).toContainText("Signe, koden er ikke brukt ennå");
  await expectNoAxeViolations(page);
  expect(await overflow(page)).toBe(0);
  await picture(page, info, "the-code");

  // The phone: a wrong code, then the one of the picture.
  const guest = await phone(browser, baseURL ?? "");
  await guest.goto("/bli-med");
  await ready(guest);
  await guest.getByLabel("Kode").fill("BCDF-GHJK");
  await guest.getByRole("button", { name: "Bli med" }).click();
  await expect(guest.getByText("Koden åpner ikke noe kart").first()).toBeVisible();
  await expect(guest.getByLabel("Kode")).toHaveValue("BCDF-GHJK");
  await expectNoAxeViolations(guest);
  await guest.goto("about:blank");
  await guest.goto(`/bli-med#${code}`);
  await ready(guest);
  await expect(guest.getByLabel("Kode")).toHaveValue(code);
  expect(new URL(guest.url()).hash).toBe("");
  await guest.getByRole("button", { name: "Bli med" }).click();
  await guest.waitForURL(({ pathname }) => pathname === "/i-rommet");
  await ready(guest);
  await expect(guest.getByText("Du er med som Signe, sammen med Demo Saksansvarlig.")).toBeVisible();
  await expect(symbol(guest, "Bare Hennes")).toBeVisible();
  await expect(guest.locator("svg.map [data-person]")).toHaveCount(3);
  const source = (await (await guest.request.get("/i-rommet")).text()) + (await guest.content());
  for (const word of ["Bare Teamets", "Bare Hans", "ours", title]) expect(source.includes(word), word).toBe(false);
  await expectNoAxeViolations(guest);
  expect(await overflow(guest)).toBe(0);
  await picture(guest, info, "the-guest");
  // The code is used up.
  expect((await call("join_map", { code })).status).toBe(422);
  // Staff who are signed in join nothing, and use no code up.
  expect((await call("join_map", { code }, { session })).body).toContain("guest_staff");

  // Each is with the other, and each draws for the other to see.
  await page.getByRole("button", { name: "Se etter på nytt" }).click();
  await expect(page.locator(".guest-line")).toContainText("er med siden klokken");
  await open(page, `/familier/${id}/kart`);
  await expect(here(page)).toContainText(["Signe"]);
  await expect(here(guest)).toContainText(["Demo Saksansvarlig"]);
  await symbol(guest, "Signe").focus();
  await expect(here(page).first()).toContainText("Signe");
  await guest.keyboard.press("b");
  await expect(guest.locator("#map-name")).toBeFocused();
  await guest.keyboard.type("Lillesøster");
  await guest.keyboard.press("Enter");
  await kept(guest);
  await expect(symbol(page, "Lillesøster")).toBeVisible();
  const stored = Object.values((await recordOf(id, session)).people).find((it) => it.name?.known === "Lillesøster");
  expect(stored?.origin.teller).toBe(`person:${who.Signe}`);
  expect([...(stored?.origin.audience ?? [])].sort()).toEqual([`person:${who.Signe}`, "team"].sort());
  await symbol(page, "Bare Teamets").focus();
  await page.keyboard.press("F2");
  await page.locator("#map-name").fill("Fortsatt Bare Teamets");
  await page.locator("#map-name").press("Enter");
  await kept(page);
  await symbol(page, "Bare Hennes").focus();
  await page.keyboard.press("F2");
  await page.locator("#map-name").fill("Hennes tante");
  await page.locator("#map-name").press("Enter");
  await expect(symbol(guest, "Hennes tante")).toBeVisible();
  expect(await guest.content()).not.toContain("Teamets");

  // Each takes back their own step and no other.
  await guest.getByRole("button", { name: "Angre" }).click();
  await expect(symbol(guest, "Lillesøster")).toHaveCount(0);
  await expect(symbol(page, "Lillesøster")).toHaveCount(0);
  await expect(symbol(page, "Hennes tante")).toBeVisible();
  await expect.poll(async () => Object.values((await recordOf(id, session)).people).some((it) => it.name?.known === "Lillesøster")).toBe(false);

  // Nothing else answers the phone: no page, no function, no other map.
  for (const address of ["/min-dag", `/familier/${id}`, `/familier/${id}/kart`, "/familier", "/konto"]) {
    const answer = await guest.request.get(address, { maxRedirects: 0 });
    expect([answer.status(), answer.headers().location], address).toEqual([303, expect.stringContaining("/logg-inn")]);
  }
  for (const [name, fields] of [["case_map", { id }], ["case_plan", { id }], ["map_page", { id }], ["my_cases", {}], ["map_guests", { id }], ["hand_screen", { id, room: "", pin: "394817" }], ["take_screen_back", { pin: "394817" }]] as [string, Record<string, string>][]) {
    expect((await ask(guest, name, fields)).status(), name).toBe(401);
  }
  expect((await guest.request.get(`/familier/${id}/kart/fil?kart=genogram&form=json`, { maxRedirects: 0 })).status()).toBe(303);
  const told = { teller: `person:${who.Signe}`, audience: ["team", `person:${who.Signe}`], source: "statement" };
  const forged = [
    [{ add: { partnership: { id: "px", a: who.Signe, b: "ours", kind: "married", origin: told } } }],
    [{ remove: "Person:ours" }],
    [{ remove: `Person:${who.Trygve}` }],
    ...[`person:${who.Trygve}`, "team", "lead"].map((teller) => [{ add: { person: { id: "pz", symbol: "male", life: "alive", name: { known: "Sagt av en annen" }, origin: { ...told, teller } } } }]),
  ];
  for (const [at, edits] of forged.entries()) {
    const answer = await ask(guest, "draw_map", { id, step: JSON.stringify({ key: `forged-${at}-${id}`, edits }) });
    expect(answer.status(), JSON.stringify(edits)).toBe(422);
    expect(await answer.text()).not.toContain("Teamets");
  }
  const elsewhere = (await demoCases()).marte.id;
  expect((await ask(guest, "draw_map", { id: elsewhere, step: JSON.stringify({ key: `other-${id}`, edits: [] }) })).status()).toBe(404);
  expect((await ask(guest, "go_map", { id: elsewhere, again: "false" })).status()).toBe(404);
  const cookies = await guest.context().cookies();
  const cookie = cookies.find((it) => it.name === GUEST_COOKIE)?.value ?? "";
  const stream = await RawStream.open(baseURL ?? "", `/hendelser?mappe=${elsewhere}`, undefined, { cookie: `${GUEST_COOKIE}=${cookie}` });
  expect(stream.status).toBe(404);
  stream.close();

  // Who invited ends it: the stream closes at once, and the page leads back.
  faults.expect(/401|403|404|422/);
  await open(page, `/familier/${id}/kart/rommet`);
  await page.getByRole("button", { name: "Avslutt for Signe" }).click();
  await expect(page.getByText("Ingen er med fra egen telefon.")).toBeVisible();
  await expect(guest.locator(".map-clash")).toContainText("ikke lenger");
  await guest.goto("/i-rommet");
  await expect(guest).toHaveURL(/\/bli-med\?over=1/);
  await expect(guest.getByText("Du er ikke lenger med på kartet")).toBeVisible();
  expect((await ask(guest, "room_map", {})).status()).toBe(401);

  // All of it stands in the log, and whose look it was.
  await open(page, `/familier/${id}/innsyn`);
  await expect(page.getByText("lot noen bli med fra egen telefon på kartet").first()).toBeVisible();
  await expect(page.getByText("avsluttet en telefon på kartet").first()).toBeVisible();
  await expect(page.getByText("ble med fra egen telefon på kartet").first()).toBeVisible();
  await guest.context().close();
});

test("a phone joins and leaves without script, and goes when its host signs out @once", async ({ browser, baseURL }) => {
  const session = await sessionOf("lead");
  const { id, who } = await makeMap(session, "Gjesten uten skript");
  const host = await browser.newContext({ baseURL });
  const page = await host.newPage();
  await enterAs(page, "standIn");
  await open(page, "/min-dag");
  // The stand-in is not of this case: no code for them.
  expect((await ask(page, "invite_guest", { id, person: who.Trygve })).status()).toBe(404);
  const invite = async (own: Page) => (await (await ask(own, "invite_guest", { id, person: who.Trygve })).json()) as { code: string };
  await enterAs(page, "lead");
  await open(page, "/min-dag");
  const plain = await browser.newContext({ baseURL, javaScriptEnabled: false, viewport: { width: 390, height: 844 } });
  const guest = await plain.newPage();
  const join = async () => {
    const { code } = await invite(page);
    await guest.goto("/bli-med");
    await guest.getByLabel("Kode").fill(code);
    await guest.getByRole("button", { name: "Bli med" }).click();
    await expect(guest).toHaveURL(/\/i-rommet/);
    await expect(guest.locator("svg.map [data-person]")).toHaveCount(3);
    await expect(symbol(guest, "Bare Hans")).toBeVisible();
  };
  await join();
  await guest.getByRole("button", { name: "Forlat kartet" }).click();
  await expect(guest).toHaveURL(/\/bli-med/);
  await guest.goto("/i-rommet");
  await expect(guest).toHaveURL(/\/logg-inn|\/bli-med/);
  await join();
  expect((await ask(page, "sign_out", {})).ok()).toBe(true);
  await guest.goto("/i-rommet");
  await expect(guest).toHaveURL(/\/bli-med\?over=1/);
  await plain.close();
  await host.close();
});

for (const visitor of ["stranger", ...EVERYONE] as Visitor[]) {
  test(`${visitor}: guests are invited by who changes the case @once`, async () => {
    const cases = await demoCases();
    const at = { session: visitor === "stranger" ? undefined : await sessionOf(visitor) };
    for (const key of ["marte", "noah"] as const) {
      const { id, number } = cases[key];
      const rule = gets(visitor, key);
      const asked: [string, Answer, number][] = [
        ["map_guests", await call("map_guests", { id }, at), 200],
        ["invite_guest", await call("invite_guest", { id, person: MISSING }, at), 404],
        ["end_guest", await call("end_guest", { id, guest: MISSING }, at), 404],
      ];
      for (const [name, answer, allowed] of asked) {
        const where = `${visitor}, ${key}, ${name}: ${answer.status} ${answer.body.slice(0, 80)}`;
        const expected = { whole: allowed, shared: 403, reason: 403, nothing: 404 }[rule];
        expect(answer.status, where).toBe(visitor === "stranger" ? 401 : expected);
        if (rule !== "whole") for (const word of names(key, number)) expect(answer.body.includes(word), where).toBe(false);
      }
    }
    // A code is typed by whoever has one; nobody who is no guest leaves.
    expect((await call("join_map", { code: "" }, at)).status).toBe(422);
    expect((await call("leave_map", {}, at)).status).toBe(401);
    expect((await send("/bli-med", at)).status).toBe(200);
  });
}
