import type { Browser, Page } from "@playwright/test";
import { ACCOUNTS, type Account, PASSWORD } from "../support/accounts";
import { caseNamed, casesOf, sessionOf } from "../support/demo";
import { call, session } from "../support/http";
import { enterAs, expect, open, overflow, picture, test } from "../support/test";

// The life of a case, from its beginning to its division and merger. What is asserted is what was stored.

/** What a case holds, as a function of the server tells it. */
interface Held {
  people: string[];
  participants: { name: string; from: string; to: string; has_responsibility: boolean; is_over: boolean }[];
  team: [string, string][];
  status: string;
  links: [string, string][];
  events: string[];
}

async function held(account: Account, id: string): Promise<Held> {
  const token = await sessionOf(account);
  const life = JSON.parse((await call("case_life", { id }, { session: token })).body);
  const map = JSON.parse((await call("case_map", { id }, { session: token })).body);
  const people = Object.values(map.record.people) as { name: { known?: string } }[];
  return {
    people: people.map((it) => it.name.known ?? "–").sort(),
    participants: life.participants,
    team: life.team.map((it: { name: string; function: string }) => [it.name, it.function]),
    status: life.status,
    links: life.links.map((it: { name: string; kind: string }) => [it.name, it.kind]),
    events: life.events.map((it: { kind: string }) => it.kind),
  };
}

/** Names of their own for every run, so that tests do not meet each other. */
const stamp = () => `${Date.now().toString(36)}${Math.floor(Math.random() * 1e6).toString(36)}`;

/** Fills in the form for two parents and their child. */
async function twoParents(page: Page, first: string, second: string, child: string) {
  await page.locator("#person-0").fill(first);
  await page.locator("#person-1").fill(child);
  await page.getByRole("button", { name: "Legg til voksen" }).click();
  await expect(page.locator("#person-2")).toBeFocused();
  await page.locator("#person-2").fill(second);
}

/** A case of one parent and a child, made by its form. */
async function simpleCase(page: Page, name: string): Promise<string> {
  await open(page, "/familier/ny");
  await page.locator("#person-0").fill(name);
  await page.locator("#person-1").fill(`Barn ${name}`);
  await page.locator("#new-case button[type=submit]").click();
  await expect(page.locator("h1")).toHaveText(`${name} med familie`);
  return caseNamed("lead", `${name} med familie`);
}

async function unfold(page: Page, id: string) {
  await page.locator(`#${id} > summary`).click();
}

test("parents apart get a case each, with what is theirs and nothing of the other's", async ({ page }, info) => {
  const [marte, kristoffer] = [`Marte${stamp()}`, `Kristoffer${stamp()}`];
  await enterAs(page, "lead");
  await open(page, "/familier/ny");
  await twoParents(page, `${marte} Lyng`, `${kristoffer} Haug`, "Ada");
  await page.locator("#together-no").check();
  await expect(page.locator("#consequence")).toContainText(`${marte} Lyng og ${kristoffer} Haug får hver sin mappe. Ingen av dem ser den andres.`);
  await expect(page.locator("#child-parts")).toBeChecked();
  // A joint case is for both to agree to.
  await page.locator("#agree-0").check();
  await expect(page.locator("#case-name-joint")).toHaveCount(0);
  await page.locator("#agree-1").check();
  await expect(page.locator("#case-name-joint")).toHaveValue(`${marte} og ${kristoffer} sammen`);
  await page.locator("#stand-in").selectOption({ label: "Demo Stedfortreder" });
  await picture(page, info, "new-case-apart", true);
  await page.locator("#new-case button[type=submit]").click();
  await expect(page.locator("h1")).toHaveText(`${marte} med familie`);
  await expect(page.getByRole("link", { name: `${kristoffer} med familie` })).toBeVisible();

  const hers = await held("lead", await caseNamed("lead", `${marte} med familie`));
  expect(hers.people).toEqual(["Ada", `${marte} Lyng`]);
  expect(hers.team).toEqual([["Demo Saksansvarlig", "lead"], ["Demo Stedfortreder", "stand_in"]]);
  expect(hers.links.map(([, kind]) => kind).sort()).toEqual(["joint", "parents_apart"]);
  const his = await held("standIn", await caseNamed("standIn", `${kristoffer} med familie`));
  expect(his.people).toEqual(["Ada", `${kristoffer} Haug`]);
  const joint = await held("lead", await caseNamed("lead", `${marte} og ${kristoffer} sammen`));
  expect(joint.people).toEqual(["Ada", `${kristoffer} Haug`, `${marte} Lyng`]);
  // The child's part stands between the two.
  for (const name of [`${marte} med familie`, `${kristoffer} med familie`]) {
    const front = JSON.parse((await call("case_front", { id: await caseNamed("lead", name) }, { session: await sessionOf("lead") })).body);
    expect(front.child_parts.map((part: { child: string }) => part.child)).toEqual(["Ada"]);
  }
});

