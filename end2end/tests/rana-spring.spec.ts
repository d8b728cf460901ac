import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Page } from "@playwright/test";
import { ACCOUNTS, type Account, PASSWORD } from "../support/accounts";
import { SESSION_COOKIE } from "../support/http";
import { OwnServer, given } from "../support/own-server";
import { expect, expectNoAxeViolations, picture, ready, test } from "../support/test";

// A spring in Rana, from the days off to the paper on the wall: two COS groups, one ICDP group in Somali and Norwegian,
// one Drømmehuset, forty families with a talk every other week, six stays with two talks a week. The groups and the days
// off by hand; the families' talks, which are many and alike, by the same functions that the pages call.

let server: OwnServer;
test.beforeAll(async () => {
  server = new OwnServer(given("SERVER_SITE"));
  await server.start();
});
test.afterAll(() => server.remove());

/** Somebody of the staff, with a session on this test's own server. */
class Hand {
  private constructor(private readonly token: string) {}

  static async of(account: Account): Promise<Hand> {
    const fields = { email: ACCOUNTS[account], password: PASSWORD };
    const answer = await fetch(`${server.base}/api/sign_in`, {
      method: "POST",
      redirect: "manual",
      headers: { origin: server.base, "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams(fields).toString(),
    });
    const [, token] = new RegExp(`${SESSION_COOKIE}=([^;]+)`).exec(answer.headers.getSetCookie().join("\n")) ?? [];
    if (!token) throw new Error(`${account} does not get in: ${answer.status}`);
    return new Hand(token);
  }

  /** Calls a server function, with fields or with a whole form. */
  async call<T>(name: string, given: Record<string, string> | object, json = false): Promise<T> {
    const answer = await fetch(`${server.base}/api/${name}`, {
      method: "POST",
      headers: {
        origin: server.base,
        cookie: `${SESSION_COOKIE}=${this.token}`,
        "content-type": json ? "application/json" : "application/x-www-form-urlencoded",
      },
      body: json ? JSON.stringify(given) : new URLSearchParams(given as Record<string, string>).toString(),
    });
    const body = await answer.text();
    if (!answer.ok) throw new Error(`${name}: ${answer.status} ${body}`);
    return (body === "" ? undefined : JSON.parse(body)) as T;
  }

  /** This one's browser. */
  async enter(page: Page) {
    const url = server.base.replace("http:", "https:");
    await page.context().addCookies([{ name: SESSION_COOKIE, value: this.token, url, httpOnly: true, secure: true, sameSite: "Lax" }]);
  }
}

async function go(page: Page, address: string) {
  await page.goto(`${server.base}${address}`);
  await ready(page);
}

interface Day {
  year: number;
  month: number;
  day: number;
}
interface Planned {
  Made?: { entry: string; at: string; skipped: Day[] };
  InTheWay?: { conflicts: { code: string; name: string }[]; free: unknown[] };
}
interface Term {
  groups: { card: { id: string; name: string; meetings: { number: number; span: { start: string } }[] } }[];
  clashes: { one: [string, number]; other: [string, number] | null; what: string }[];
}

const STAFF = ["lead", "standIn", "otherLead", "milieuLead"] as const;
const NAMES = ["Demo Saksansvarlig", "Demo Stedfortreder", "Demo Saksansvarlig To", "Demo Miljøansvarlig"];
const ROOMS = ["Samtalerom 1", "Samtalerom 2", "Samtalerom 3", "Samtalerom 4"];
const UNTIL = "2027-06-18";

/** A day in ISO form, so many days after a Monday. */
function dayAfter(monday: string, days: number): string {
  const day = new Date(`${monday}T12:00:00Z`);
  day.setUTCDate(day.getUTCDate() + days);
  return day.toISOString().slice(0, 10);
}

/** A family with a case, led by this one. */
async function family(hand: Hand, unit: string, name: string): Promise<string> {
  const person = { name, is_child: false, has_responsibility: true, consent: "holder_here", goes: "first" };
  const form = {
    ...{ unit, status: "open", stand_in: "", from: ["2026-11-23"], names: [["only", name]], child_parts: false },
    application: { people: [person], live_together: null, agree: [false, false] },
  };
  const made = await hand.call<[string, string][]>("begin_cases", { form }, true);
  return made[0][1];
}

const talk = (kind: string, day: string, time: string, weeks: string, person: string, room: string) => ({
  ...{ kind, title: "", day, time, minutes: "60", weeks, until: weeks ? UNTIL : "", place: "centre", road: "" },
  ...{ room, people: [person], equipment: [], attends: [], agenda: "" },
});

/** Makes a group in the browser, like a person; looks at its plan first. */
async function look(page: Page, group: { name: string; programme: string; from: string; time: string; room: string; leaders: number[]; variant?: string; language?: string }) {
  await go(page, "/grupper/ny");
  await page.locator("#name").fill(group.name);
  await page.locator("#programme").selectOption(group.programme);
  if (group.variant) await page.locator("#variant").selectOption(group.variant);
  await page.locator("#from").fill(group.from);
  await page.locator("#time").fill(group.time);
  await page.locator("#seats").fill("8");
  await page.locator("#room").selectOption({ label: group.room });
  if (group.language) await page.locator("#language").selectOption(group.language);
  for (const [at, who] of group.leaders.entries()) {
    await page.locator(`#leader-${at + 1}`).selectOption({ label: NAMES[who] });
    await page.locator(`#certified-${at + 1}`).check();
  }
  if (group.language) await page.locator("#speaks-2").selectOption(group.language);
  await page.getByRole("button", { name: "Vis planen" }).click();
  await expect(page.locator("#plan-title")).toBeVisible();
}

async function make(page: Page, name: string) {
  await page.getByRole("button", { name: "Lag gruppen" }).click();
  await expect(page.locator("h1")).toHaveText(name);
}

test("a spring in Rana, planned, looked over and hung on the wall @once", async ({ page }, info) => {
  test.setTimeout(180_000);
  const began = Date.now();
  const administrator = await Hand.of("administrator");
  const units = await administrator.call<{ id: string; name: string }[]>("admin_units", {});
  const unit = units[0].id;
  await administrator.call("save_unit", { id: unit, name: "Demo familiesenter i Rana" });
  for (const name of ROOMS.filter((name) => name !== "Samtalerom 2")) await administrator.call("save_room", { id: "", unit, name, seats: "5" });
  const hands = await Promise.all(STAFF.map((account) => Hand.of(account)));
  const [lead] = hands;

  // What the demonstration has planned for the spring makes room.
  const term = () => lead.call<Term>("group_term", { term: "2027-1" });
  for (const { card } of (await term()).groups) await lead.call("call_off_group", { id: card.id, off: "true" });

  // The municipality's school year, by hand. Made up for this test but for the public holidays.
  await (await Hand.of("unitLeader")).enter(page);
  await go(page, "/kalender/dager?ar=2026");
  await page.locator("#days-municipality").fill("Rana");
  await page.locator("section[aria-labelledby=days-hours]").getByRole("button", { name: "Lagre" }).click();
  await expect(page.locator("#days-whole")).toBeVisible();
  for (const [name, first, last] of [["Vinterferie", "2027-03-01", "2027-03-05"], ["Påskeferie", "2027-03-22", "2027-03-24"]]) {
    await page.locator("#days-kind").selectOption({ label: "Skolefri" });
    await page.locator("#days-name").fill(name);
    await page.locator("#days-first").fill(first);
    await page.locator("#days-last").fill(last);
    await page.locator("#days-whole").check();
    await page.locator("section[aria-labelledby=days-new]").getByRole("button", { name: "Lagre" }).click();
    await expect(page.locator(".days-off")).toContainText(name);
  }
  await expect(page.locator(".days-off")).toContainText("Kristi himmelfartsdag");

  // The groups, by hand.
  await lead.enter(page);
  const cos = { name: "COS torsdag", programme: "cos_p", from: "2027-04-08", time: "09:30", room: "Lekerommet", leaders: [0, 1] };
  await look(page, cos);
  await expect(page.getByText("6. mai 2027: Kristi himmelfartsdag")).toBeVisible();
  await make(page, cos.name);
  // The second wants the room while the first has it: told before anything is kept.
  const second = { name: "COS torsdag formiddag", programme: "cos_p", from: "2027-04-08", time: "11:00", room: "Lekerommet", leaders: [2, 3] };
  await look(page, second);
  const plan = page.locator(".card", { has: page.locator("#plan-title") });
  await expect(plan.getByText("Lekerommet er opptatt")).toHaveCount(8);
  await picture(page, info, "room-taken", true);
  await page.locator("#time").fill("12:00");
  await page.getByRole("button", { name: "Vis planen" }).click();
  await expect(plan.getByText("Lekerommet er opptatt")).toHaveCount(0);
  await make(page, second.name);
  const icdp = { name: "ICDP somali og norsk", programme: "icdp", variant: "minority", from: "2027-03-31", time: "09:30", room: "Storstua", leaders: [0, 1], language: "so" };
  await look(page, icdp);
  await expect(page.getByText("Ingen leder snakker somali")).toHaveCount(0);
  await make(page, icdp.name);
  const dream = { name: "Drømmehuset i Rana", programme: "drommehuset", from: "2027-04-06", time: "09:00", room: "Storstua", leaders: [2, 3] };
  await look(page, dream);
  await make(page, dream.name);

  // Forty families with a talk every other week, ten for each; six stays with two talks a week.
  const setup = await lead.call<{ colleagues: [string, string][]; rooms: [string, string][] }>("group_setup", {});
  const idOf = (of: [string, string][], name: string) => of.find(([, it]) => it === name)?.[0] ?? "";
  const ids = NAMES.map((name) => idOf(setup.colleagues, name));
  const rooms = ROOMS.map((name) => idOf(setup.rooms, name));
  const skipped: Day[] = [];
  const inTheWay: string[] = [];
  const put = async (who: number, id: string, form: object) => {
    const planned = await hands[who].call<Planned>("plan_talk", { id, form, anyway: false }, true);
    const made = planned.Made ?? (await hands[who].call<Planned>("plan_talk", { id, form, anyway: true }, true)).Made;
    inTheWay.push(...(planned.InTheWay?.conflicts ?? []).map(({ code }) => code));
    skipped.push(...(made?.skipped ?? []));
  };
  await Promise.all(
    hands.map(async (hand, who) => {
      for (let at = 0; at < 10; at++) {
        const id = await family(hand, unit, `Familie ${who * 10 + at + 1}`);
        const day = dayAfter("2027-01-11", (at % 5) + 7 * Math.floor(at / 5));
        await put(who, id, talk("family_talk", day, "14:00", "2", ids[who], rooms[who]));
      }
      for (let stay = who; stay < 6; stay += 4) {
        const id = await family(hand, unit, `Opphold ${stay + 1}`);
        await hand.call("keep_stay", { id, stay: "", from: "2027-01-04", to: UNTIL });
        const time = stay < 4 ? "08:00" : "15:00";
        for (const day of ["2027-01-11", "2027-01-14"]) await put(who, id, talk("development_talk", day, time, "1", ids[who], rooms[who]));
      }
    }),
  );
  // Ascension Day and the school's holidays are passed over; beside working days that are squeezed or eves nothing is in the way.
  expect(skipped.filter(({ month, day }) => month === 5 && day === 6).length).toBeGreaterThanOrEqual(6);
  expect(skipped.some(({ month, day }) => month === 3 && day === 4)).toBe(true);
  expect(inTheWay.filter((code) => code !== "note")).toEqual([]);
  expect((await term()).clashes).toEqual([]);
  // An ordinary week has everything: twenty families, twelve talks of stays, four meetings.
  const week = await lead.call<{ items: unknown[] }>("calendar_view", { unit, whose: "enheten", from: "2027-04-12", to: "2027-04-16" });
  expect(week.items.length).toBe(36);

  // Somebody plans a talk while they lead a group: told, and where it is kept all the same the term tells of it.
  const extra = await family(hands[2], unit, "Familie 41");
  const clash = talk("support_talk", "2027-04-15", "12:30", "", ids[2], rooms[2]);
  const told = await hands[2].call<Planned>("plan_talk", { id: extra, form: clash, anyway: false }, true);
  expect(told.InTheWay?.conflicts).toEqual([expect.objectContaining({ code: "person", name: NAMES[2] })]);
  expect(told.InTheWay?.free.length).toBeGreaterThan(0);
  await hands[2].call("plan_talk", { id: extra, form: clash, anyway: true }, true);
  await go(page, "/grupper?termin=2027-1");
  await expect(page.locator("section[aria-labelledby=clashes]")).toContainText(`${second.name}, møte 2: ${NAMES[2]} er opptatt`);
  await expectNoAxeViolations(page);

  // One group is moved, and back again.
  const starts = async () => (await term()).groups.find(({ card }) => card.name === dream.name)?.card.meetings.map(({ span }) => span.start) ?? [];
  const before = await starts();
  await page.getByRole("button", { name: `Flytt ${dream.name}` }).focus();
  await page.keyboard.press("ArrowRight");
  await expect(page.getByText(`${dream.name} er flyttet.`)).toBeVisible();
  expect((await starts())[0]).toBe("2027-04-13T09:00");
  await page.getByRole("button", { name: "Angre" }).click();
  await expect(page.getByText(`${dream.name} er flyttet.`)).toHaveCount(0);
  expect(await starts()).toEqual(before);

  // For the wall, and the week for the door.
  for (const [name, address] of [["wall", "/grupper?termin=2027-1"], ["week", "/kalender?vis=uke&dag=2027-04-12&hvem=enheten"]]) {
    await go(page, address);
    const file = info.outputPath(`${name}.pdf`);
    await page.pdf({ path: file, preferCSSPageSize: true, format: "A4", landscape: true });
    await info.attach(name, { path: file, contentType: "application/pdf" });
    const { stdout } = await promisify(execFile)("pdftotext", ["-layout", file, "-"]).catch(() => ({ stdout: "" }));
    const text = stdout.replaceAll(/\s+/g, " ");
    if (text && name === "wall") for (const group of [cos, second, icdp, dream]) expect(text).toContain(group.name);
    if (text) for (const word of ["Min dag", "Skriv ut", "Ny gruppe", "Ny avtale"]) expect(text, `${name}: ${word}`).not.toContain(word);
  }
  const seconds = Math.round((Date.now() - began) / 1000);
  info.annotations.push({ type: "counted", description: `the spring in ${seconds} s` });
});
