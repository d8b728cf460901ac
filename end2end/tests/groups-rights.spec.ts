import { EVERYONE } from "../support/accounts";
import { demoCases, FAMILIES, sessionOf } from "../support/demo";
import { type Answer, call, callJson, send } from "../support/http";
import { gets, MAY_IMPORT, MISSING, type Visitor } from "../support/rights";
import { expect, test } from "../support/test";

// Role × object × verb for parent groups. That no function is left out is seen to in rights.spec.

test.describe.configure({ mode: "serial", timeout: 180_000 });

let cases: Awaited<ReturnType<typeof demoCases>>;
const sessions = new Map<Visitor, string | undefined>([["stranger", undefined]]);

test.beforeAll(async () => {
  cases = await demoCases();
  for (const account of EVERYONE) sessions.set(account, await sessionOf(account));
});

/** Who runs groups in the unit. */
const RUNS_GROUPS = MAY_IMPORT;
const EMPTY_GROUP = {
  ...{ name: "", programme: "cos_p", variant: "", meetings: "", from: "", time: "", minutes: "", seats: "", room: "" },
  ...{ language: "", interpreter: "", childcare: "", food: "", cost: "", leaders: [] },
};

const SETTING = {
  ...{ name: "", seats: "", room: "", place: "", language: "", interpreter: "", childcare: "", food: "", cost: "" },
  note: "",
};
const PROGRAMME = {
  ...{ name: "", name_en: "", chapters: "", fewest: "", usual: "", most: "", minutes: "", every_weeks: "" },
  ...{ last_joining: "", seats_fewest: "", seats_most: "", leaders: "", certified: "", may_miss: "" },
};