test("a faulty form keeps everything, says what is missing, and makes nothing", async ({ page }) => {
  const name = `Feil${stamp()}`;
  await enterAs(page, "lead");
  await open(page, "/familier/ny");
  await page.locator("#person-0").fill(name);
  await page.locator("#person-1").fill("Iben");
  await page.locator("#consent-1").selectOption("no_holder");
  await page.locator("#new-case button[type=submit]").click();
  await expect(page.locator("#consent-error-1")).toContainText("foreldreansvar");
  await expect(page.locator("#consent-1")).toHaveAttribute("aria-invalid", "true");
  await expect(page.locator("#person-0")).toHaveValue(name);
  expect((await casesOf(await sessionOf("lead"))).some((line) => line.name.includes(name))).toBe(false);
  // By keyboard alone: another row by Enter, gone again by its button, and the fault put right.
  await page.locator("#person-1").press("Enter");
  await expect(page.locator("#person-2")).toBeFocused();
  await page.locator("#person-2").fill("Ingen");
  await page.getByRole("button", { name: "Fjern Ingen" }).press("Enter");
  await expect(page.locator("#person-2")).toHaveCount(0);
  await page.locator("#consent-1").selectOption("holder_elsewhere");
  await page.locator("#new-case button[type=submit]").press("Enter");
  await expect(page.locator("h1")).toHaveText(`${name} med familie`);
  expect((await held("lead", await caseNamed("lead", `${name} med familie`))).people).toEqual([name, "Iben"].sort());
});

test("handing over, taking over, closing and taking up again", async ({ page }) => {
  const name = `Overlever${stamp()}`;
  await enterAs(page, "lead");
  const id = await simpleCase(page, name);
  await open(page, `/familier/${id}/mappen`);
  await unfold(page, "add-member");
  await page.locator("#member").selectOption({ label: "Demo Stedfortreder" });
  await page.locator("#member-function").selectOption("stand_in");
  await page.locator("#add-member button[type=submit]").click();
  await expect(page.locator(".team-line", { hasText: "Demo Stedfortreder" })).toBeVisible();
  await unfold(page, "hand-over");
  await page.locator("#next-lead").selectOption({ label: "Demo Saksansvarlig To" });
  await page.locator("#hand-over button[type=submit]").click();
  await expect(page.locator(".team-line", { hasText: "Demo Saksansvarlig To" })).toContainText("Saksansvarlig");
  expect((await held("otherLead", id)).team).toEqual([
    ["Demo Saksansvarlig To", "lead"],
    ["Demo Stedfortreder", "stand_in"],
    ["Demo Saksansvarlig", "member"],
  ]);

  // The unit leader names a lead without reading the case.
  await enterAs(page, "unitLeader");
  await open(page, `/familier/${id}/ansvar`);
  await page.locator("#new-lead").selectOption({ label: "Demo Miljøansvarlig" });
  await page.locator("#lead-reason").fill("Saksansvarlig har sluttet");
  await page.locator("form button[type=submit]").last().click();
  await expect(page.locator("#lead-now")).toHaveText("Demo Miljøansvarlig");
  const now = await held("milieuLead", id);
  expect(now.team[0]).toEqual(["Demo Miljøansvarlig", "lead"]);
  expect(now.team.map(([who]) => who)).not.toContain("Demo Saksansvarlig To");

  await enterAs(page, "milieuLead");
  await open(page, `/familier/${id}/mappen`);
  await unfold(page, "close-case");
  await page.locator("#reason-other").check();
  await page.locator("#close-case button[type=submit]").click();
  await expect(page.locator("#close-words-error")).toBeVisible();
  await page.locator("#close-words").fill("Familien fant en annen måte");
  await page.locator("#close-case button[type=submit]").click();
  await expect(page.getByRole("button", { name: "Gjenåpne mappen" })).toBeVisible();
  expect(await held("milieuLead", id)).toMatchObject({ status: "closed" });
  const refused = await call("rename_case", { id, name: "Nytt" }, { session: await sessionOf("milieuLead") });
  expect(refused.status).toBe(403);
  await page.getByRole("button", { name: "Gjenåpne mappen" }).click();
  await expect(page.locator("#life-name")).toBeVisible();
  const reopened = await held("milieuLead", id);
  expect(reopened.status).toBe("open");
  expect(reopened.events.slice(0, 4)).toEqual(["reopened", "closed", "lead_changed", "lead_changed"]);
});

