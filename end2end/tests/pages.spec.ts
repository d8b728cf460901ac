import type { Page } from "@playwright/test";
import { CASES, type CaseKey, demoCases } from "../support/demo";
import { enterAs, expect, expectNoAxeViolations, inTheHand, open, overflow, picture, ready, speak, test } from "../support/test";

// Every page in every state that a person can meet: accessible in light and dark, in both languages, on a narrow
// screen, and marked as a demonstration.

type Cases = Awaited<ReturnType<typeof demoCases>>;
type Language = "nb" | "en";

interface Screen {
  name: string;
  go: (page: Page, cases: Cases) => Promise<void>;
  /** What is done besides on a phone. */
  inTheHand?: (page: Page) => Promise<void>;
  /** The first heading, by which the page is known. */
  title: Record<Language, RegExp>;
  /** Faults that belong to the page: it is an answer with an error. */
  answers?: RegExp;
}

const inCase =
  (key: CaseKey, tab = "") =>
  async (page: Page, cases: Cases) => {
    await enterAs(page, "lead");
    await open(page, `/familier/${cases[key].id}${tab}`);
  };
const caseName = (key: CaseKey) => ({ nb: new RegExp(CASES[key].title), en: new RegExp(CASES[key].title) });

const FILE = "0 HEAD\n1 GEDC\n2 VERS 5.5.1\n1 CHAR UTF-8\n0 @I1@ INDI\n1 NAME Kari /Nordmann/\n1 SEX F\n1 OCCU baker\n0 TRLR\n";

const asAdministrator = (address: string) => async (page: Page) => {
  await enterAs(page, "administrator");
  await open(page, address);
};
const ADMIN_TITLE = { nb: /^Administrasjon$/, en: /^Administration$/ };

/** The page of the first one in a list of administration. */
const firstOf = (list: string, end = "") => async (page: Page) => {
  await asAdministrator(`/administrasjon/${list}`)(page);
  const address = await page.locator(".ds-table tbody th a").first().getAttribute("href");
  await open(page, `${address}${end}`);
  await expect(page.locator(".card").first()).toBeVisible();
};

const inGroups = (address: string, as: "lead" | "unitLeader" = "lead") => async (page: Page) => {
  await enterAs(page, as);
  await open(page, address);
  await expect(page.locator("main h1")).toBeVisible();
};

const CALENDAR: Screen[] = [
  { name: "the calendar's week", go: inGroups("/kalender?dag=2026-11-23&vis=uke&hvem=enheten"), title: { nb: /^Kalender$/, en: /^Calendar$/ } },
  { name: "the calendar's month", go: inGroups("/kalender?dag=2027-05-06&vis=maned"), title: { nb: /^Kalender$/, en: /^Calendar$/ } },
  { name: "the calendar's list, with nothing in it", go: inGroups("/kalender?dag=2031-01-06&vis=liste"), title: { nb: /^Kalender$/, en: /^Calendar$/ } },
  { name: "a new appointment", go: inGroups("/kalender/ny?dag=2026-11-24&kl=09:00"), title: { nb: /^Ny avtale$/, en: /^New appointment$/ } },
  { name: "an appointment that is not there", go: inGroups("/kalender/finnes-ikke"), title: { nb: /Fant ikke siden/, en: /not found/i }, answers: /404/ },
];

const GROUPS: Screen[] = [
  { name: "the term", go: inGroups("/grupper?termin=2027-1"), title: { nb: /^Grupper våren 2027$/, en: /^Groups, spring 2027$/ } },
  { name: "a term without groups", go: inGroups("/grupper?termin=2030-1"), title: { nb: /våren 2030$/, en: /spring 2030$/ } },
  { name: "a new group", go: inGroups("/grupper/ny"), title: { nb: /^Ny gruppe$/, en: /^New group$/ } },
  { name: "the year's figures", go: inGroups("/grupper/tall?ar=2026", "unitLeader"), title: { nb: /^Grupper i 2026$/, en: /^Groups in 2026$/ } },
  {
    name: "a group",
    go: async (page) => {
      await inGroups("/grupper?termin=2026-2")(page);
      await open(page, (await page.getByRole("link", { name: "COS tirsdag" }).first().getAttribute("href")) ?? "");
    },
    title: { nb: /^COS tirsdag$/, en: /^COS tirsdag$/ },
  },
];