for (const visitor of ["stranger", ...EVERYONE] as Visitor[]) {
  test(`${visitor}: groups, and who takes part in them`, async () => {
    const session = sessions.get(visitor);
    const runs = RUNS_GROUPS.includes(visitor);
    const counts = ["intakeTeam", "unitLeader", "departmentLeader"].includes(visitor);
    const found = visitor === "stranger" ? 401 : runs ? 200 : 404;
    const missing = visitor === "stranger" ? 401 : 404;
    const term = await call("group_term", { term: "2026-2" }, { session });
    expect([term.status, (await call("group_setup", {}, { session })).status]).toEqual([found, found]);
    expect((await call("group_year", {}, { session })).status).toBe(visitor === "stranger" ? 401 : counts ? 200 : 404);
    for (const name of ["preview_group", "create_group"]) {
      const answer = await callJson(name, { form: EMPTY_GROUP }, { session });
      expect(answer.status, name).toBe(runs ? 422 : missing);
    }
    const when = { day: "2026-12-01", time: "12:00" };
    const nothing: [string, Promise<Answer>][] = [
      ["group_page", call("group_page", { id: MISSING }, { session })],
      ["move_group", call("move_group", { id: MISSING, weeks: "1" }, { session })],
      ["undo_group_move", call("undo_group_move", { id: MISSING, step: "1" }, { session })],
      ["note_attendance", callJson("note_attendance", { id: MISSING, meeting: 1, marks: [] }, { session })],
      ["keep_group_meeting", call("keep_group_meeting", { id: MISSING, meeting: "1", home_task: "" }, { session })],
      ["move_group_meeting", call("move_group_meeting", { id: MISSING, meeting: "1", ...when }, { session })],
      ["put_off_group_meeting", call("put_off_group_meeting", { id: MISSING, meeting: "1" }, { session })],
      ["add_make_up", call("add_make_up", { id: MISSING, meeting: "1", ...when }, { session })],
      ["drop_make_up", call("drop_make_up", { id: MISSING, make_up: MISSING }, { session })],
      ["write_group_note", call("write_group_note", { id: MISSING, text: "x" }, { session })],
      ["group_settings", call("group_settings", { id: MISSING }, { session })],
      ["save_group_settings", callJson("save_group_settings", { id: MISSING, read: SETTING, form: SETTING }, { session })],
      ["save_group_leaders", callJson("save_group_leaders", { id: MISSING, read: [], leaders: [] }, { session })],
      ["call_off_group", call("call_off_group", { id: MISSING, off: "true" }, { session })],
      ["group_programme", call("group_programme", { code: MISSING }, { session })],
      ["save_group_programme", callJson("save_group_programme", { code: MISSING, form: PROGRAMME }, { session })],
      ["retire_group_programme", call("retire_group_programme", { code: MISSING, retired: "true" }, { session })],
      ["preview_group_list", call("preview_group_list", { id: MISSING, text: "2026-0001;Kari" }, { session })],
      ["join_group_list", call("join_group_list", { id: MISSING, text: "2026-0001;Kari" }, { session })],
      ["group_seat", call("group_seat", { id: MISSING, place: MISSING, act: "leave" }, { session })],
    ];
    for (const [name, request] of nothing) expect((await request).status, name).toBe(missing);
    expect((await call("group_programmes", {}, { session })).status).toBe(found);
    // A table without a line that could be kept.
    for (const name of ["preview_programmes", "keep_programmes"]) {
      const answer = await call(name, { text: ";;Uten navn" }, { session });
      expect(answer.status, name).toBe(found);
      if (runs) expect(JSON.parse(answer.body)[0].faults.length, name).toBeGreaterThan(0);
    }
    const gone = [`/grupper/${MISSING}`, `/grupper/${MISSING}/endre`, `/grupper/programmer/${MISSING}`];
    for (const address of ["/grupper", "/grupper/ny", "/grupper/tall", "/grupper/programmer", "/grupper/programmer/cos_p", ...gone]) {
      const there = address === "/grupper/tall" ? counts : runs && !address.includes(MISSING);
      expect((await send(address, { session })).status, address).toBe(visitor === "stranger" ? 303 : there ? 200 : 404);
    }
    // The participants are known to the group's leaders alone.
    const own = await call("group_term", { term: "2026-2" }, { session: sessions.get("lead") });
    const groups = (JSON.parse(own.body) as { groups: { card: { id: string; name: string } }[] }).groups;
    const id = groups.find(({ card }) => card.name === "COS tirsdag")?.card.id ?? "";
    const leads = ["lead", "standIn"].includes(visitor);
    const answer = await call("group_page", { id }, { session });
    expect(answer.status).toBe(found);
    const people = FAMILIES.A.people.map(({ name }) => name).filter((name) => name.startsWith("Marte "));
    for (const name of people) expect(answer.body.includes(name), `${visitor} hears of ${name}`).toBe(leads);
    expect(term.body).not.toContain("Marte ");
    // A file holds what its page holds, for those who see the page.
    const file = await send(`/grupper/${id}/oppmote.csv`, { session });
    const unsaid = visitor === "stranger" ? 303 : 404;
    expect(file.status).toBe(leads ? 200 : unsaid);
    for (const name of people) expect(file.body.includes(name), `${visitor}: a file tells of ${name}`).toBe(leads);
    expect((await send("/grupper/tall.csv", { session })).status).toBe(counts ? 200 : unsaid);
    expect((await send(`/grupper/${MISSING}/oppmote.csv`, { session })).status).toBe(unsaid);
    // A list tells of a case only to who may change it; of no other not even that it is there.
    const { number } = cases.marte;
    for (const name of ["preview_group_list", "join_group_list"]) {
      const listed = await call(name, { id, text: `${number};Ingen av dette navnet` }, { session });
      expect(listed.status, name).toBe(found);
      const own = gets(visitor, "marte") === "whole";
      if (runs) expect(JSON.parse(listed.body)[0].fault, name).toBe(own ? "list_person" : "list_case");
      expect((await call(name, { id, text: " " }, { session })).status).toBe(visitor === "stranger" ? 401 : runs ? 422 : 404);
    }
    const unled = await callJson("save_group_leaders", { id, read: [], leaders: [] }, { session });
    expect(unled.status).toBe(visitor === "stranger" ? 401 : runs ? 422 : 404);
    const nameless = await callJson("save_group_settings", { id, read: SETTING, form: SETTING }, { session });
    expect(nameless.status).toBe(visitor === "stranger" ? 401 : runs ? 422 : 404);
    const attempt = await callJson("note_attendance", { id, meeting: 1, marks: [] }, { session });
    expect(attempt.status).toBe(visitor === "stranger" ? 401 : leads ? 200 : runs ? 422 : 404);
    // Meetings that are held again and the log are the leaders' too; what was held stays where it was for all.
    const word = visitor === "stranger" ? 401 : runs ? 422 : 404;
    for (const [name, fields] of [
      ["move_group_meeting", { id, meeting: "1", ...when }],
      ["put_off_group_meeting", { id, meeting: "1" }],
      ["add_make_up", { id, meeting: "1", day: "2020-01-01", time: "12:00" }],
      ["write_group_note", { id, text: " " }],
    ] as [string, Record<string, string>][]) {
      expect((await call(name, fields, { session })).status, name).toBe(word);
    }
    const dropped = await call("drop_make_up", { id, make_up: MISSING }, { session });
    expect(dropped.status).toBe(visitor === "stranger" ? 401 : leads ? 404 : runs ? 422 : 404);
    if (runs && !leads) {
      for (const [name, fields] of [
        ["add_make_up", { id, meeting: "1", ...when }],
        ["write_group_note", { id, text: "Ikke min gruppe" }],
      ] as [string, Record<string, string>][]) {
        expect((await call(name, fields, { session })).status, name).toBe(422);
      }
      expect(JSON.parse(answer.body)).toMatchObject({ make_ups: [], notes: [] });
    }
    // A case's people are put into a group by who may change the case.
    for (const key of ["marte", "noah"] as const) {
      const rule = gets(visitor, key);
      const refused = visitor === "stranger" ? 401 : { whole: 404, nothing: 404, reason: 403, shared: 403 }[rule];
      const at = { id: cases[key].id };
      const join = await callJson("join_group", { ...at, group: MISSING, people: [], needs: "" }, { session });
      const act = await call("case_group_place", { ...at, place: MISSING, act: "leave" }, { session });
      const transfer = await call("transfer_group", { ...at, place: MISSING, to: MISSING }, { session });
      const all = [join.status, act.status, transfer.status];
      expect(all, `${visitor}, ${key}`).toEqual([refused, refused, refused]);
    }
  });
}
