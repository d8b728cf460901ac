import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { EVERYONE, PASSWORD } from "../support/accounts";
import { CASES, CASE_KEYS, casesOf, demoCases, FAMILIES, sessionOf } from "../support/demo";
import { type Answer, OURS, call, callJson, send, upload } from "../support/http";
import { gets, MAY_IMPORT, MISSING, names, SEES_MESSAGES, type Visitor } from "../support/rights";
import { expect, test } from "../support/test";

// Role × object × verb, over HTTP and without a browser's help: every account and a stranger, every page and every
// server function, every case and one that is not there.

test.describe.configure({ mode: "serial", timeout: 180_000 });

/** Every server function, and what it speaks of. A new one has to be entered here, with its expectations below. */
const FUNCTIONS = {
  frame: "nothing",
  sign_in: "nothing",
  sign_out: "nothing",
  session_left: "session",
  stay: "session",
  draft_key: "session",
  help: "session",
  my_day: "session",
  my_cases: "session",
  list_cases: "session",
  list_choices: "session",
  search_cases: "session",
  save_filter: "session",
  rename_filter: "session",
  remove_filter: "session",
  emergency_place: "session",
  search_emergency: "emergency",
  begin_emergency: "emergency",
  end_emergency: "emergency",
  my_notices: "session",
  receipt_notice: "emergency",
  review_log: "review",
  log_check: "review",
  begin_log_check: "review",
  case_front: "case",
  case_map: "case",
  map_page: "case",
  draw_map: "person",
  // By the secret of one's own stream: tried in live.spec.
  point_map: "session",
  go_map: "person",
  // Tried by role in calendar.spec.
  calendar_view: "calendar", new_entry: "calendar", calendar_entry: "calendar", plan_entry: "calendar",
  keep_entry: "calendar", change_entry: "calendar", undo_entry: "calendar",
  days_off: "days", add_days_off: "days", remove_days_off: "days", restore_days_off: "days", save_hours: "days", // Tried in days.spec.
  map_moments: "case",
  map_readers: "case",
  // Tried by role in in-room.spec.
  room_offer: "room", hand_screen: "room", room_map: "room", take_screen_back: "room",
  map_guests: "room", invite_guest: "room", end_guest: "room", join_map: "room", leave_map: "room",
  // Tried by role in offline-rights.spec.
  offline_offer: "offline", take_offline: "offline", deliver_offline: "offline", end_offline: "offline", offline_owner: "session",
  map_past: "person",
  take_snapshot: "person",
  rename_snapshot: "person",
  remove_snapshot: "person",
  case_sharing: "case",
  case_person: "person",
  save_person: "person",
  save_person_audience: "person",
  save_contact: "person",
  shield_person: "person", keep_mark: "person", set_mark: "person",
  keep_mentioned: "person",
  forget_person: "person",
  finish_due: "person",
  seen_front: "person", seen_plan: "person",
  seen_map: "person",
  set_bar: "person",
  end_bar: "person",
  begin_child_part: "person",
  write_child_part: "person",
  decide_child_part: "person",
  end_part_decision: "person",
  linkable_parts: "person",
  link_child_part: "person",
  case_log: "case",
  print_case: "case",
  my_account: "session",
  my_posts: "session",
  choose_post: "session",
  change_password: "session",
  renew_recovery_codes: "session",
  switch_off_factor: "session",
  new_factor: "session",
  confirm_factor: "session",
  enter_code: "half",
  invitation: "link",
  accept_invitation: "link",
  reset_link: "link",
  reset_password: "link",
  ask_reset: "nothing",
  admin_summary: "administration", admin_units: "administration", admin_unit: "administration",
  save_unit: "administration", retire_unit: "administration", name_role: "administration",
  message_setting: "administration", save_message_setting: "administration", admin_rooms: "administration",
  save_room: "administration", retire_room: "administration", admin_equipment: "administration",
  save_equipment: "administration", retire_equipment: "administration", admin_services: "administration",
  save_service: "administration", retire_service: "administration", set_service_member: "administration",
  admin_staff: "administration", admin_member: "administration", invite_user: "administration",
  invite_again: "administration", revoke_invitation: "administration", start_reset: "administration",
  reset_factor: "administration", give_post: "administration", end_post: "administration",
  belongings: "administration", deactivate_user: "administration", reactivate_user: "administration",
  // Tried in feeds-rights.spec.
  my_feed: "feeds", make_my_feed: "feeds", revoke_my_feed: "feeds", import_busy: "feeds", forget_busy: "feeds",
  case_feeds: "case", make_case_feed: "feeds", revoke_case_feed: "feeds",
  case_messages: "case",
  preview_messages: "messages",
  send_messages: "messages",
  decide_message: "messages",
  stop_channel: "messages",
  unit_messages: "session",
  stop_page: "link",
  stop_messages: "link",
  case_life: "case",
  rename_case: "life",
  begin_help: "life",
  close_case: "life",
  reopen_case: "life",
  set_team_function: "life",
  leave_team: "life",
  hand_over_case: "life",
  add_participant: "life",
  correct_participant: "life",
  link_cases: "life",
  unlink_cases: "life",
  divide_view: "life",
  divide_case: "life",
  merge_view: "life",
  merge_cases: "life",
  lead_view: "leader",
  appoint_lead: "leader",
  reopen_as_leader: "leader",
  new_case_setup: "new case",
  begin_cases: "new case",
  // Tried in groups-rights.spec.
  group_term: "groups", move_group: "groups", undo_group_move: "groups", group_setup: "groups",
  preview_group: "groups", create_group: "groups", group_page: "groups", note_attendance: "groups",
  keep_group_meeting: "groups", group_seat: "groups", group_year: "groups", join_group: "groups",
  case_group_place: "groups", move_group_meeting: "groups", put_off_group_meeting: "groups", add_make_up: "groups",
  drop_make_up: "groups", write_group_note: "groups", group_settings: "groups", save_group_settings: "groups",
  save_group_leaders: "groups", call_off_group: "groups", transfer_group: "groups", group_programmes: "groups",
  group_programme: "groups", save_group_programme: "groups", retire_group_programme: "groups",
  preview_group_list: "groups", join_group_list: "groups", preview_programmes: "groups", keep_programmes: "groups",
  case_groups: "case",
  door_setup: "door",
  my_calls: "door",
  list_enquiries: "door",
  list_absences: "door",
  list_interpreters: "door",
  note_call: "door",
  finish_call: "door",
  pass_call: "door",
  tie_call: "door",
  enquiry: "door",
  enquiry_from_call: "door",
  case_from_enquiry: "door",
  begin_enquiry: "door",
  step_enquiry: "door",
  change_enquiry: "door",
  hand_over_enquiry: "door",
  note_absence: "door",
  end_absence: "door",
  save_interpreter: "door",
  retire_interpreter: "door",
  case_contact: "case",
  // Tried in sessions-rights.spec.
  case_talks: "case", case_talk: "talks", plan_talk: "talks", keep_talk_plan: "talks", mark_talk: "talks",
  move_talk: "talks", talk_choices: "talks", arrange_talk: "talks", write_talk_note: "talks", keep_talk_step: "talks", finish_talk_step: "talks",
  step_order: "talks", keep_film_consent: "talks", withdraw_film_consent: "talks", wish_interpreter_again: "talks", keep_stay: "talks", cover_view: "door", cover_talk: "door", undo_cover: "door",
  // Tried in portal-rights.spec.
  case_doors: "case", family_words: "case", case_consents: "case", write_consent: "portal", withdraw_consent: "portal", invite_to_portal: "portal", end_portal_access: "portal", answer_family_word: "portal",
  // Tried in plan-rights.spec.
  case_plan: "plan", write_plan_part: "plan", withdraw_plan_part: "plan", restore_plan_part: "plan", plan_history: "plan",
  propose_plan: "plan", step_baton: "plan", answer_plan: "plan", halt_plan: "plan", go_on_with_plan: "plan",
  // Tried in moving-rights.spec.
  case_moving: "case", begin_moving: "moving", answer_moving: "moving", confirm_moving: "moving", send_moving: "moving",
  receive_moving: "moving", cancel_moving: "moving", close_moving: "moving",
  admin_areas: "administration", save_area: "administration", retire_area: "administration", move_area: "administration",
  preview_gedcom: "file",
  import_gedcom: "file",
} as const;