const ADMINISTRATION: Screen[] = [
  ...["", "/brukere", "/brukere?sok=finnes-ikke", "/brukere/ny", "/enheter", "/rom", "/utstyr", "/tjenester"].map((end) => ({
    name: `administration${end}`,
    go: asAdministrator(`/administrasjon${end}`),
    title: ADMIN_TITLE,
  })),
  { name: "a unit", go: firstOf("enheter"), title: ADMIN_TITLE },
  { name: "a room", go: firstOf("rom"), title: ADMIN_TITLE },
  { name: "a piece of equipment", go: firstOf("utstyr"), title: ADMIN_TITLE },
  { name: "a service", go: firstOf("tjenester"), title: ADMIN_TITLE },
  { name: "a user", go: firstOf("brukere"), title: ADMIN_TITLE },
  { name: "closing an account", go: firstOf("brukere?sok=saksansvarlig", "/avslutt"), title: ADMIN_TITLE },
  {
    name: "an invitation with faults",
    go: async (page) => {
      await asAdministrator("/administrasjon/brukere/ny")(page);
      await page.locator("main form button[type=submit]").click();
      await expect(page.locator("#name-error")).toBeVisible();
    },
    title: ADMIN_TITLE,
    answers: /422/,
  },
  {
    name: "no more messages, by a link that cannot be used",
    go: (page) => open(page, "/meldinger/nei"),
    title: { nb: /Meldinger/, en: /Messages/ },
    answers: /404/,
  },
  {
    name: "the messages of a unit",
    go: async (page) => {
      await enterAs(page, "unitLeader");
      await open(page, "/meldinger");
    },
    title: { nb: /Meldinger/, en: /Messages/ },
  },
  {
    name: "the messages of a case",
    go: inCase("amna", "/meldinger"),
    title: caseName("amna"),
  },
  { name: "account", go: asAdministrator("/konto"), title: { nb: /Min konto/, en: /My account/ } },
  {
    name: "setting up the second factor",
    go: async (page) => {
      await enterAs(page, "contact");
      await open(page, "/konto");
      await page.locator("section[aria-labelledby=factor] button").click();
      await expect(page.locator(".qr")).toBeVisible();
    },
    title: { nb: /Min konto/, en: /My account/ },
  },
  { name: "choosing a post", go: asAdministrator("/velg-post"), title: { nb: /stilling/, en: /post/ } },
  { name: "a code", go: (page) => open(page, "/logg-inn/kode"), title: { nb: /Skriv inn koden/, en: /Enter the code/ } },
  {
    name: "a second factor before anything else, too late",
    go: (page) => open(page, "/logg-inn/totrinn"),
    title: { nb: /Sett opp/, en: /Set up/ },
    answers: /401/,
  },
  { name: "joining the map", go: (page) => open(page, "/bli-med"), title: { nb: /Bli med/, en: /Join/ } },
  { name: "forgotten", go: (page) => open(page, "/glemt-passord"), title: { nb: /Glemt/, en: /Forgotten/ } },
  {
    name: "an invitation that was used",
    go: (page) => open(page, "/invitasjon"),
    title: { nb: /Velkommen/, en: /Welcome/ },
    answers: /422/,
  },
  { name: "a spent link", go: (page) => open(page, "/nytt-passord"), title: { nb: /passord/, en: /password/ }, answers: /422/ },
];

