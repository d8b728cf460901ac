import fs from "node:fs";
import { call, callJson } from "./http";

/** A case of one's own, with its participants on the map. */
export async function makeCase(session: string, name: string, people: string[]): Promise<string> {
  const setup = JSON.parse((await call("new_case_setup", {}, { session })).body) as { units: { id: string }[]; today: string };
  const applicant = (name: string) => ({ name, is_child: false, has_responsibility: true, consent: "holder_here", goes: "first" });
  const form = {
    unit: setup.units[0]?.id,
    status: "open",
    stand_in: "",
    application: { people: people.map(applicant), live_together: people.length > 1 ? true : null, agree: [people.length > 1, people.length > 1] },
    from: people.map(() => setup.today),
    names: [["only", name]],
    child_parts: false,
  };
  const answer = await callJson("begin_cases", { form }, { session });
  if (answer.status !== 200) throw new Error(`no case was made: ${answer.status} ${answer.body}`);
  return (JSON.parse(answer.body) as [string, string][])[0]?.[1] ?? "";
}

/** What is kept of a map, as far as tests ask for it. */
export interface Kept {
  people: Record<string, { name?: { known?: string }; origin: { teller: string; audience: string[] } }>;
}

/** The record as a member of staff sees it. */
export async function recordOf(id: string, session: string): Promise<Kept> {
  return (JSON.parse((await call("case_map", { id }, { session })).body) as { record: Kept }).record;
}

/** The ids of those who have a name, by name. */
export async function whoIsWho(id: string, session: string): Promise<Record<string, string>> {
  return Object.fromEntries(Object.entries((await recordOf(id, session)).people).map(([key, it]) => [it.name?.known ?? "", key]));
}

/** Draws a woman whom the team has told of, for these. */
export async function drawSomeone(session: string, id: string, key: string, name: string, audience: string[]): Promise<void> {
  const fact = { person: { id: key, symbol: "female", life: "alive", name: { known: name }, origin: { teller: "team", audience, source: "statement" } } };
  const step = JSON.stringify({ key: `${id}-${key}`, edits: [{ add: fact }] });
  const answer = await call("draw_map", { id, step }, { session });
  if (answer.status !== 200 || JSON.parse(answer.body).declined !== null) throw new Error(`${name} was not drawn: ${answer.status} ${answer.body}`);
}

/** A family that was generated for measuring: numbers of people, and who has which children. */
export interface Generated {
  people: { id: string; sex: string }[];
  families: { parents: number[]; children: number[] }[];
}

export function generated(people: number): Generated {
  const file = new URL(`../../crates/family-map/tests/data/generated-${people}.json`, import.meta.url);
  return JSON.parse(fs.readFileSync(file, "utf8"));
}

/** Draws a generated family on a case's map, in steps as a browser sends them. */
export async function drawFamily(session: string, id: string, family: Generated): Promise<void> {
  const { record } = JSON.parse((await call("case_map", { id }, { session })).body) as { record: { people: Record<string, { origin: unknown }> } };
  const [first] = Object.values(record.people);
  const origin = first?.origin;
  const at = (number: number) => `g${String(number).padStart(5, "0")}`;
  const edits: unknown[] = family.people.map(({ sex }, number) => ({
    add: {
      person: {
        id: at(number),
        name: { known: `Person ${number}` },
        symbol: sex === "F" ? "female" : "male",
        birth: "not_asked",
        death: "not_asked",
        life: "alive",
        count: "one",
        origin,
      },
    },
  }));
  family.families.forEach(({ parents, children }, number) => {
    const [a, b] = parents.map(at);
    if (b) edits.push({ add: { partnership: { id: `u${number}`, a, b, kind: "married", origin } } });
    for (const child of children) {
      for (const parent of parents) {
        edits.push({ add: { parent_link: { id: `l${child}-${parent}`, child: at(child), parent: at(parent), kind: "bio", origin } } });
      }
    }
  });
  for (let from = 0; from < edits.length; from += 200) {
    const step = JSON.stringify({ key: `generated-${from}`, edits: edits.slice(from, from + 200) });
    const answer = await call("draw_map", { id, step }, { session });
    if (answer.status !== 200) throw new Error(`step ${from}: ${answer.status} ${answer.body}`);
  }
}
