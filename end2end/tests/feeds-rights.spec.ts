import { EVERYONE } from "../support/accounts";
import { CASE_KEYS, demoCases, sessionOf } from "../support/demo";
import { call, send, upload } from "../support/http";
import { gets, MAY_IMPORT, MISSING, names, type Visitor } from "../support/rights";
import { expect, test } from "../support/test";

// Role × object × verb for calendars that other programs fetch. That no function is left out is seen to in rights.spec.

test.describe.configure({ mode: "serial", timeout: 180_000 });

let cases: Awaited<ReturnType<typeof demoCases>>;
const sessions = new Map<Visitor, string | undefined>([["stranger", undefined]]);

test.beforeAll(async () => {
  cases = await demoCases();
  for (const account of EVERYONE) sessions.set(account, await sessionOf(account));
});

/** Who has a calendar: a municipality's contact too. */
const PLANS: Visitor[] = [...MAY_IMPORT, "contact"];

for (const visitor of ["stranger", ...EVERYONE] as Visitor[]) {
  test(`${visitor}: calendars go out for who plans, and for who has the case`, async () => {
    const session = sessions.get(visitor);
    const plans = PLANS.includes(visitor);
    const status = visitor === "stranger" ? 401 : plans ? 200 : 404;
    const own = await call("my_feed", {}, { session });
    expect(own.status).toBe(visitor === "stranger" ? 401 : 200);
    if (visitor !== "stranger") expect(JSON.parse(own.body) !== null).toBe(plans);
    for (const name of ["make_my_feed", "revoke_my_feed", "forget_busy"]) {
      expect((await call(name, {}, { session })).status, name).toBe(status);
    }
    const file = Buffer.from("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n");
    expect((await upload("import_busy", file, {}, { session })).status).toBe(status);
    if (plans) expect((await call("forget_busy", {}, { session })).status).toBe(200);
    for (const key of CASE_KEYS) {
      const { id, number } = cases[key];
      const rule = gets(visitor, key);
      for (const name of ["make_case_feed", "revoke_case_feed"]) {
        const answer = await call(name, { id, person: MISSING }, { session });
        const where = `${visitor}, ${key}, ${name}: ${answer.body}`;
        expect(answer.status, where).toBe(visitor === "stranger" ? 401 : rule === "reason" || rule === "shared" ? 403 : 404);
        for (const word of names(key, number)) expect(answer.body.includes(word), where).toBe(false);
      }
    }
    // A session opens no address that was never made.
    expect((await send(`/kalender/feed/${"0".repeat(64)}.ics`, { session })).status).toBe(404);
  });
}