async function otherBrowser(browser: Browser, account: Account): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await enterAs(page, account);
  return page;
}

test("two correct the same participant: the second sees what the first wrote, keeps the own text, and chooses", async ({ page, browser }, info) => {
  const name = `Samtidig${stamp()}`;
  await enterAs(page, "lead");
  const id = await simpleCase(page, name);
  const added = await call("set_team_function", { id, user: await userId(id, "Demo Stedfortreder"), function: "stand_in" }, { session: await sessionOf("lead") });
  expect(added.status).toBe(200);
  const other = await otherBrowser(browser, "standIn");
  for (const one of [page, other]) {
    await open(one, `/familier/${id}/mappen`);
    await one.getByRole("button", { name: `Rett ${name}`, exact: true }).click();
  }
  const field = (one: Page, part: string) => one.locator(`form.person-row input[id$="-${part}"]`);
  await field(other, "name").fill(`${name} Berg`);
  await other.locator("form.person-row button[type=submit]").click();
  await expect(other.getByRole("button", { name: `Rett ${name} Berg`, exact: true })).toBeVisible();

  await field(page, "name").fill(`${name} Dal`);
  await field(page, "to").fill("2027-01-31");
  await page.locator("form.person-row button[type=submit]").click();
  await expect(page.getByRole("alert")).toContainText("Demo Stedfortreder har endret dette");
  await expect(page.locator(".conflict-theirs")).toContainText(`${name} Berg`);
  await expect(page.locator(".conflict-mine")).toContainText(`${name} Dal`);
  await expect(field(page, "name")).toHaveValue(`${name} Dal`);
  await picture(page, info, "conflict", true);
  expect((await held("lead", id)).people).toContain(`${name} Berg`);
  await page.getByRole("button", { name: "Lagre det jeg skrev" }).click();
  await expect(page.getByRole("button", { name: `Rett ${name} Dal`, exact: true })).toBeVisible();
  const kept = await held("standIn", id);
  expect(kept.people).toContain(`${name} Dal`);
  expect(kept.participants.find((it) => it.name === `${name} Dal`)?.to).toBe("2027-01-31");
  await other.context().close();
});

/** The id of a colleague, from the list of those who can be in the team. */
async function userId(id: string, name: string): Promise<string> {
  const life = JSON.parse((await call("case_life", { id }, { session: await session(ACCOUNTS.lead, PASSWORD) })).body);
  return life.colleagues.find((it: { name: string }) => it.name === name).id;
}