const SCREENS: Screen[] = [
  {
    name: "sign-in",
    go: (page) => open(page, "/logg-inn"),
    title: { nb: /Logg inn/, en: /Sign in/ },
  },
  {
    name: "signed out",
    go: (page) => open(page, "/logg-inn?ut=1"),
    title: { nb: /Logg inn/, en: /Sign in/ },
  },
  {
    name: "my day",
    go: async (page) => {
      await enterAs(page, "standIn");
      await open(page, "/min-dag");
    },
    title: { nb: /Min dag/, en: /My day/ },
  },
  ...(
    [
      ["/henvendelser", /Henvendelser/, /Enquiries/],
      ["/henvendelser?vis=avsluttet", /Henvendelser/, /Enquiries/],
      ["/henvendelser/ny", /Ny henvendelse/, /New enquiry/],
      ["/telefon", /Telefon/, /Telephone/],
      ["/borte", /Borte/, /Away/],
      ["/tolker", /Tolker/, /Interpreters/],
    ] as const
  ).map(([address, nb, en]) => ({
    name: `the door${address}`,
    go: async (page: Page) => {
      await enterAs(page, "intakeTeam");
      await open(page, address);
    },
    title: { nb, en },
  })),
  {
    name: "days off and opening hours",
    go: async (page) => {
      await enterAs(page, "unitLeader");
      await open(page, "/kalender/dager");
    },
    title: { nb: /Fridager/, en: /Days off/ },
  },
  { name: "a family's plan", go: inCase("marte", "/plan"), title: caseName("marte") },
  {
    name: "a plan with a form",
    go: async (page, cases) => {
      await inCase("ylva", "/plan")(page, cases);
      await page.getByRole("button", { name: "Skriv ned en drøm" }).or(page.getByRole("button", { name: "Write down a dream" })).click();
      await expect(page.locator("#dream-words")).toBeFocused();
    },
    title: caseName("ylva"),
  },
  { name: "a case's calls", go: inCase("marte", "/kontakt"), title: caseName("marte") },
  {
    name: "the sessions of a case on a stay, and planning one",
    go: async (page, cases) => {
      await inCase("ylva", "/samtaler")(page, cases);
      await page.locator("section[aria-labelledby=plan-talk] summary").click();
      await expect(page.locator("#talk-kind")).toBeVisible();
    },
    title: caseName("ylva"),
  },
  {
    name: "a session",
    go: async (page, cases) => {
      await inCase("amna", "/samtaler")(page, cases);
      await open(page, (await page.locator(".talk-line a").first().getAttribute("href")) ?? "");
      await expect(page.locator("#talk-head")).toBeVisible();
    },
    title: caseName("amna"),
  },
  {
    name: "my day without cases",
    go: async (page) => {
      await enterAs(page, "privacyOfficer");
      await open(page, "/min-dag");
      await expect(page.locator(".empty")).toBeVisible();
    },
    title: { nb: /Min dag/, en: /My day/ },
  },
  {
    name: "help",
    go: async (page) => {
      await enterAs(page, "lead");
      await open(page, "/hjelp");
      await expect(page.locator(".help-part").first()).toBeVisible();
    },
    title: { nb: /Hjelp/, en: /Help/ },
  },
  {
    name: "a text that was not saved",
    go: async (page, cases) => {
      await enterAs(page, "unitLeader");
      await open(page, `/familier/${cases.marte.id}`);
      await page.locator("#reason").fill("Halvveis");
      await expect.poll(() => page.evaluate(() => localStorage.length)).toBe(1);
      await page.reload();
      await ready(page);
      await expect(page.locator(".draft .ds-alert")).toBeVisible();
    },
    title: { nb: /Hvorfor åpner du mappen/, en: /Why/ },
    answers: /403/,
  },
  {
    name: "my families",
    go: async (page) => {
      await enterAs(page, "lead");
      await open(page, "/familier");
      await expect(page.locator(".case-link").first()).toBeVisible();
    },
    title: { nb: /Mine familier/, en: /My families/ },
  },
  {
    name: "my families, none",
    go: async (page) => {
      await enterAs(page, "intakeTeam");
      await open(page, "/familier");
      await expect(page.locator(".empty")).toBeVisible();
    },
    title: { nb: /Mine familier/, en: /My families/ },
  },
  {
    name: "the unit's families",
    go: async (page) => {
      await enterAs(page, "unitLeader");
      await open(page, "/familier?vis=enheten&sorter=nummer-opp");
      await expect(page.locator(".case-link").first()).toBeVisible();
    },
    title: { nb: /Enhetens familier/, en: /unit’s families/ },
  },
  {
    name: "families, none found",
    go: async (page) => {
      await enterAs(page, "lead");
      await open(page, "/familier?status=closed&ansvarlig=ingen");
      await expect(page.locator(".empty")).toBeVisible();
    },
    title: { nb: /Mine familier/, en: /My families/ },
  },
  { name: "overview", go: inCase("marte"), title: caseName("marte") },
  { name: "map", go: inCase("marte", "/kart"), title: caseName("marte") },
  {
    name: "map with a chosen person and every layer",
    go: async (page, cases) => {
      await inCase("marte", "/kart")(page, cases);
      for (const layer of await page.locator(".map-layers input").all()) await layer.check();
      await page.locator('[data-person="A01"]').press("Enter");
      await expect(page.locator(".map-panel h2")).toHaveText("Marte Lyngtjernvik");
    },
    title: caseName("marte"),
  },
  {
    name: "network map with a chosen member",
    go: async (page, cases) => {
      await inCase("marte", "/kart/nettverk")(page, cases);
      await page.locator("[data-item]").first().press("Enter");
      await expect(page.locator(".map-panel h2")).toBeVisible();
      await page.locator("main details").evaluateAll((all) => all.forEach((one) => one.setAttribute("open", "")));
    },
    title: caseName("marte"),
  },
  { name: "ecomap", go: inCase("marte", "/kart/okokart"), title: caseName("marte") },
  { name: "the network map as the mother sees it", go: inCase("marte", "/som/A01/kart/nettverk"), title: caseName("marte") },
  { name: "handing the tablet over", go: inCase("marte", "/kart/rommet"), title: caseName("marte") },
  { name: "map of several scripts", go: inCase("amna", "/kart"), title: caseName("amna") },
  { name: "people", go: inCase("noah", "/personer"), title: caseName("noah") },
  { name: "a participant's details", go: inCase("marte", "/personer/A01"), title: caseName("marte") },
  { name: "a mentioned person's details", go: inCase("marte", "/personer/A11"), title: caseName("marte") },
  { name: "a shielded person", go: inCase("noah", "/personer/B08"), title: caseName("noah") },
  {
    name: "sharing and protection, everything open",
    go: async (page, cases) => {
      await inCase("marte", "/deling")(page, cases);
      await page.locator("main details").evaluateAll((all) => all.forEach((one) => one.setAttribute("open", "")));
    },
    title: caseName("marte"),
  },
  { name: "as the mother sees it", go: inCase("noah", "/som/B02"), title: caseName("noah") },
  { name: "the plan as the mother sees it", go: inCase("marte", "/som/A01/plan"), title: caseName("marte") },
  { name: "the map as the mother sees it", go: inCase("noah", "/som/B02/kart"), title: caseName("noah") },
  { name: "log", go: inCase("viljar", "/innsyn"), title: caseName("viljar") },
  {
    name: "log of one day, which has nothing",
    go: async (page, cases) => {
      await enterAs(page, "lead");
      await open(page, `/familier/${cases.viljar.id}/innsyn?til=2020-01-01`);
      await expect(page.getByText(/Ingen har åpnet|Nobody has opened/)).toBeVisible();
    },
    title: caseName("viljar"),
  },
  {
    name: "emergency access",
    go: async (page) => {
      await enterAs(page, "departmentLeader");
      await open(page, "/nodtilgang");
      await expect(page.locator("#search")).toBeVisible();
    },
    title: { nb: /Nødtilgang/, en: /Emergency access/ },
  },
  {
    name: "emergency access, nothing written",
    go: async (page) => {
      await enterAs(page, "departmentLeader");
      await open(page, "/nodtilgang");
      await page.locator("main form button[type=submit]").click();
      await expect(page.locator("#search-error")).toBeVisible();
    },
    title: { nb: /Nødtilgang/, en: /Emergency access/ },
    answers: /422/,
  },
  {
    name: "emergency access, not for this post",
    go: async (page) => {
      await enterAs(page, "administrator");
      await open(page, "/nodtilgang");
    },
    title: { nb: /Nødtilgang/, en: /Emergency access/ },
  },
  {
    name: "logs, before anything is asked",
    go: async (page) => {
      await enterAs(page, "privacyOfficer");
      await open(page, "/logger");
    },
    title: { nb: /Logger/, en: /Logs/ },
  },
  {
    name: "logs of the unit",
    go: async (page) => {
      await enterAs(page, "privacyOfficer");
      await open(page, "/logger?hva=reviews");
      await expect(page.locator("#rows")).toBeVisible();
    },
    title: { nb: /Logger/, en: /Logs/ },
  },
  {
    name: "logs, for others",
    go: async (page) => {
      await enterAs(page, "lead");
      await open(page, "/logger");
    },
    title: { nb: /Fant ikke siden/, en: /not find|not found/i },
    answers: /404/,
  },
  {
    name: "new case",
    go: async (page) => {
      await enterAs(page, "lead");
      await open(page, "/familier/ny");
    },
    title: { nb: /Ny mappe/, en: /New case/ },
  },
  {
    name: "new case, parents apart and something missing",
    go: async (page) => {
      await enterAs(page, "lead");
      await open(page, "/familier/ny");
      await page.locator("#person-0").fill("Marte");
      await page.locator("#person-0").press("Enter");
      await expect(page.locator("#person-2")).toBeFocused();
      await page.locator("#person-2").fill("Kristoffer");
      await page.locator("#together-no").check();
      await expect(page.locator("#consequence")).toContainText("Marte");
      await page.locator("#new-case button[type=submit]").click();
      await expect(page.locator("#new-case-error")).toBeVisible();
    },
    title: { nb: /Ny mappe/, en: /New case/ },
  },
  {
    name: "new case, not for this post",
    go: async (page) => {
      await enterAs(page, "administrator");
      await open(page, "/familier/ny");
    },
    title: { nb: /Ny mappe/, en: /New case/ },
    answers: /403/,
  },
  {
    name: "the case itself",
    go: async (page, cases) => {
      await inCase("marte", "/mappen")(page, cases);
      for (const part of await page.locator("main details").all()) await part.locator("summary").click();
      await page.locator("#life-participants").locator("xpath=..").getByRole("button").first().click();
      await expect(page.locator("form.person-row")).toBeVisible();
    },
    title: caseName("marte"),
  },
  {
    name: "dividing a case",
    go: async (page, cases) => {
      await inCase("marte", "/mappen/del")(page, cases);
      for (const field of await page.locator("#divide fieldset select").all()) await field.selectOption("both");
      await page.locator("#goes-A01").selectOption("first");
      await page.locator("#divide button[type=submit]").click();
      await expect(page.locator("#divide-preview")).toBeVisible();
    },
    title: caseName("marte"),
  },
  {
    name: "merging cases",
    go: async (page, cases) => {
      await enterAs(page, "standIn");
      await open(page, `/familier/${cases.marte.id}/mappen/sla-sammen`);
      await page.locator("#merge-other").selectOption(cases.kristoffer.id);
      await expect(page.locator("#merge-preview")).toBeVisible();
    },
    title: caseName("marte"),
  },
  {
    name: "a lead by the unit leader",
    go: async (page, cases) => {
      await enterAs(page, "unitLeader");
      await open(page, `/familier/${cases.marte.id}/ansvar`);
    },
    title: { nb: /Gi mappen en saksansvarlig/, en: /Give the case a lead/ },
  },
  {
    name: "import",
    go: async (page) => {
      await enterAs(page, "lead");
      await open(page, "/familier/importer");
    },
    title: { nb: /Hent inn et slektskart/, en: /family tree/i },
  },
  {
    name: "import after a look",
    go: async (page) => {
      await enterAs(page, "lead");
      await open(page, "/familier/importer");
      await page.locator("#file").setInputFiles({ name: "fil.ged", mimeType: "text/plain", buffer: Buffer.from(FILE) });
      await page.locator("main form button[type=submit]").click();
      await expect(page.locator("#name")).toBeVisible();
      await expect(page.locator("details")).toHaveCount(2);
      await page.locator("details").evaluateAll((all) => all.forEach((one) => one.setAttribute("open", "")));
    },
    title: { nb: /Hent inn et slektskart/, en: /family tree/i },
  },
  {
    name: "import of something else",
    go: async (page) => {
      await enterAs(page, "lead");
      await open(page, "/familier/importer");
      await page.locator("#file").setInputFiles({ name: "fil.ged", mimeType: "text/plain", buffer: Buffer.from("hei") });
      await page.locator("main form button[type=submit]").click();
      await expect(page.locator("#import-error")).toBeVisible();
    },
    title: { nb: /Hent inn et slektskart/, en: /family tree/i },
    answers: /422/,
  },
  ...CALENDAR,
  ...GROUPS,
  ...ADMINISTRATION,
  {
    name: "not found",
    go: async (page) => {
      await enterAs(page, "lead");
      await open(page, "/familier/finnes-ikke");
    },
    title: { nb: /Fant ikke siden/, en: /not find|not found/i },
    answers: /404/,
  },
  {
    name: "an address that leads nowhere",
    go: async (page) => {
      await enterAs(page, "lead");
      await open(page, "/finnes/ikke");
    },
    title: { nb: /Fant ikke siden/, en: /not find|not found/i },
    answers: /404/,
  },
  {
    name: "forbidden",
    go: async (page, cases) => {
      await enterAs(page, "otherLead");
      await open(page, `/familier/${cases.marte.id}`);
    },
    title: { nb: /Fant ikke siden/, en: /not find|not found/i },
    answers: /404/,
  },
  {
    name: "a leader's reason",
    go: async (page, cases) => {
      await enterAs(page, "unitLeader");
      await open(page, `/familier/${cases.marte.id}`);
      await expect(page.locator("#reason")).toBeVisible();
    },
    title: { nb: /Hvorfor åpner du mappen/, en: /Why/ },
    answers: /403/,
  },
  {
    name: "the shared part only",
    go: async (page, cases) => {
      await enterAs(page, "contact");
      await open(page, `/familier/${cases.noah.id}`);
    },
    title: caseName("noah"),
  },
  {
    name: "user menu",
    go: async (page) => {
      await enterAs(page, "lead");
      await open(page, "/familier");
      await page.locator(".topbar-user").click();
      await expect(page.locator("#user-menu")).toBeVisible();
    },
    title: { nb: /Mine familier/, en: /My families/ },
  },
  {
    name: "menu",
    go: async (page) => {
      await enterAs(page, "lead");
      await open(page, "/familier");
      await expect(page.locator("#nav a").first()).toBeVisible();
    },
    // Only a narrow screen folds the menu away.
    inTheHand: async (page) => {
      await page.locator(".topbar-toggle").click();
      await expect(page.locator("#nav a").first()).toBeVisible();
    },
    title: { nb: /Mine familier/, en: /My families/ },
  },
  {
    name: "session soon over",
    go: async (page, cases) => {
      await page.route("**/api/session_left*", (route) => route.fulfill({ json: 4 * 60_000 }));
      await page.clock.install();
      await inCase("marte")(page, cases);
      await page.clock.fastForward(61_000);
      await expect(page.getByRole("alertdialog")).toBeVisible();
    },
    title: caseName("marte"),
  },
  {
    name: "session over",
    go: async (page, cases) => {
      await page.route("**/api/session_left*", (route) => route.fulfill({ status: 401, json: "SignedOut" }));
      await page.clock.install();
      await inCase("marte")(page, cases);
      await page.clock.fastForward(61_000);
      await expect(page.getByRole("alertdialog")).toBeVisible();
    },
    title: caseName("marte"),
    answers: /401/,
  },
];

