import { EVERYONE } from "../support/accounts";
import { demoCases, sessionOf } from "../support/demo";
import { drawSomeone, makeCase, recordOf, whoIsWho } from "../support/drawn";
import { type Answer, call, send } from "../support/http";
import { gets, MISSING, names, type Visitor } from "../support/rights";
import { enterAs, expect, expectNoAxeViolations, open, overflow, picture, ready, test } from "../support/test";
import type { Page } from "@playwright/test";

// A tablet in the family's hands: one map, as all in the room may see it, until who lent it out types their PIN.

const PIN = "394817";

const symbol = (page: Page, name: string) => page.locator("svg.map [data-person]").filter({ has: page.getByText(name, { exact: true }) });
test("the family draws on a tablet that shows nothing else, and it comes back by the PIN", async ({ page, faults }, info) => {
  const session = await sessionOf("lead");
  const id = await makeCase(session, `I rommet ${info.project.name}`, ["Signe", "Trygve"]);
  const who = await whoIsWho(id, session);
  const draw = (key: string, name: string, audience: string[]) => drawSomeone(session, id, key, name, audience);
  await draw("ours", "Bare Teamets", ["team"]);
  await draw("hers", "Bare Hennes", ["team", `person:${who.Signe}`]);
  await draw("both", "Felles", ["team", `person:${who.Signe}`, `person:${who.Trygve}`]);

  await enterAs(page, "lead");
  await open(page, `/familier/${id}/kart`);
  await expect(symbol(page, "Bare Teamets")).toBeVisible();
  await page.getByRole("link", { name: "Gi nettbrettet til familien" }).click();
  // Nobody in the room, and a PIN that is none: told, and nothing is given away.
  await page.getByRole("button", { name: "Gi fra deg skjermen" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Velg minst én" })).toBeVisible();
  for (const name of ["Signe", "Trygve"]) await page.getByRole("checkbox", { name }).check();
  await page.locator("#new-pin").fill("123456");
  await page.locator("#new-pin-again").fill("123456");
  await page.getByRole("button", { name: "Gi fra deg skjermen" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "lett å gjette" })).toBeVisible();
  await expectNoAxeViolations(page);
  await page.locator("#new-pin").fill(PIN);
  await page.locator("#new-pin-again").fill(PIN);
  await page.getByRole("button", { name: "Gi fra deg skjermen" }).click();
  await page.waitForURL(({ pathname }) => pathname === "/i-rommet");
  await ready(page);

  // What all of them may see, and no trace of the rest: not in the page, and not in what it was made of.
  await expect(symbol(page, "Felles")).toBeVisible();
  await expect(page.locator("svg.map [data-person]")).toHaveCount(3);
  const source = (await (await page.request.get("/i-rommet")).text()) + (await page.content());
  for (const word of ["Bare Teamets", "Bare Hennes", "ours", "hers", "I rommet"]) expect(source.includes(word), word).toBe(false);
  await expect(page.getByRole("button", { name: "Teamets visning" })).toHaveCount(0);
  await expectNoAxeViolations(page);
  expect(await overflow(page)).toBe(0);
  await picture(page, info, "in-the-room");

  // Every other address leads back here, and every other function says no.
  for (const address of ["/min-dag", `/familier/${id}`, `/familier/${id}/kart`, `/familier/${id}/personer`, "/familier", "/konto"]) {
    await page.goto(address);
    expect(new URL(page.url()).pathname, address).toBe("/i-rommet");
  }
  const { origin } = new URL(page.url());
  const ask = (name: string, fields: Record<string, string>) => page.request.post(`${origin}/api/${name}`, { form: fields, headers: { origin } });
  const others: [string, Record<string, string>][] = [["case_map", { id }], ["my_cases", {}], ["map_page", { id }], ["map_guests", { id }], ["sign_out", {}]];
  for (const [name, fields] of others) {
    expect((await ask(name, fields)).status(), name).toBe(403);
  }
  expect((await page.request.get(`/familier/${id}/kart/fil?kart=genogram&form=json`, { maxRedirects: 0 })).status()).toBe(303);
  expect((await page.request.get(`/hendelser?mappe=${id}`)).status()).toBe(403);

  // They draw: it is theirs and the team's.
  await ready(page);
  await symbol(page, "Signe").focus();
  await page.keyboard.press("b");
  await expect(page.locator("#map-name")).toBeFocused();
  await page.keyboard.type("Lillebror");
  await page.keyboard.press("Enter");
  await expect(page.locator(".map-saving p")).toHaveAttribute("data-saving", "kept");
  await expect(symbol(page, "Lillebror")).toBeVisible();
  const stored = Object.values((await recordOf(id, session)).people).find((it) => it.name?.known === "Lillebror");
  expect(stored?.origin.audience).toContain("team");
  // What they drew they take back, and nothing that was drawn before.
  const undo = page.getByRole("button", { name: "Angre" });
  const redo = page.getByRole("button", { name: "Gjør om", exact: true });
  await undo.click();
  await expect(symbol(page, "Lillebror")).toHaveCount(0);
  while (await undo.isEnabled()) {
    await undo.click();
    await expect(page.locator(".map-saving p")).toHaveAttribute("data-saving", "kept");
  }
  await expect(page.locator("svg.map [data-person]")).toHaveCount(3);
  expect(Object.values((await recordOf(id, session)).people).some((it) => it.name?.known === "Felles")).toBe(true);
  while (await redo.isEnabled()) {
    await redo.click();
    await expect(page.locator(".map-saving p")).toHaveAttribute("data-saving", "kept");
  }
  await expect(symbol(page, "Lillebror")).toBeVisible();
  // What stands on somebody of whom they see nothing is refused, and says nothing of why.
  const told = { teller: `person:${who.Signe}`, audience: ["team", `person:${who.Signe}`], source: "statement" };
  const forged = [
    [{ add: { partnership: { id: "px", a: who.Signe, b: "ours", kind: "married", origin: told } } }],
    [{ remove: "Person:ours" }],
    [{ restore: "Person:hers" }],
    [{ add: { person: { id: "pz", symbol: "male", life: "alive", name: { known: "For andre" }, origin: { ...told, audience: ["lead", "person:x"] } } } }],
  ];
  for (const [at, edits] of forged.entries()) {
    const answer = await ask("draw_map", { id, step: JSON.stringify({ key: `forged-${at}-${id}`, edits }) });
    expect(answer.status(), JSON.stringify(edits)).toBe(422);
    expect(await answer.text()).not.toContain("Teamets");
  }
  const elsewhere = (await demoCases()).marte.id;
  expect((await ask("draw_map", { id: elsewhere, step: JSON.stringify({ key: `other-${id}`, edits: [] }) })).status()).toBe(404);

  // Back: not by a wrong PIN, and then by the right one.
  faults.expect(/403|422|404/);
  await page.reload();
  await ready(page);
  await page.getByRole("button", { name: "Ta tilbake" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("PIN").fill("111222");
  await dialog.getByRole("button", { name: "Ta tilbake" }).click();
  await expect(dialog.getByRole("alert").first()).toContainText("4 forsøk igjen");
  await expectNoAxeViolations(page);
  await picture(page, info, "the-pin");
  await dialog.getByLabel("PIN").fill(PIN);
  await dialog.getByRole("button", { name: "Ta tilbake" }).click();
  await page.waitForURL(({ pathname }) => pathname === `/familier/${id}/kart`);
  await ready(page);
  await expect(symbol(page, "Bare Teamets")).toBeVisible();
  await expect(symbol(page, "Lillebror")).toBeVisible();

  // Both stand in the log.
  await open(page, `/familier/${id}/innsyn`);
  await expect(page.getByText("ga fra seg skjermen med").first()).toBeVisible();
  await expect(page.getByText("tok tilbake skjermen med").first()).toBeVisible();
});

test("five wrong PINs, and one signs in again @once", async ({ page }) => {
  const session = await sessionOf("lead");
  const id = await makeCase(session, "Feil PIN", ["Signe"]);
  const [person] = Object.keys((await recordOf(id, session)).people);
  await enterAs(page, "lead");
  await open(page, `/familier/${id}`);
  const { origin } = new URL(page.url());
  const ask = (name: string, fields: Record<string, string>) => page.request.post(`${origin}/api/${name}`, { form: fields, headers: { origin } });
  expect((await ask("hand_screen", { id, room: person ?? "", pin: PIN })).status()).toBe(200);
  await page.goto("/i-rommet");
  await ready(page);
  for (const left of [4, 3, 2, 1]) expect(await (await ask("take_screen_back", { pin: "000000" })).json()).toEqual({ Wrong: left });
  await page.getByRole("button", { name: "Ta tilbake" }).click();
  await page.getByRole("dialog").getByLabel("PIN").fill("999000");
  await page.getByRole("dialog").getByRole("button", { name: "Ta tilbake" }).click();
  await page.waitForURL(({ pathname }) => pathname === "/logg-inn");
  await page.goto("/i-rommet");
  await expect(page).toHaveURL(/\/logg-inn/);
});

for (const visitor of ["stranger", ...EVERYONE] as Visitor[]) {
  test(`${visitor}: a screen is handed over by who changes the case @once`, async () => {
    const cases = await demoCases();
    const at = { session: visitor === "stranger" ? undefined : await sessionOf(visitor) };
    for (const key of ["marte", "noah"] as const) {
      const { id, number } = cases[key];
      const rule = gets(visitor, key);
      const asked: [string, Answer, number][] = [
        ["room_offer", await call("room_offer", { id }, at), 200],
        ["hand_screen", await call("hand_screen", { id, room: "", pin: PIN }, at), 422],
        ["hand_screen to nobody", await call("hand_screen", { id, room: MISSING, pin: PIN }, at), 404],
      ];
      for (const [name, answer, allowed] of asked) {
        const where = `${visitor}, ${key}, ${name}: ${answer.status} ${answer.body.slice(0, 80)}`;
        const expected = { whole: allowed, shared: 403, reason: 403, nothing: 404 }[rule];
        expect(answer.status, where).toBe(visitor === "stranger" ? 401 : expected);
        if (rule !== "whole") for (const word of names(key, number)) expect(answer.body.includes(word), where).toBe(false);
      }
      const page = await send(`/familier/${id}/kart/rommet`, at);
      expect(page.status, `${visitor}, ${key}`).toBe(visitor === "stranger" ? 303 : { whole: 200, shared: 403, reason: 403, nothing: 404 }[rule]);
    }
    // Nothing is handed over: there is no map, and nothing to take back.
    const none = visitor === "stranger" ? 401 : 404;
    expect((await call("take_screen_back", { pin: PIN }, at)).status).toBe(none);
    expect((await call("room_map", {}, at)).status).toBe(none);
    expect((await send("/i-rommet", at)).status).toBe(visitor === "stranger" ? 303 : 404);
  });
}
