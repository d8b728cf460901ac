import { sessionOf } from "../support/demo";
import { call, callJson } from "../support/http";
import { enterAs, expect, expectNoAxeViolations, open, overflow, test } from "../support/test";

// What happens to a single meeting of a group, and what its leaders write.

test.describe.configure({ mode: "serial" });
// A form that is not taken answers 422.
test.beforeEach(({ faults }) => faults.expect(/422/));

interface Member {
  person: string;
  name: string | null;
  cells: unknown[];
}
interface GroupView {
  card: { id: string; name: string; meetings: { number: number; span: { start: string } }[] };
  places: { id: string; state: unknown; members: Member[] }[] | null;
  make_ups: { id: string; meeting: number }[];
}

async function stored(id: string): Promise<GroupView> {
  const answer = await call("group_page", { id }, { session: await sessionOf("lead") });
  expect(answer.status).toBe(200);
  return JSON.parse(answer.body);
}

const days = async (id: string) => (await stored(id)).card.meetings.map(({ span }) => span.start);

/** A COS group in the spring of 2027 that is led by the demonstration's lead. */
async function made(name: string): Promise<string> {
  const session = await sessionOf("lead");
  const setup = JSON.parse((await call("group_setup", {}, { session })).body) as { colleagues: [string, string][] };
  const user = setup.colleagues.find(([, colleague]) => colleague === "Demo Saksansvarlig")?.[0];
  const form = {
    ...{ name, programme: "cos_p", variant: "", meetings: "", from: "2027-02-02", time: "12:00", minutes: "", seats: "8" },
    ...{ room: "", language: "", interpreter: "", childcare: "", food: "", cost: "" },
    leaders: [{ user, certified: true, language: "" }],
  };
  const answer = await callJson("create_group", { form }, { session });
  expect(answer.status, answer.body).toBe(200);
  return JSON.parse(answer.body);
}

test("one meeting is moved, another is cancelled, and both are taken back", async ({ page }, info) => {
  const id = await made(`Ett møte ${info.project.name} ${Date.now()}`);
  const before = await days(id);
  await enterAs(page, "lead");
  await open(page, `/grupper/${id}`);
  const third = page.locator(".group-meeting").nth(2);
  await third.getByText("Flytt eller avlys møte 3").click();
  await expectNoAxeViolations(page);
  expect(await overflow(page)).toBeLessThanOrEqual(0);

  // A day later, and the numbers stay.
  const [day] = before[2].split("T");
  const next = new Date(`${day}T12:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  const later = next.toISOString().slice(0, 10);
  await third.getByLabel("Ny dag").fill(later);
  await third.getByRole("button", { name: "Flytt møtet" }).click();
  await expect(page.getByRole("button", { name: "Angre siste flytting" })).toBeVisible();
  expect(await days(id)).toEqual(before.map((start, at) => (at === 2 ? `${later}T12:00` : start)));
  await page.getByRole("button", { name: "Angre siste flytting" }).click();
  await expect(page.getByRole("button", { name: "Angre siste flytting" })).toHaveCount(0);
  expect(await days(id)).toEqual(before);

  // Cancelled, it is held the next time, and the rest come later. What was unfolded stays so.
  await third.getByRole("button", { name: "Avlys" }).click();
  await expect(page.getByRole("button", { name: "Angre siste flytting" })).toBeVisible();
  const after = await days(id);
  expect(after.slice(0, 2)).toEqual(before.slice(0, 2));
  expect([after.length, after.slice(2, -1)]).toEqual([before.length, before.slice(3)]);
  await page.getByRole("button", { name: "Angre siste flytting" }).click();
  await expect(page.getByRole("button", { name: "Angre siste flytting" })).toHaveCount(0);
  expect(await days(id)).toEqual(before);
});

test("who missed a meeting catches it up, and the leaders keep a log", async ({ page }, info) => {
  const session = await sessionOf("lead");
  const term = JSON.parse((await call("group_term", { term: "2026-2" }, { session })).body);
  const groups = term.groups as { card: { id: string; name: string } }[];
  const id = groups.find(({ card }) => card.name === "COS tirsdag")?.card.id ?? "";
  const seated = (await stored(id)).places?.filter(({ state }) => state === "enrolled") ?? [];
  const [place] = seated.filter(({ members }) => members[0].name !== null).slice(-1);
  const [member] = place.members;
  const mark = { enrolment: place.id, person: member.person, presence: "absent" };
  expect((await callJson("note_attendance", { id, meeting: 3, marks: [mark] }, { session })).status).toBe(200);

  await enterAs(page, "lead");
  await open(page, `/grupper/${id}`);
  const again = page.locator("section[aria-labelledby=make-ups]");
  await again.locator("#make-up-meeting").selectOption("3");
  // Before the meeting itself nothing is made up for.
  await again.getByLabel("Ny dag").fill("2026-10-21");
  await again.getByLabel("Klokkeslett").fill("15:00");
  await again.getByRole("button", { name: "Legg inn" }).click();
  await expect(again.getByRole("alert")).toContainText("etter møtet det tar igjen");
  await again.getByLabel("Ny dag").fill("2026-11-12");
  await again.getByRole("button", { name: "Legg inn" }).click();
  const line = again.getByRole("listitem").filter({ hasText: "Møte 3 igjen" }).last();
  await expect(line).toContainText("12. november 2026");
  await line.getByLabel(member.name ?? "").check();
  await expectNoAxeViolations(page);
  await line.getByRole("button", { name: "Før som tatt igjen" }).click();
  await expect(line.getByLabel(member.name ?? "")).toHaveCount(0);
  const cells = (await stored(id)).places?.find((it) => it.id === place.id)?.members[0].cells ?? [];
  expect(JSON.stringify(cells[2])).toContain("caught_up");
  await line.getByRole("button", { name: "Fjern: Møte 3 igjen" }).click();
  await expect(line).toHaveCount(0);
  expect((await stored(id)).make_ups).toEqual([]);

  const words = `Kaffen var kald ${info.project.name} ${Date.now()}`;
  const log = page.locator("section[aria-labelledby=log]");
  await log.locator("#log-meeting").selectOption("3");
  await log.locator("#log-text").fill(words);
  await log.getByRole("button", { name: "Skriv i loggen" }).click();
  await expect(log.getByRole("listitem").first()).toContainText(words);
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  const other = await call("group_page", { id }, { session: await sessionOf("unitLeader") });
  expect([other.status, other.body.includes(words)]).toEqual([200, false]);
});