/** What stands on everything that a demonstration shows. */
const MARK: Record<Language, string> = { nb: "FIKTIVE DATA", en: "FICTIONAL DATA" };

let cases: Cases;
test.beforeAll(async () => {
  cases = await demoCases();
});

// Both sizes of every screen in one go, at the desk and then held in a hand, and each of them on the narrowest; every
// fourth of them in English, where the texts have other lengths.
for (const [place, screen] of SCREENS.entries()) {
  test(screen.name, { tag: "@once" }, async ({ page, faults }, info) => {
    const language: Language = place % 4 === 3 ? "en" : "nb";
    if (screen.answers) faults.expect(screen.answers);
    await speak(page, language);
    await screen.go(page, cases);

    await expect(page.locator("html")).toHaveAttribute("lang", language);
    await expect(page.locator("h1")).toHaveCount(1);
    await expect(page.locator("h1")).toHaveText(screen.title[language]);
    await expect(page).toHaveTitle(/Familiekart/);
    await expect(page.getByText(MARK[language]).first()).toBeVisible();
    // What is meant for the compiler stands on no page, folded away or not.
    await expect(page.locator("body")).not.toContainText(/move \|\||t_string!/);
    await expectNoAxeViolations(page);
    await picture(page, info, "desk");

    await inTheHand(page);
    await screen.inTheHand?.(page);
    await expectNoAxeViolations(page, ["light"]);
    await picture(page, info, "phone");

    await page.setViewportSize({ width: 320, height: 800 });
    expect(await overflow(page), "pixels over the edge of a screen of 320").toBeLessThanOrEqual(0);
    await expect(page.getByText(MARK[language]).first()).toBeVisible();
    await page.emulateMedia({ media: "print" });
    await expect(page.getByText(MARK[language]).filter({ visible: true }).first()).toBeVisible();
  });
}

