import { EVERYONE } from "../support/accounts";
import { demoCases, sessionOf } from "../support/demo";
import { type Answer, call, callJson, send } from "../support/http";
import { gets, MISSING, names, type Visitor } from "../support/rights";
import { expect, test } from "../support/test";

// Role × object × verb for the plan of a case. That no function is left out is seen to in rights.spec.

test.describe.configure({ mode: "serial", timeout: 180_000 });

let cases: Awaited<ReturnType<typeof demoCases>>;
const sessions = new Map<Visitor, string | undefined>([["stranger", undefined]]);

test.beforeAll(async () => {
  cases = await demoCases();
  for (const account of EVERYONE) sessions.set(account, await sessionOf(account));
});

interface Part {
  part: { audience: string[]; body: { part: string; words: string } };
}

for (const visitor of ["stranger", ...EVERYONE] as Visitor[]) {
  test(`${visitor}: a plan is for who has the case, and its shared part for who has a consent`, async () => {
    const session = sessions.get(visitor);
    const at = { session };
    const body = { part: "goal", dreams: [], area: "housing", horizon: "now", words: "", by: null };
    const part = { teller: "team", audience: ["team"], withdrawn: false, body };
    const person = { who: "person", person: MISSING };
    for (const key of ["marte", "noah"] as const) {
      const { id, number } = cases[key];
      const rule = gets(visitor, key);
      const read: [string, Answer][] = [
        ["case_plan", await call("case_plan", { id }, at)],
        ["page", await send(`/familier/${id}/plan`, at)],
        ["letter", await send(`/familier/${id}/plan/brev`, at)],
      ];
      for (const [name, answer] of read) {
        const where = `${visitor}, ${key}, ${name}: ${answer.status}`;
        const out = name === "case_plan" ? 401 : 303;
        const expected = { whole: 200, shared: 200, reason: 403, nothing: 404 }[rule];
        // Who reads only what is shared writes no letters.
        const may = rule === "shared" && name === "letter" ? 403 : expected;
        expect(answer.status, where).toBe(visitor === "stranger" ? out : may);
        expect(answer.headers["cache-control"], where).toBe("no-store");
        if (rule === "shared" && name === "case_plan") {
          const { parts, standing, halts, family } = JSON.parse(answer.body);
          expect((parts as Part[]).map((it) => it.part.body.words)).toEqual([
            "Forutsigbare samvær: Noah vet alltid når neste er (kalender med bilder)",
            "Samværskalender med bilder og symboler",
            "Evaluering av samvær etter hver gang (kort skjema)",
          ]);
          for (const it of parts as Part[]) expect(it.part.audience.filter((party) => !party.startsWith("service:"))).toEqual(["team"]);
          expect([standing, halts, family], where).toEqual([[], [], []]);
        }
        // The shared page tells the case's name and number in its head, and nothing more of anybody.
        const told = rule === "whole" ? names(key, number) : rule === "shared" ? names(key, number).slice(0, 2) : [];
        for (const word of names(key, number).filter((word) => !told.includes(word))) {
          expect(answer.body.includes(word), `${where} tells ${word}`).toBe(false);
        }
      }
      const changes: [string, number, Answer][] = [
        ["write_plan_part", 422, await callJson("write_plan_part", { id, which: null, part }, at)],
        ["withdraw_plan_part", 404, await call("withdraw_plan_part", { id, part: MISSING, revision: "1" }, at)],
        ["restore_plan_part", 404, await call("restore_plan_part", { id, part: MISSING, revision: "1", to: "1" }, at)],
        ["step_baton", 404, await callJson("step_baton", { id, part: MISSING, revision: 1, act: { step: "decline" } }, at)],
        ["answer_plan", 422, await callJson("answer_plan", { id, version: MISSING, approver: person, kind: "approve", words: "" }, at)],
        ["halt_plan", 422, await callJson("halt_plan", { id, kind: "pause", scope: { scope: "everything" }, person: MISSING, until: null }, at)],
        ["go_on_with_plan", 404, await call("go_on_with_plan", { id, halt: MISSING }, at)],
      ];
      // Noah's plan was never proposed, and nobody but who has the case proposes it.
      if (rule !== "whole") changes.push(["propose_plan", 0, await call("propose_plan", { id }, at)]);
      for (const [name, allowed, answer] of changes) {
        const where = `${visitor}, ${key}, ${name}: ${answer.status} ${answer.body.slice(0, 80)}`;
        const expected = { whole: allowed, nothing: 404, reason: 403, shared: 403 }[rule];
        expect(answer.status, where).toBe(visitor === "stranger" ? 401 : expected);
      }
      const past = await call("plan_history", { id, part: MISSING }, at);
      const expected = { whole: 404, nothing: 404, reason: 403, shared: 404 }[rule];
      expect(past.status, `${visitor}, ${key}, plan_history`).toBe(visitor === "stranger" ? 401 : expected);
    }
  });
}