const CASE_FUNCTIONS = Object.entries(FUNCTIONS).flatMap(([name, of]) => (of === "case" ? [name] : []));
const CASE_MAPS = ["/kart", "/kart/nettverk", "/kart/okokart", "/kart/ut"];
const CASE_PAGES = ["", ...CASE_MAPS, "/personer", "/samtaler", "/kontakt", "/deling", "/mappen", "/innsyn", "/meldinger"];
const OTHER_PAGES = ["/min-dag", "/nodtilgang", "/familier", "/familier/importer", "/hjelp", "/konto", "/velg-post"];
const ADMIN_FUNCTIONS = Object.entries(FUNCTIONS).flatMap(([name, of]) => (of === "administration" ? [name] : []));
const ADMIN_PAGES = ["", "/brukere", "/brukere/ny", "/enheter", "/rom", "/utstyr", "/tjenester"].map((end) => `/administrasjon${end}`);
const OPEN_PAGES = ["/logg-inn", "/logg-inn/kode", "/logg-inn/totrinn", "/glemt-passord", "/invitasjon", "/nytt-passord", "/meldinger/nei", "/uten-nett", "/bli-med"];

/** An answer without what differs from one request to the next. */
function comparable(answer: Answer, id: string): string {
  const { date: _date, "x-request-id": _request, ...headers } = answer.headers;
  const nonce = /'nonce-([^']+)'/.exec(String(headers["content-security-policy"]))?.[1];
  let text = JSON.stringify([answer.status, headers, answer.body]).replaceAll(id, "ID");
  if (nonce) text = text.replaceAll(nonce, "NONCE");
  return text.replaceAll(/remaining_ms[\\":]*\d+/g, "LEFT");
}

let cases: Awaited<ReturnType<typeof demoCases>>;
/** The keys for unsaved text that were handed out: everyone has one of their own. */
const draftKeys = new Set<string>();
const sessions = new Map<Visitor, string | undefined>([["stranger", undefined]]);

test.beforeAll(async () => {
  cases = await demoCases();
  for (const account of EVERYONE) sessions.set(account, await sessionOf(account));
});

test("every server function of the source is in the table", () => {
  const folder = fileURLToPath(new URL("../../app/src", import.meta.url));
  const sources = fs.readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".rs"));
  const found = sources.flatMap((name) => {
    const text = fs.readFileSync(path.join(folder, name), "utf8");
    const marks = text.match(/#\[server\b(?!\(default\))/g)?.length ?? 0;
    const addresses = [...text.matchAll(/#\[server\([^)]*?endpoint\s*=\s*"([^"]+)"/g)].map((match) => match[1]);
    expect(addresses.length, `each server function in ${name} names its endpoint`).toBe(marks);
    return addresses;
  });
  expect(found.sort()).toEqual(Object.keys(FUNCTIONS).sort());
});

test("every page of the source is in the table", () => {
  const source = fs.readFileSync(new URL("../../app/src/app.rs", import.meta.url), "utf8");
  const found = [...source.matchAll(/path!\("([^"]*)"\)/g)].map((match) => match[1]);
  const admin = ["", "brukere", "brukere/:id", "brukere/:id/avslutt", "brukere/ny", "enheter", "enheter/:id", "rom", "rom/:id"];
  const own = [...OPEN_PAGES, "konto", "velg-post", "administrasjon", ...admin, "tjenester", "tjenester/:id", "utstyr", "utstyr/:id", "meldinger", "meldinger"];
  const frame = ["", "", "/", "/i-rommet", "min-dag", "hjelp", "nodtilgang", "logger", "familier", "familier/importer"];
  const door = ["henvendelser", "henvendelser/ny", "henvendelser/:id", "telefon", "borte", "borte/:id", "tolker", "kontakt"];
  const talks = ["plan", "plan", "plan/brev", "samtaler", "samtaler/:entry/:at"];
  const calendar = ["kalender", "kalender/dager", "kalender/ny", "kalender/:id"];
  const life = ["familier/ny", "familier/:id/ansvar", "mappen", "mappen/del", "mappen/sla-sammen"];
  const programmes = ["grupper/programmer", "grupper/programmer/:code"];
  const groups = [...programmes, "grupper", "grupper/ny", "grupper/tall", "grupper/:id", "grupper/:id/endre"];
  const people = [...groups, "personer/:person", "deling", "som/:person", "", "kart", "personer"];
  const maps = ["kart/ut", "kart/nettverk", "kart/okokart", "kart/nettverk", "kart/okokart", "kart/uten-nett", "kart/rommet"];
  const cases = [...talks, ...life, "familier/:id", "innsyn", "kart", "personer", ...people, ...maps];
  expect(found.sort()).toEqual([...own, ...frame, ...calendar, ...door, ...cases].sort());
});

for (const visitor of ["stranger", ...EVERYONE] as Visitor[]) {
  test(`${visitor}: every case, by every page and every function`, async () => {
    const session = sessions.get(visitor);
    for (const key of CASE_KEYS) {
      const { id, number } = cases[key];
      const rule = gets(visitor, key);
      const answers: [string, Answer][] = [];
      for (const tab of CASE_PAGES) answers.push([`page ${tab}`, await send(`/familier/${id}${tab}`, { session })]);
      for (const name of CASE_FUNCTIONS) answers.push([name, await call(name, { id }, { session })]);

      for (const [what, answer] of answers) {
        const where = `${visitor}, ${key}, ${what}`;
        const isMore = !["page ", "case_front", "print_case"].includes(what);
        if (visitor === "stranger") {
          expect(answer.status, where).toBe(what.startsWith("page") ? 303 : 401);
        } else if (rule === "whole") {
          expect(answer.status, where).toBe(200);
        } else if (rule === "shared") {
          expect(answer.status, where).toBe(isMore ? 403 : 200);
        } else if (rule === "reason") {
          expect(answer.status, where).toBe(403);
        } else {
          expect(answer.status, where).toBe(404);
        }
        expect(answer.headers["cache-control"], where).toBe("no-store");

        const allowed = rule === "whole" ? names(key, number) : rule === "shared" ? [CASES[key].title, number] : [];
        for (const name of names(key, number).filter((name) => !allowed.includes(name))) {
          expect(answer.body.includes(name), `${where} tells ${name}`).toBe(false);
        }
      }
    }
  });

  test(`${visitor}: what is forbidden looks like what is not there`, async () => {
    const session = sessions.get(visitor);
    const shut = CASE_KEYS.filter((key) => gets(visitor, key) === "nothing");
    for (const tab of CASE_PAGES) {
      const missing = comparable(await send(`/familier/${MISSING}${tab}`, { session }), MISSING);
      for (const key of shut) {
        const { id } = cases[key];
        expect(comparable(await send(`/familier/${id}${tab}`, { session }), id), `${key} ${tab}`).toBe(missing);
      }
    }
    for (const name of CASE_FUNCTIONS) {
      const missing = comparable(await call(name, { id: MISSING }, { session }), MISSING);
      const withReason = comparable(await call(name, { id: MISSING, reason: "x" }, { session }), MISSING);
      expect(withReason).toBe(missing);
      for (const key of shut) {
        const { id } = cases[key];
        expect(comparable(await call(name, { id }, { session }), id), `${key} ${name}`).toBe(missing);
        // A reason opens nothing for who is no leader.
        expect(comparable(await call(name, { id, reason: "x" }, { session }), id), `${key} ${name}`).toBe(missing);
      }
    }
  });

  test(`${visitor}: the case list, the pages without a case, and files`, async () => {
    const session = sessions.get(visitor);
    for (const address of OTHER_PAGES) {
      expect((await send(address, { session })).status, address).toBe(visitor === "stranger" ? 303 : 200);
    }
    const list = await call("my_cases", {}, { session });
    if (visitor === "stranger") {
      expect([list.status, list.body]).toEqual([401, '"SignedOut"']);
    } else {
      const own = CASE_KEYS.filter((key) => gets(visitor, key) === "whole").map((key) => CASES[key].title);
      const demo = (JSON.parse(list.body) as { name: string }[]).map(({ name }) => name);
      const known = CASE_KEYS.map((key) => CASES[key].title as string);
      expect(demo.filter((name) => known.includes(name)).sort()).toEqual([...own].sort());
    }
    const day = await call("my_day", {}, { session });
    const key = await call("draft_key", {}, { session });
    const help = await call("help", { language: "nb" }, { session });
    if (visitor === "stranger") {
      for (const answer of [day, key, help]) expect([answer.status, answer.body]).toEqual([401, '"SignedOut"']);
    } else {
      const own = CASE_KEYS.filter((key) => gets(visitor, key) === "whole").map((key) => CASES[key].title as string);
      const { cases: mine, unit } = JSON.parse(day.body) as Record<"cases" | "unit", { name: string }[]>;
      const known = CASE_KEYS.map((key) => CASES[key].title as string);
      expect(mine.map(({ name }) => name).filter((name) => known.includes(name)).sort()).toEqual([...own].sort());
      // All demo cases have a lead and are past the intake: nothing to distribute.
      expect(unit.map(({ name }) => name).filter((name) => known.includes(name))).toEqual([]);
      expect([key.status, help.status]).toEqual([200, 200]);
      expect(draftKeys.has(key.body), `${visitor} has somebody else's key`).toBe(false);
      draftKeys.add(key.body);
    }
    const file = Buffer.from("0 HEAD\n0 @I1@ INDI\n1 NAME Kari /Nordmann/\n0 TRLR\n");
    const expectedStatus = visitor === "stranger" ? 401 : MAY_IMPORT.includes(visitor) ? 200 : 403;
    expect((await upload("preview_gedcom", file, {}, { session })).status).toBe(expectedStatus);
    if (expectedStatus !== 200) {
      expect((await upload("import_gedcom", file, { name: "Ikke lov" }, { session })).status).toBe(expectedStatus);
    }
    const frame = JSON.parse((await call("frame", {}, { session })).body) as { me: { may_import: boolean } | null };
    expect(frame.me?.may_import ?? false).toBe(expectedStatus === 200);
  });
}

/** Who works with families, and so may use emergency access. */
const MAY_USE_EMERGENCY: Visitor[] = [...MAY_IMPORT, "contact"];

for (const visitor of ["stranger", ...EVERYONE] as Visitor[]) {
  test(`${visitor}: emergency access and the logs`, async () => {
    const session = sessions.get(visitor);
    const may = MAY_USE_EMERGENCY.includes(visitor);
    const place = await call("emergency_place", {}, { session });
    if (visitor === "stranger") {
      expect([place.status, place.body]).toEqual([401, '"SignedOut"']);
    } else {
      expect((JSON.parse(place.body) as { units: unknown[] }).units.length, visitor).toBe(may ? 1 : 0);
    }
    const unit = await unitOf();
    // A search that finds nothing tells the same to everybody who may search, and nothing to others.
    const search = await call("search_emergency", { unit, text: "1999-0001" }, { session });
    const found = visitor === "stranger" ? [401, '"SignedOut"'] : may ? [200, '"Nothing"'] : [403, '"NotAllowed"'];
    expect([search.status, search.body]).toEqual(found);
    const elsewhere = await call("search_emergency", { unit: MISSING, text: "1999-0001" }, { session });
    expect(elsewhere.status).toBe(visitor === "stranger" ? 401 : 403);
    // Neither a case's id nor a made-up ticket begins anything.
    for (const ticket of [cases.marte.id, `${cases.marte.id}.1.00`, ""]) {
      const begun = await call("begin_emergency", { ticket, kind: "danger", reason: "x" }, { session });
      expect(begun.status, ticket).toBe(visitor === "stranger" ? 401 : 404);
    }
    const receipt = await call("receipt_notice", { id: MISSING }, { session });
    expect(receipt.status).toBe(visitor === "stranger" ? 401 : 404);
    expect((await call("end_emergency", { id: cases.marte.id }, { session })).status).toBe(visitor === "stranger" ? 401 : 200);

    const officer = visitor === "privacyOfficer";
    const expected = visitor === "stranger" ? 401 : officer ? 200 : 404;
    expect((await call("review_log", { kind: "any" }, { session })).status).toBe(expected);
    for (const name of ["review_log", "log_check", "begin_log_check"]) {
      expect((await call(name, { unit, kind: "any" }, { session })).status, name).toBe(expected);
      const strange = await call(name, { unit: MISSING, kind: "any" }, { session });
      expect(strange.status, `${name} of a strange unit`).toBe(visitor === "stranger" ? 401 : 404);
    }
    const page = visitor === "stranger" ? 303 : officer ? 200 : 404;
    for (const address of ["/logger", "/logger?hva=any", "/logger/logg.csv?hva=any"]) {
      const answer = await send(address, { session });
      expect(answer.status, address).toBe(page);
      for (const key of CASE_KEYS) {
        for (const name of names(key, "no number")) expect(answer.body.includes(name), `${address} tells ${name}`).toBe(false);
      }
    }
  });
}

/** Changes of a case's life that no rule allows, so that nothing happens even where the caller may change it. */
function lifeCalls(id: string, session: string | undefined): [string, number, Promise<Answer>][] {
  const form = { person: "", name: "", is_child: false, has_responsibility: false, consent: "holder_here", from: "", to: "" };
  const division = { names: ["", ""], people: {}, facts: {}, step: 0 };
  const merger = { name: "", same: {}, agreed: [], steps: [0, 0] };
  const at = { session };
  return [
    ["rename_case", 422, call("rename_case", { id, name: "" }, at)],
    ["begin_help", 422, call("begin_help", { id }, at)],
    ["close_case", 422, call("close_case", { id, reason: "other", words: " " }, at)],
    ["reopen_case", 422, call("reopen_case", { id }, at)],
    ["set_team_function", 422, call("set_team_function", { id, user: MISSING, function: "member" }, at)],
    ["leave_team", 404, call("leave_team", { id, user: MISSING }, at)],
    ["hand_over_case", 422, call("hand_over_case", { id, user: MISSING, stays: "true" }, at)],
    ["add_participant", 422, callJson("add_participant", { id, form }, at)],
    ["correct_participant", 422, callJson("correct_participant", { id, participant: MISSING, version: 1, form }, at)],
    ["link_cases", 422, call("link_cases", { id, other: id, kind: "related" }, at)],
    ["unlink_cases", 404, call("unlink_cases", { id, link: MISSING }, at)],
    ["divide_view", 200, callJson("divide_view", { id, form: division }, at)],
    ["divide_case", 422, callJson("divide_case", { id, form: division }, at)],
    ["merge_view", 422, callJson("merge_view", { id, other: id, form: merger }, at)],
    ["merge_cases", 422, callJson("merge_cases", { id, other: id, form: merger }, at)],
  ];
}

for (const visitor of ["stranger", ...EVERYONE] as Visitor[]) {
  test(`${visitor}: the life of a case`, async () => {
    const session = sessions.get(visitor);
    for (const key of ["marte", "noah"] as const) {
      const { id, number } = cases[key];
      const rule = gets(visitor, key);
      for (const [name, allowed, request] of lifeCalls(id, session)) {
        const answer = await request;
        const other = visitor === "stranger" ? 401 : rule === "nothing" ? 404 : 403;
        const where = `${visitor}, ${key}, ${name}`;
        // What is not there for anybody looks the same for who may only read.
        const expected = rule === "whole" ? [allowed] : rule === "shared" && allowed === 404 ? [403, 404] : [other];
        expect(expected, `${where}: ${answer.body}`).toContain(answer.status);
        if (rule !== "whole") {
          for (const word of names(key, number)) expect(answer.body.includes(word), `${where} tells ${word}`).toBe(false);
        }
      }
      for (const tab of ["/mappen/del", "/mappen/sla-sammen"]) {
        const status = (await send(`/familier/${id}${tab}`, { session })).status;
        const other = visitor === "stranger" ? 303 : rule === "nothing" ? 404 : 403;
        expect(status, `${visitor}, ${key}, ${tab}`).toBe(rule === "whole" ? 200 : other);
      }

      // The leader of the unit names a lead and takes up a case, without reading it; for others it is not there.
      const leads = visitor === "unitLeader";
      const gate = visitor === "stranger" ? 401 : 404;
      const view = await call("lead_view", { id }, { session });
      expect(view.status).toBe(leads ? 200 : gate);
      expect(view.body.includes(number)).toBe(leads);
      expect((await call("appoint_lead", { id, user: MISSING, reason: " " }, { session })).status).toBe(leads ? 422 : gate);
      expect((await call("reopen_as_leader", { id, reason: " " }, { session })).status).toBe(leads ? 422 : gate);
      const page = await send(`/familier/${id}/ansvar`, { session });
      expect(page.status).toBe(visitor === "stranger" ? 303 : leads ? 200 : 404);
    }
    const may = MAY_IMPORT.includes(visitor);
    const refused = visitor === "stranger" ? 401 : 403;
    expect((await call("new_case_setup", {}, { session })).status).toBe(may ? 200 : refused);
    expect((await send("/familier/ny", { session })).status).toBe(visitor === "stranger" ? 303 : may ? 200 : 403);
    const application = { people: [], live_together: null, agree: [false, false] };
    const form = { unit: await unitOf(), status: "open", stand_in: "", application, from: [], names: [], child_parts: false };
    expect((await callJson("begin_cases", { form }, { session })).status).toBe(may ? 422 : refused);
    const elsewhere = await callJson("begin_cases", { form: { ...form, unit: MISSING } }, { session });
    expect(elsewhere.status).toBe(refused);
  });
}

/** The id of the demonstration's unit. */
async function unitOf(): Promise<string> {
  const answer = await call("emergency_place", {}, { session: sessions.get("lead") });
  return (JSON.parse(answer.body) as { units: [string, string][] }).units[0][0];
}

/** Every field that any function of administration takes; none of them fits anything that is there. */
const NOTHING_FITS = {
  ...{ id: MISSING, user: MISSING, unit: MISSING, service: MISSING, post: MISSING, role: "practitioner", kind: "school" },
  ...{ reminder_hours: "24", signature: "", phone: "" },
  ...{ name: "Ingen lov", email: "ingen-lov@example.no", seats: "2", search: "", from: "2026-11-23", retired: "true", member: "true", earlier: "true" },
};

for (const visitor of ["stranger", ...EVERYONE] as Visitor[]) {
  test(`${visitor}: administration is there for administrators alone`, async () => {
    const session = sessions.get(visitor);
    const own = visitor === "administrator";
    for (const address of ADMIN_PAGES) {
      const expected = visitor === "stranger" ? 303 : own ? 200 : 404;
      expect((await send(address, { session })).status, address).toBe(expected);
    }
    for (const name of ADMIN_FUNCTIONS) {
      const answer = await call(name, NOTHING_FITS, { session });
      if (visitor === "stranger") {
        expect([answer.status, answer.body], name).toEqual([401, '"SignedOut"']);
      } else if (!own) {
        expect([answer.status, answer.body], name).toEqual([404, '"NotFound"']);
      } else {
        const isList = ["admin_summary", "admin_units", "admin_rooms", "admin_equipment", "admin_services", "admin_staff"].includes(name);
        const finds = isList || name === "save_unit";
        if (name !== "save_unit") expect(answer.status, name).toBe(finds ? 200 : 404);
      }
    }
    const frame = JSON.parse((await call("frame", {}, { session })).body) as { me: { may_administer: boolean } | null };
    expect(frame.me?.may_administer ?? false).toBe(own);
  });

  test(`${visitor}: what is done half signed in or by a link needs its secret`, async () => {
    const session = sessions.get(visitor);
    expect((await call("enter_code", { code: "000000" }, { session })).status).toBe(401);
    for (const name of ["invitation", "accept_invitation", "reset_link", "reset_password"]) {
      const answer = await call(name, { name: "N", password: PASSWORD, again: PASSWORD }, { session });
      expect([answer.status, answer.body], name).toEqual([422, '{"Staff":"LinkSpent"}']);
    }
    for (const [name, fields] of Object.entries({ my_account: {}, my_posts: {}, choose_post: { post: MISSING } })) {
      const answer = await call(name, fields, { session });
      expect(answer.status, name).toBe(visitor === "stranger" ? 401 : name === "choose_post" ? 404 : 200);
    }
    if (visitor === "stranger") {
      for (const name of ["change_password", "renew_recovery_codes", "switch_off_factor", "new_factor", "confirm_factor"]) {
        const answer = await call(name, { old: "x", password: PASSWORD, again: PASSWORD, code: "000000" });
        expect([answer.status, answer.body], name).toEqual([401, '"SignedOut"']);
      }
    }
  });
}

for (const visitor of ["stranger", ...EVERYONE] as Visitor[]) {
  test(`${visitor}: messages are for who has the case`, async () => {
    const session = sessions.get(visitor);
    const status = visitor === "stranger" ? 401 : SEES_MESSAGES.includes(visitor) ? 200 : 404;
    const unit = await call("unit_messages", {}, { session });
    expect(unit.status).toBe(status);
    expect((await send("/meldinger", { session })).status).toBe(status === 401 ? 303 : status);
    const draft = { kind: "invitation", when: "2026-11-25T09:30", before: null, place: "", to: [MISSING], channel: null };
    for (const key of CASE_KEYS) {
      const { id, number } = cases[key];
      const rule = gets(visitor, key);
      const answers: [string, Answer][] = [
        ["preview_messages", await callJson("preview_messages", { id, draft }, { session })],
        ["send_messages", await callJson("send_messages", { id, draft }, { session })],
        ["decide_message", await call("decide_message", { id, message: MISSING, decision: "Release" }, { session })],
        ["stop_channel", await call("stop_channel", { id, person: MISSING, channel: "sms", stopped: "true" }, { session })],
      ];
      for (const [name, answer] of answers) {
        const where = `${visitor}, ${key}, ${name}: ${answer.body}`;
        // Nobody of that id takes part: for who has the case, too, there is nothing to write to.
        const expected = visitor === "stranger" ? [401] : rule === "reason" || rule === "shared" ? [403] : [404];
        expect(expected, where).toContain(answer.status);
        for (const word of names(key, number)) expect(answer.body.includes(word), where).toBe(false);
      }
    }
    // The link in a message is the only way to say no without signing in.
    for (const name of ["stop_page", "stop_messages"]) {
      expect([(await call(name, {}, { session })).status], name).toEqual([404]);
    }
  });
}

/** What each function that speaks of one person is sent. Nobody of that id is anywhere: nothing changes. */
const NOBODY = "nobody-of-this-id";
const PERSON_FUNCTIONS: Record<string, Record<string, string>> = {
  case_person: { person: "INDEX" },
  seen_front: { person: "INDEX" }, seen_plan: { person: "INDEX" },
  seen_map: { person: "INDEX" },
  draw_map: { step: "x" },
  go_map: { again: "false" },
  map_past: { moment: "day:2026-11-20" },
  take_snapshot: { name: "x".repeat(121), occasion: "other" },
  rename_snapshot: { snapshot: NOBODY, name: "x", occasion: "other" },
  remove_snapshot: { snapshot: NOBODY },
  save_person: { person: NOBODY, "details[name]": "x", "details[changed]": "name" },
  save_person_audience: { person: NOBODY, audience: "team" },
  save_contact: { person: NOBODY, version: "0", "card[phone]": "" },
  shield_person: { person: NOBODY, on: "true" },
  keep_mark: { person: NOBODY, "told[kind]": "illness", "told[audience]": "team" },
  set_mark: { person: NOBODY, mark: NOBODY, stands: "false" },
  keep_mentioned: { person: NOBODY, until: "2027-01-01", reason: "x" },
  forget_person: { person: NOBODY },
  finish_due: { person: NOBODY, kind: "own_case" },
  set_bar: { "form[kind]": "contact_ban", "form[protects]": NOBODY, "form[against]": NOBODY, "form[first]": "2026-01-01", "form[reason]": "x" },
  end_bar: { bar: NOBODY, last: "2026-01-01" },
  begin_child_part: { child: NOBODY, holders: NOBODY },
  write_child_part: { part: NOBODY, text: "x", sure: "true" },
  decide_child_part: { part: NOBODY, "form[first]": "2026-01-01", "form[reason]": "x" },
  end_part_decision: { part: NOBODY, decision: NOBODY, last: "2026-01-01", withheld: "true" },
  linkable_parts: { other: MISSING },
  link_child_part: { part: NOBODY, child: NOBODY, holder: NOBODY },
};

test("every function that speaks of a person is tried", () => {
  const named = Object.entries(FUNCTIONS).flatMap(([name, of]) => (of === "person" ? [name] : []));
  expect(Object.keys(PERSON_FUNCTIONS).sort()).toEqual(named.sort());
});

for (const visitor of ["stranger", ...EVERYONE] as Visitor[]) {
  test(`${visitor}: every function that speaks of a person`, async () => {
    const session = sessions.get(visitor);
    for (const key of CASE_KEYS) {
      const { id, number } = cases[key];
      const rule = gets(visitor, key);
      for (const [name, fields] of Object.entries(PERSON_FUNCTIONS)) {
        const where = `${visitor}, ${key}, ${name}`;
        const sent = Object.fromEntries(
          Object.entries(fields).map(([field, value]) => [field, value === "INDEX" ? CASES[key].index : value]),
        );
        const answer = await call(name, { id, ...sent }, { session });
        if (name === "case_person") {
          for (const page of ["personer", "som"]) {
            const shown = await send(`/familier/${id}/${page}/${CASES[key].index}`, { session });
            const status = { whole: [200], reason: [403], shared: [403, 404], nothing: [404] }[rule];
            expect(visitor === "stranger" ? [303] : status, `${where}: /${page}`).toContain(shown.status);
            if (rule !== "whole") {
              for (const known of names(key, number)) {
                if (rule === "shared" && [CASES[key].title, number].includes(known)) continue;
                expect(shown.body.includes(known), `${where} /${page} tells ${known}`).toBe(false);
              }
            }
          }
        }
        // Nobody has drawn on the demonstration's maps: there is nothing to take back, and that is said.
        const reads = Object.values(fields).includes("INDEX") || ["go_map", "map_past"].includes(name);
        const expected =
          visitor === "stranger" ? [401]
          : rule === "nothing" ? [404]
          : rule === "reason" ? [403]
          : rule === "shared" ? [403, 404, 422]
          : reads ? [200, ...(name.startsWith("seen") ? [404] : [])]
          : [403, 404, 422];
        expect(expected, `${where}: ${answer.status} ${answer.body.slice(0, 80)}`).toContain(answer.status);
        if (rule !== "whole") {
          for (const known of names(key, number)) expect(answer.body.includes(known), `${where} tells ${known}`).toBe(false);
        }
        if (rule === "nothing" && visitor !== "stranger") {
          const missing = await call(name, { id: MISSING, ...sent }, { session });
          expect(comparable(answer, id), where).toBe(comparable(missing, MISSING));
        }
      }
    }
  });
}

test("no other verb gets at anything", async () => {
  const session = sessions.get("lead");
  const { id, number } = cases.marte;
  const addresses = [
    ...CASE_PAGES.map((tab) => `/familier/${id}${tab}`),
    ...Object.keys(FUNCTIONS).map((name) => `/api/${name}?id=${id}`),
  ];
  for (const address of addresses) {
    const verbs = address.startsWith("/api/") ? ["GET", "HEAD", "PUT", "PATCH", "DELETE"] : ["POST", "PUT", "PATCH", "DELETE"];
    for (const method of verbs) {
      const answer = await send(address, { method, session, headers: OURS });
      expect(answer.status, `${method} ${address}`).toBe(405);
      for (const name of names("marte", number)) expect(answer.body).not.toContain(name);
    }
  }
});

for (const visitor of ["stranger", ...EVERYONE] as Visitor[]) {
  test(`${visitor}: the unit's list, the search and the filters`, async () => {
    const session = sessions.get(visitor);
    const functions: [string, Record<string, string>][] = [
      ["list_cases", { address: "vis=enheten&sorter=nummer-opp", text: "" }],
      ["list_cases", { address: "", text: "Marte" }],
      ["list_choices", { unit: "true" }],
      ["search_cases", { text: "Marte" }],
    ];
    if (visitor === "stranger") {
      const changes: [string, Record<string, string>][] = [
        ["save_filter", { name: "x", query: "" }],
        ["rename_filter", { id: MISSING, name: "x" }],
        ["remove_filter", { id: MISSING }],
      ];
      for (const [name, fields] of [...functions, ...changes]) {
        expect([name, (await call(name, fields, { session })).status]).toEqual([name, 401]);
      }
      return;
    }
    const lists = ["intakeTeam", "unitLeader", "departmentLeader"].includes(visitor);
    const [unit, mine, choices, quick] = await Promise.all(functions.map(([name, fields]) => call(name, fields, { session })));
    for (const key of CASE_KEYS) {
      const own = gets(visitor, key) === "whole";
      const title = CASES[key].title;
      expect(unit.body.includes(title) || lists, `${title} in the unit's list`).toBe(lists);
      if (key !== "marte") continue;
      expect(mine.body.includes(title), "among one's own").toBe(own);
      expect(quick.body.includes(title), "by the quick search").toBe(own || lists);
    }
    if (!lists) {
      expect(JSON.parse(unit.body)).toMatchObject({ rows: [], total: 0, before: null, after: null });
      expect(JSON.parse(choices.body)).toMatchObject({ may_list_units: false, units: [], responsible: [] });
    }
    // The people of a case stand in no list.
    const people = FAMILIES.A.people.map(({ name }) => name).filter((name) => name.includes(" "));
    for (const name of people) for (const answer of [unit, mine, quick]) expect(answer.body).not.toContain(name);
    // Somebody else's filter is not there.
    const token = sessions.get(visitor === "lead" ? "otherLead" : "lead");
    const name = `Rettigheter ${visitor}`;
    expect((await call("save_filter", { name, query: "status=open" }, { session: token })).status).toBe(200);
    const kept = JSON.parse((await call("list_choices", { unit: "false" }, { session: token })).body) as { filters: { id: string; name: string }[] };
    const id = kept.filters.find((filter) => filter.name === name)?.id ?? "";
    expect((await call("list_choices", { unit: "false" }, { session })).body).not.toContain(name);
    expect((await call("rename_filter", { id, name: "Tatt" }, { session })).status).toBe(404);
    expect((await call("remove_filter", { id }, { session })).status).toBe(404);
    expect((await call("remove_filter", { id }, { session: token })).status).toBe(200);
  });
}

test("a leader with a reason reads the whole case, and the reason stands in the log", async () => {
  const session = sessions.get("unitLeader");
  const { id } = cases.amna;
  const reason = "Klage fra familien 4711";
  for (const blank of ["", "   "]) {
    const answer = await call("case_map", { id, reason: blank }, { session });
    expect([answer.status, answer.body]).toEqual([403, '"ReasonNeeded"']);
  }
  const front = await call("case_front", { id, reason }, { session });
  expect(front.status).toBe(200);
  expect(JSON.parse(front.body)).toMatchObject({ may_edit: false, whole: true });
  const log = await call("case_log", { id }, { session: sessions.get("lead") });
  const { rows } = JSON.parse(log.body) as { rows: { who: string; reason: string; purpose: string }[] };
  expect(rows.filter((row) => row.reason === reason)).toEqual([
    expect.objectContaining({ who: "Demo Enhetsleder", purpose: "leadership" }),
  ]);
});

test("one row of the log for each request that returned case data, and none for others", async () => {
  // A case of its own, so that nobody else writes in its log meanwhile.
  const session = sessions.get("lead");
  const file = Buffer.from("0 HEAD\n0 @I1@ INDI\n1 NAME Kari /Nordmann/\n0 TRLR\n");
  const made = await upload("import_gedcom", file, { name: "Loggen telles" }, { session });
  expect(made.status).toBe(200);
  const id = JSON.parse(made.body) as string;
  const rows = async () => {
    const answer = await call("case_log", { id }, { session });
    return (JSON.parse(answer.body) as { rows: { who: string; object: string; action: string; is_me: boolean }[] }).rows;
  };
  const before = await rows();

  const requests: [string, () => Promise<Answer>][] = [
    ["front", () => send(`/familier/${id}`, { session })],
    ["map", () => send(`/familier/${id}/kart`, { session })],
    ["people", () => send(`/familier/${id}/personer`, { session })],
    ["log", () => send(`/familier/${id}/innsyn`, { session })],
    ["front", () => call("case_front", { id }, { session })],
    ["map", () => call("case_map", { id }, { session })],
  ];
  for (const [object, request] of requests) expect((await request()).status, object).toBe(200);
  // Neither the list nor a refusal is a look into this case.
  expect((await casesOf(session as string)).some((line) => line.id === id)).toBe(true);
  expect((await call("case_map", { id }, { session: sessions.get("otherLead") })).status).toBe(404);
  expect((await call("case_map", { id })).status).toBe(401);
  expect((await send(`/familier/${id}`, { session: sessions.get("milieuLead") })).status).toBe(404);

  const after = await rows();
  const added = after.slice(0, after.length - before.length);
  // Newest first; the last look is the reading of the log itself.
  expect(added.map(({ object }) => object)).toEqual(["log", ...requests.map(([object]) => object).reverse()]);
  for (const row of added) expect(row).toMatchObject({ who: "Demo Saksansvarlig", action: "read", is_me: true });
});