test("the names of one's families have room, at the desk and on the phone", async ({ page }, info) => {
  await enterAs(page, "standIn");
  await open(page, "/familier");
  const rows = page.locator(".case-name").filter({ hasText: /^(Marte|Kristoffer|Noah|Amna|Ylva|Torbjørg og Viljar) med familie$/ });
  await expect(rows).toHaveCount(6);
  for (const name of await rows.all()) {
    const box = await name.boundingBox();
    expect(box?.width, await name.innerText()).toBeGreaterThan(120);
    // Two lines at most, and none of them broken within a word.
    expect(box?.height, await name.innerText()).toBeLessThan(70);
  }
  await picture(page, info, "families", true);
});

test("a page keeps the language and the colours that were chosen", async ({ page }) => {
  await enterAs(page, "lead");
  await open(page, "/familier");
  await page.locator(".topbar-user").click();
  await page.locator("#user-menu select").first().selectOption("en");
  await expect(page.locator("h1")).toHaveText("My families");
  await page.locator("#user-menu select").last().selectOption("dark");
  await expect(page.locator("html")).toHaveAttribute("data-color-scheme", "dark");
  await page.reload();
  await ready(page);
  await expect(page.locator("h1")).toHaveText("My families");
  await expect(page.locator("html")).toHaveAttribute("data-color-scheme", "dark");
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
});

