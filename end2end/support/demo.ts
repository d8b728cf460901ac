import fs from "node:fs";
import { ACCOUNTS, type Account, PASSWORD } from "./accounts";
import { call, session } from "./http";

interface PersonRow {
  id: string;
  name: string;
}
interface CoupleRow {
  a: string;
  b: string;
  kind: string;
}
export interface Family {
  people: PersonRow[];
  partners: CoupleRow[];
}

/** The families' tables, as the program has them. */
export const FAMILIES: Record<string, Family> = JSON.parse(
  fs.readFileSync(new URL("../../server/src/demo/families.json", import.meta.url), "utf8"),
).families;

/** The six cases: their names in lists, and whose tables they are taken from. */
export const CASES = {
  marte: { title: "Marte med familie", family: "A", index: "A01" },
  kristoffer: { title: "Kristoffer med familie", family: "A", index: "A03" },
  noah: { title: "Noah med familie", family: "B", index: "B01" },
  amna: { title: "Amna med familie", family: "C", index: "C01" },
  ylva: { title: "Ylva med familie", family: "D", index: "D01" },
  viljar: { title: "Torbjørg og Viljar med familie", family: "E", index: "E03" },
} as const;

export type CaseKey = keyof typeof CASES;

export const CASE_KEYS = Object.keys(CASES) as CaseKey[];

interface CaseLine {
  id: string;
  number: string;
  name: string;
}

/** The cases in somebody's list. */
export async function casesOf(token: string): Promise<CaseLine[]> {
  const answer = await call("my_cases", {}, { session: token });
  if (answer.status !== 200) throw new Error(`the case list answers ${answer.status}: ${answer.body}`);
  return JSON.parse(answer.body);
}

/** The newest case of somebody with this name. */
export async function caseNamed(account: Account, name: string): Promise<string> {
  const found = (await casesOf(await sessionOf(account))).find((line) => line.name === name);
  if (!found) throw new Error(`there is no case «${name}»`);
  return found.id;
}

/** Id and number of the six cases, from the list of the one who is in all of them. */
export async function demoCases(): Promise<Record<CaseKey, CaseLine>> {
  const lines = await casesOf(await session(ACCOUNTS.standIn, PASSWORD));
  const found = CASE_KEYS.map((key) => {
    const line = lines.find(({ name }) => name === CASES[key].title);
    if (!line) throw new Error(`there is no case «${CASES[key].title}»`);
    return [key, line] as const;
  });
  return Object.fromEntries(found) as Record<CaseKey, CaseLine>;
}

/** A session of one of the demonstration's accounts. */
export function sessionOf(account: Account): Promise<string> {
  return session(ACCOUNTS[account], PASSWORD);
}