test("a case is divided after a look, and the two are merged again with everybody's yes", async ({ page }, info) => {
  const [marte, kristoffer] = [`Mia${stamp()}`, `Karl${stamp()}`];
  await enterAs(page, "lead");
  await open(page, "/familier/ny");
  await twoParents(page, marte, kristoffer, "Ada");
  await page.locator("#together-yes").check();
  await page.locator("#agree-0").check();
  await page.locator("#agree-1").check();
  await page.locator("#case-name").fill(`Sammen ${marte}`);
  await page.locator("#new-case button[type=submit]").click();
  await expect(page.locator("h1")).toHaveText(`Sammen ${marte}`);
  const whole = await caseNamed("lead", `Sammen ${marte}`);

  await open(page, `/familier/${whole}/mappen/del`);
  const choose = (name: string, side: string) => page.getByLabel(name, { exact: true }).selectOption(side);
  await choose(marte, "first");
  await choose(kristoffer, "second");
  await choose("Ada", "both");
  await page.locator("#first-name").fill(`Hos ${marte}`);
  await page.locator("#second-name").fill(`Hos ${kristoffer}`);
  await page.locator("#divide button[type=submit]").click();
  await expect(page.locator("#divide-preview")).toContainText(`${marte} ser`);
  await picture(page, info, "divide", true);
  expect((await held("lead", whole)).status, "a look changes nothing").toBe("open");
  await page.locator("#divide-now").click();
  await expect(page.locator("h1")).toHaveText(`Hos ${marte}`);
  const [hers, his] = [await caseNamed("lead", `Hos ${marte}`), await caseNamed("lead", `Hos ${kristoffer}`)];
  expect((await held("lead", hers)).participants.map((it) => it.name).sort()).toEqual(["Ada", marte].sort());
  expect((await held("lead", his)).participants.map((it) => it.name).sort()).toEqual(["Ada", kristoffer].sort());
  const old = await held("lead", whole);
  expect(old.status).toBe("closed");
  expect(old.links).toEqual([[`Hos ${marte}`, "divided"], [`Hos ${kristoffer}`, "divided"]]);
  expect(old.people.length, "nothing is lost").toBe(3);

  await open(page, `/familier/${hers}/mappen/sla-sammen`);
  await page.locator("#merge-other").selectOption(his);
  await expect(page.locator("#merge-preview")).toBeVisible();
  await expect(page.locator("#merge-now")).toBeDisabled();
  await page.locator("#merge-name").fill(`Igjen ${marte}`);
  const asked = page.locator('input[type=checkbox][id^="yes-"]');
  await expect(asked).toHaveCount(3);
  for (const box of await asked.all()) await box.check();
  await expect(page.locator("#merge-now")).toBeDisabled();
  // For a child somebody else says it, by name.
  for (const by of await page.locator('input[id^="by-"]').all()) if ((await by.inputValue()) === "") await by.fill(marte);
  await picture(page, info, "merge", true);
  await page.locator("#merge-now").click();
  await expect(page.locator("h1")).toHaveText(`Igjen ${marte}`);
  const again = await held("lead", await caseNamed("lead", `Igjen ${marte}`));
  expect(again.participants.map((it) => it.name).sort()).toEqual(["Ada", kristoffer, marte].sort());
  expect(again.people).toEqual(["Ada", kristoffer, marte].sort());
  for (const id of [hers, his]) expect((await held("lead", id)).status).toBe("closed");
});

test("the tab of the case fits on a phone and in print", async ({ page }, info) => {
  const name = `Bilde${stamp()}`;
  await enterAs(page, "lead");
  const id = await simpleCase(page, name);
  for (const address of ["/familier/ny", `/familier/${id}/mappen`, `/familier/${id}/mappen/del`, `/familier/${id}/mappen/sla-sammen`]) {
    await open(page, address);
    expect(await overflow(page), address).toBeLessThanOrEqual(0);
    await picture(page, info, address.split("/").at(-1) ?? "page", true);
  }
});