test("what the server sends is what the browser makes of it: nothing is asked for again", async ({ page }) => {
  await enterAs(page, "lead");
  const asked: string[] = [];
  page.on("request", (request) => {
    if (new URL(request.url()).pathname.startsWith("/api/")) asked.push(request.url());
  });
  for (const tab of ["", "/kart", "/personer", "/mappen", "/mappen/del", "/innsyn"]) {
    await open(page, `/familier/${cases.amna.id}${tab}`);
    await expect(page.locator("h1")).toHaveText(CASES.amna.title);
  }
  await page.waitForLoadState("networkidle");
  expect(asked).toEqual([]);
});

test("a page's code is announced in its head, in few files", async ({ page }) => {
  await enterAs(page, "standIn");
  const fetched: string[] = [];
  page.on("request", (request) => {
    if (request.url().endsWith(".wasm")) fetched.push(new URL(request.url()).pathname);
  });
  for (const address of ["/min-dag", "/familier", "/hjelp", "/konto", "/familier/ny", ...["", "/kart", "/mappen"].map((tab) => `/familier/${cases.amna.id}${tab}`)]) {
    fetched.length = 0;
    await open(page, address);
    // Whatever is fetched later than the page itself would be fetched by now: the map's stream never ends.
    if (!address.endsWith("/kart")) await page.waitForLoadState("networkidle");
    const announced = await page.locator('head link[rel="preload"][as="fetch"]').evaluateAll((all) => all.map((link) => link.getAttribute("href")));
    expect([...new Set(fetched)].sort(), address).toEqual([...announced].sort());
    expect(announced.length, address).toBeLessThanOrEqual(17);
  }
});

test("every text of a page can be doubled without running over the edge", async ({ page }) => {
  await enterAs(page, "lead");
  await page.setViewportSize({ width: 640, height: 900 });
  for (const address of ["/familier", ...["", "/kart", "/personer", "/innsyn"].map((tab) => `/familier/${cases.amna.id}${tab}`)]) {
    await open(page, address);
    await page.evaluate(() => document.documentElement.style.setProperty("font-size", "200%"));
    expect(await overflow(page), address).toBeLessThanOrEqual(0);
  }
});
