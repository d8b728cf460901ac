import { sessionOf } from "../support/demo";
import { call, callJson, upload } from "../support/http";
import { makeCase } from "../support/drawn";
import { enterAs, expect, expectNoAxeViolations, open, overflow, picture, test } from "../support/test";

// «Samtaler»: a session from its plan to what became of it, on the page and in the store.

const FILE = Buffer.from("0 HEAD\n0 @I1@ INDI\n1 NAME Kari /Nordmann/\n0 TRLR\n");

interface TalkRow {
  entry: string;
  at: string;
  version: number;
  kind: string;
  state: string;
  reason: string | null;
  order: string | null;
  notes: number;
}
interface Talks {
  coming: TalkRow[];
  past: TalkRow[];
  steps: { words: string; who: string; day: { year: number } }[];
  guard: { needed: number; held: number; planned: number; level: string } | null;
}

test("filming asks for a consent, the next time is filled in, and a session is printed @once", async ({ page, faults }, info) => {
  faults.expect(/422/);
  const session = await sessionOf("lead");
  const id = await makeCase(session, "Film og neste", ["Kari"]);
  const { setup } = JSON.parse((await call("case_talks", { id }, { session })).body) as { setup: { me: string } };
  const form = {
    ...{ kind: "marte_meo_film", title: "", day: "2026-12-03", time: "13:00", minutes: "30", weeks: "", until: "", place: "centre" },
    ...{ road: "", room: "", people: [setup.me], equipment: [], attends: [], agenda: "Måltidet" },
  };
  const planned = await callJson("plan_talk", { id, form, anyway: true }, { session });
  const { entry, at } = (JSON.parse(planned.body) as { Made: { entry: string; at: string } }).Made;
  await enterAs(page, "lead");
  await open(page, `/familier/${id}/samtaler/${entry}/${at}`);
  const film = page.locator("section[aria-labelledby=talk-film]");
  await expect(film).toContainText("Spør før dere filmer");
  await film.getByRole("button", { name: "Lagre samtykket" }).click();
  await expect(film.getByRole("alert")).toContainText("hvem som har sagt ja");
  await film.getByRole("checkbox").first().check();
  await film.locator("#film-place").fill("Låst disk på kontoret");
  await film.locator("#film-delete").fill("2027-05-31");
  await expectNoAxeViolations(page);
  await film.getByRole("button", { name: "Lagre samtykket" }).click();
  await expect(film).toContainText("Det er samtykket til filming.");
  await expect(film).toContainText("Oppbevares: Låst disk på kontoret.");
  await picture(page, info, "film", true);

  // Another camera and a room for what is planned already.
  const arrange = page.locator("section[aria-labelledby=talk-arrange]");
  await arrange.getByRole("button", { name: "Endre rom, utstyr eller ansatte" }).click();
  const room = arrange.locator("#arrange-room");
  await room.selectOption({ index: 1 });
  const roomName = await room.locator("option:checked").innerText();
  const camera = arrange.locator("label[for='arrange-equipment-0']");
  const cameraName = await camera.innerText();
  await camera.click();
  await expectNoAxeViolations(page);
  await picture(page, info, "arrange", true);
  await arrange.getByRole("button", { name: "Lagre", exact: true }).click();
  const head = page.locator("section[aria-labelledby=talk-head]");
  await expect(head).toContainText(cameraName);
  await expect(head).toContainText(roomName);
  const kept = JSON.parse((await call("talk_choices", { id, entry }, { session })).body) as {
    now: { room: string; equipment: string[] };
    rooms: [string, string][];
    equipment: [string, string][];
  };
  expect(kept.rooms.find(([key]) => key === kept.now.room)?.[1]).toBe(roomName);
  expect(kept.equipment.filter(([key]) => kept.now.equipment.includes(key)).map(([, it]) => it)).toEqual([cameraName]);
  // Taken then for another; one of a series that is held elsewhere gets an address of its own.
  const weekly = { ...form, kind: "family_talk", weeks: "1", until: "2026-12-17", time: "13:15", room: kept.now.room };
  const clash = JSON.parse((await callJson("plan_talk", { id, form: weekly, anyway: false }, { session })).body);
  expect(clash.InTheWay.conflicts.map((it: { code: string }) => it.code)).toContain("room");
  const series = JSON.parse((await callJson("plan_talk", { id, form: { ...weekly, time: "08:30" }, anyway: true }, { session })).body);
  await open(page, `/familier/${id}/samtaler/${series.Made.entry}/2026-12-10T08:30`);
  await arrange.getByRole("button", { name: "Endre rom, utstyr eller ansatte" }).click();
  await arrange.locator("#arrange-place").selectOption("home");
  await expect(arrange.locator("#arrange-room")).toHaveCount(0);
  await arrange.locator("#arrange-road").fill("20");
  await arrange.getByRole("button", { name: "Lagre", exact: true }).click();
  const anyway = arrange.getByRole("button", { name: "Planlegg likevel" });
  await expect(head.getByText("Hjemme hos familien").or(anyway)).toBeVisible();
  if (await anyway.isVisible()) await anyway.click();
  await expect(head).toContainText("Hjemme hos familien");
  expect(page.url()).not.toContain(series.Made.entry);
  const rest = JSON.parse((await call("case_talks", { id }, { session })).body) as { coming: (TalkRow & { place: string })[] };
  const places = rest.coming.filter((it) => it.at.endsWith("T08:30")).map((it) => [it.at.slice(0, 10), it.place]);
  expect(places).toEqual([["2026-12-03", "centre"], ["2026-12-10", "home"], ["2026-12-17", "centre"]]);
  await open(page, `/familier/${id}/samtaler/${entry}/${at}`);

  // On paper: what is planned, and no forms.
  await page.emulateMedia({ media: "print" });
  await expect(page.locator(".print-only", { hasText: "Måltidet" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Lagre", exact: true })).toHaveCount(0);
  await page.emulateMedia({ media: "screen" });

  // «Planlegg neste»: kind, who, place and the same time a week later, filled in.
  await page.locator("section[aria-labelledby=talk-next]").getByRole("link").click();
  await expect(page.locator("#talk-kind")).toHaveValue("marte_meo_film");
  await expect(page.locator("#talk-day")).toHaveValue("2026-12-10");
  await expect(page.locator("#talk-time")).toHaveValue("13:00");
  await expect(page.locator("#talk-minutes")).toHaveValue("30");
  const plan = page.locator("section[aria-labelledby=plan-talk]");
  await expect(plan).toContainText("Det er samtykket til filming.");
  await plan.getByRole("button", { name: "Planlegg", exact: true }).click();
  await expect(plan.getByRole("link", { name: "Samtalen er planlagt." })).toBeVisible();

  // Taken back: told at once.
  await open(page, `/familier/${id}/samtaler/${entry}/${at}`);
  await film.getByRole("button", { name: "Samtykket er trukket tilbake" }).click();
  await expect(film).toContainText("Trukket tilbake: slett filmen");
  await expect(film).toContainText("Spør før dere filmer");
});

test("a session is planned past what stands in the way, prepared, written about, and called off", async ({ page }, info) => {
  const session = await sessionOf("lead");
  const name = `Samtaler ${info.project.name}`;
  const made = await upload("import_gedcom", FILE, { name }, { session });
  const id = JSON.parse(made.body) as string;
  const talks = async () => JSON.parse((await call("case_talks", { id }, { session })).body) as Talks;

  await enterAs(page, "lead");
  await open(page, `/familier/${id}/samtaler`);
  await expect(page.getByText("Ingen samtaler er planlagt.")).toBeVisible();
  const plan = page.locator("section[aria-labelledby=plan-talk]");
  await plan.locator("summary").click();
  await page.locator("#talk-kind").selectOption({ label: "Hjemmebesøk" });
  // The kind brings its usual length and place, and with the place the road.
  await expect(page.locator("#talk-minutes")).toHaveValue("90");
  await expect(page.locator("#talk-road")).toBeVisible();
  await page.locator("#talk-kind").selectOption({ label: "Utviklingssamtale" });
  await page.locator("#talk-day").fill("2026-11-26");
  await page.locator("#talk-time").fill("06:00");
  await page.locator("#talk-agenda").fill("Hva gikk bra i dag?");
  await plan.getByRole("button", { name: "Planlegg", exact: true }).click();
  await expect(plan.getByText("Dette står i veien")).toBeVisible();
  await expect(plan.locator(".talk-conflicts")).toContainText("Utenfor åpningstiden");
  expect((await talks()).coming, "nothing was kept yet").toEqual([]);
  await expectNoAxeViolations(page);
  await picture(page, info, "in-the-way", true);
  await plan.locator(".ds-alert .cluster button").first().click();
  await expect(page.locator("#talk-time")).not.toHaveValue("06:00");
  await plan.getByRole("button", { name: "Planlegg", exact: true }).click();
  await plan.getByRole("link", { name: "Samtalen er planlagt." }).click();
  await expect(page.locator("#talk-head")).toHaveText("Utviklingssamtale");
  const [row] = (await talks()).coming;
  expect(row).toMatchObject({ kind: "development_talk", state: "planned" });
  await expect(page.locator("#talk-plan-agenda")).toHaveValue("Hva gikk bra i dag?");

  // What is written has a teller and an audience, and is set right without being lost.
  await page.locator("#talk-note-kind").selectOption({ label: "Observasjon" });
  await page.locator("#talk-note-text").fill("Rolg stemning");
  await page.getByRole("button", { name: "Lagre notatet" }).click();
  const note = page.locator(".talk-note");
  await expect(note).toContainText("Rolg stemning");
  await note.getByRole("button", { name: "Rett notatet" }).click();
  await expect(page.locator("#talk-note-text")).toHaveValue("Rolg stemning");
  await page.locator("#talk-note-text").fill("Rolig stemning");
  await page.getByRole("button", { name: "Lagre notatet" }).click();
  await expect(note.locator(".entry-text").first()).toHaveText("Rolig stemning");
  await expect(note).toHaveCount(1);
  expect((await talks()).coming[0].notes).toBe(1);

  // The next step: who and when; it stands on «Min dag» without its words.
  const step = page.locator("section[aria-labelledby=talk-step]");
  await page.locator("#talk-step-words").fill("Ringe barnehagen");
  await page.locator("#talk-step-day").fill("2026-11-24");
  await step.getByRole("button", { name: "Lagre steget" }).click();
  await expect(step.locator(".talk-step")).toContainText("Ringe barnehagen");
  expect((await talks()).steps).toMatchObject([{ words: "Ringe barnehagen", who: "Demo Saksansvarlig" }]);

  // An interpreter is ordered, says yes, and is not wished.
  const order = page.locator("section[aria-labelledby=talk-order]");
  await order.locator("#talk-language").selectOption("ar");
  await order.getByRole("button", { name: "Tolk er bestilt" }).click();
  await expect(order.getByText("Tolk bestilt")).toBeVisible();
  const tongue = await order.locator("#talk-interpreter option", { hasText: "Demo Tolk Arabisk" }).getAttribute("value");
  await order.locator("#talk-interpreter").selectOption(tongue);
  await order.getByRole("button", { name: "Tolken kommer" }).click();
  await expect(order.getByText("Demo Tolk Arabisk kommer.")).toBeVisible();
  expect((await talks()).coming[0].order).toBe("confirmed");
  await expectNoAxeViolations(page);
  await picture(page, info, "session", true);
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  await order.getByRole("button", { name: "Ikke denne tolken" }).click();
  await expect(order.getByText("Tolk mangler")).toBeVisible();
  await expect(order.locator("#talk-interpreter option", { hasText: "Demo Tolk Arabisk" })).toHaveCount(0);
  expect((await talks()).coming[0].order).toBe("needed");

  // Moved, and then called off with a reason that blames nobody.
  await page.locator("#talk-move-to").fill("2026-11-27T14:00");
  await page.getByRole("button", { name: "Flytt samtalen" }).click();
  await expect(page.locator("section[aria-labelledby=talk-head] .talk-when")).toContainText("27. november 2026");
  await page.locator("#talk-state-cancelled").check();
  await page.locator("#talk-reason").selectOption({ label: "Transport" });
  await page.locator("section[aria-labelledby=talk-state]").getByRole("button", { name: "Lagre" }).click();
  await expect(page.locator("section[aria-labelledby=talk-head]")).toContainText("Avlyst");
  expect((await talks()).coming[0]).toMatchObject({ state: "cancelled", reason: "transport", order: "needed", notes: 1 });

  await open(page, "/min-dag");
  const due = page.locator("section[aria-labelledby=plan-steps] .day-line", { hasText: name });
  await expect(due).toBeVisible();
  await expect(due).not.toContainText("barnehagen");

  // A stay: the promise of two talks is looked after from now on.
  await open(page, `/familier/${id}/samtaler`);
  const stay = page.locator("section[aria-labelledby=talk-stay]");
  await stay.locator("summary").click();
  await page.locator("#stay-from").fill("2026-11-16");
  await stay.getByRole("button", { name: "Lagre oppholdet" }).click();
  await expect(page.locator("section[aria-labelledby=talk-guard]")).toContainText("0 holdt, 0 planlagt, 2 lovet");
  expect((await talks()).guard).toMatchObject({ needed: 2, held: 0, planned: 0, level: "plan" });
  await picture(page, info, "talks", true);
  await open(page, "/min-dag");
  await expect(page.locator("section[aria-labelledby=plan-guards] .day-line", { hasText: name })).toContainText("Mangler 2 av 2");
});
