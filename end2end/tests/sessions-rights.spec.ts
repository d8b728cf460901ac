import { EVERYONE } from "../support/accounts";
import { demoCases, sessionOf } from "../support/demo";
import { type Answer, call, callJson, send } from "../support/http";
import { gets, MAY_IMPORT, MISSING, names, type Visitor } from "../support/rights";
import { expect, test } from "../support/test";

// Role × object × verb at a unit's door and for the sessions of a case. That no function is left out is seen to in
// rights.spec.

test.describe.configure({ mode: "serial", timeout: 180_000 });

let cases: Awaited<ReturnType<typeof demoCases>>;
const sessions = new Map<Visitor, string | undefined>([["stranger", undefined]]);

test.beforeAll(async () => {
  cases = await demoCases();
  for (const account of EVERYONE) sessions.set(account, await sessionOf(account));
});

/** Who keeps the door of a unit: calls, enquiries, who is away, interpreters. */
const KEEPS_DOOR: Visitor[] = MAY_IMPORT;

for (const visitor of ["stranger", ...EVERYONE] as Visitor[]) {
  test(`${visitor}: the door of the unit`, async () => {
    const session = sessions.get(visitor);
    const keeps = KEEPS_DOOR.includes(visitor);
    const gate = visitor === "stranger" ? 401 : 404;
    for (const address of ["/henvendelser", "/henvendelser/ny", "/telefon", "/borte", "/tolker"]) {
      const answer = await send(address, { session });
      expect(answer.status, address).toBe(visitor === "stranger" ? 303 : keeps ? 200 : 404);
    }
    for (const address of [`/henvendelser/${MISSING}`, `/borte/${MISSING}`]) {
      expect((await send(address, { session })).status, address).toBe(visitor === "stranger" ? 303 : 404);
    }
    for (const [name, fields] of [
      ["door_setup", {}],
      ["my_calls", {}],
      ["list_enquiries", { over: "false" }],
      ["list_absences", {}],
      ["list_interpreters", {}],
    ] as [string, Record<string, string>][]) {
      expect((await call(name, fields, { session })).status, name).toBe(keeps ? 200 : gate);
    }
    // Of another unit, or not there: the same for everybody.
    const words = { "form[about]": "x", "form[name]": "x", "form[tongue]": "ar" };
    const strange: [string, Record<string, string>][] = [
      ["note_call", { unit: MISSING, owner: MISSING, caller: "x", phone: "", about: "", next_step: "", call_day: "" }],
      ["finish_call", { id: MISSING, done: "true" }],
      ["pass_call", { id: MISSING, to: MISSING, call_day: "" }],
      ["enquiry", { id: MISSING }],
      ["enquiry_from_call", { note: MISSING }],
      ["case_from_enquiry", { id: MISSING }],
      ["begin_enquiry", { unit: MISSING, owner: MISSING, note: "", ...words }],
      ["step_enquiry", { id: MISSING, to: "closed", next_day: "", words: "x" }],
      ["change_enquiry", { id: MISSING, version: "1", ...words }],
      ["hand_over_enquiry", { id: MISSING, step: "accept" }],
      ["note_absence", { unit: MISSING, who: MISSING, from: "2026-11-23", to: "", from_time: "", to_time: "" }],
      ["end_absence", { id: MISSING }],
      ["cover_view", { id: MISSING }],
      ["cover_talk", { id: MISSING, entry: MISSING, group: "", version: "1", at: "2026-11-23T10:00", how: "cancel", to: "" }],
      ["undo_cover", { id: MISSING, step: MISSING }],
      ["save_interpreter", { id: MISSING, unit: MISSING, ...words }],
      ["retire_interpreter", { id: MISSING, retired: "true" }],
    ];
    for (const [name, fields] of strange) expect((await call(name, fields, { session })).status, name).toBe(gate);
    // A note is laid only in a case that one may change.
    const rule = gets(visitor, "marte");
    const tied = await call("tie_call", { id: cases.marte.id, note: MISSING }, { session });
    expect(tied.status, "tie_call").toBe(visitor === "stranger" ? 401 : rule === "reason" ? 403 : 404);
  });
}

for (const visitor of ["stranger", ...EVERYONE] as Visitor[]) {
  test(`${visitor}: sessions are for who has the case`, async () => {
    const session = sessions.get(visitor);
    const which = { entry: MISSING, at: "2026-11-23T10:00" };
    const form = {
      ...{ kind: "family_talk", title: "", day: "", time: "", minutes: "", weeks: "", until: "", place: "centre" },
      ...{ road: "", room: "", people: [], attends: [], agenda: "" },
    };
    const arrangement = { place: "centre", room: "", road: "", people: [], equipment: [] };
    const note = { kind: "told", teller: "", audience: ["team"], about: [], text: "x", replaces: "" };
    for (const key of ["marte", "noah"] as const) {
      const { id, number } = cases[key];
      const rule = gets(visitor, key);
      const at = { session };
      const answers: [string, number, Answer][] = [
        ["case_talk", 404, await call("case_talk", { id, ...which }, at)],
        ["plan_talk", 422, await callJson("plan_talk", { id, form, anyway: true }, at)],
        ["keep_talk_plan", 404, await callJson("keep_talk_plan", { id, ...which, version: 0, agenda: "", preparation: "", attends: [] }, at)],
        ["mark_talk", 404, await callJson("mark_talk", { id, ...which, version: 1, state: "held", reason: null, tell: false }, at)],
        ["move_talk", 404, await callJson("move_talk", { id, ...which, version: 1, to: "2026-11-24T10:00", tell: false, anyway: true }, at)],
        ["talk_choices", 404, await call("talk_choices", { id, entry: MISSING }, at)],
        ["arrange_talk", 404, await callJson("arrange_talk", { id, ...which, version: 1, arrangement, anyway: true }, at)],
        ["write_talk_note", 404, await callJson("write_talk_note", { id, ...which, form: note }, at)],
        ["keep_talk_step", 422, await call("keep_talk_step", { id, ...which, words: "x", who: "", day: "2026-11-24" }, at)],
        ["finish_talk_step", 404, await call("finish_talk_step", { id, step: MISSING, done: "true" }, at)],
        ["step_order", 404, await call("step_order", { id, ...which, act: "order", language: "ar", interpreter: "" }, at)],
        ["wish_interpreter_again", 404, await call("wish_interpreter_again", { id, interpreter: MISSING }, at)],
        ["keep_film_consent", 422, await callJson("keep_film_consent", { id, given_by: [], given: "", place: "", delete_by: "" }, at)],
        ["withdraw_film_consent", 404, await call("withdraw_film_consent", { id, consent: MISSING }, at)],
        ["keep_stay", 422, await call("keep_stay", { id, stay: "", from: "", to: "" }, at)],
      ];
      for (const [name, allowed, answer] of answers) {
        const where = `${visitor}, ${key}, ${name}: ${answer.status} ${answer.body.slice(0, 80)}`;
        const refused = { whole: allowed, nothing: 404, reason: 403, shared: 403 }[rule];
        expect(answer.status, where).toBe(visitor === "stranger" ? 401 : refused);
        if (rule !== "whole") for (const word of names(key, number)) expect(answer.body.includes(word), where).toBe(false);
      }
      const page = await send(`/familier/${id}/samtaler/${MISSING}/2026-11-23T10:00`, { session });
      const closed = { whole: 404, nothing: 404, reason: 403, shared: 403 }[rule];
      expect(page.status, `${visitor}, ${key}: the page`).toBe(visitor === "stranger" ? 303 : closed);
    }
  });
}
