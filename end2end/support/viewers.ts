import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Answer } from "./http";
import { type CaseKey, CASES, FAMILIES } from "./demo";

/** Somebody of the demonstration's families, with the way in that they have or would have. */
export interface AtHomeViewer {
  who: string;
  /** Person id. */
  person: string;
  mail: string;
  /** The case that opens for them; none for who does not take part. */
  opens: CaseKey | null;
  /** Whom they see on the map, by R1–R11 and the tables: told here once more, in plain lists. */
  sees: string[];
}

const all = (family: string) => FAMILIES[family].people.map(({ id }) => id);
const but = (family: string, ...ids: string[]) => all(family).filter((id) => !ids.includes(id));

/** Noah's foster home and its relatives; the other side is his family of birth. He belongs to both. */
const FOSTER_SIDE = ["B04", "B05", "B06", "B07", "B08", "B17", "B18", "B19"];
const WITH_FOSTER = ["B01", ...FOSTER_SIDE];
/** Those whom Kristoffer's own case tells of. */
const OF_KRISTOFFER = ["A01", "A03", "A06", "A07", "A08", "A21", "A22"];

export const AT_HOME: AtHomeViewer[] = [
  // R4: what she told in confidence is for the lead, and hers.
  { who: "Marte", person: "A01", mail: "marte@example.no", opens: "marte", sees: all("A") },
  // R2: parents who live apart have a case each.
  { who: "Kristoffer", person: "A03", mail: "kristoffer@example.no", opens: "kristoffer", sees: OF_KRISTOFFER },
  // R3: who is on a map only has no way in.
  { who: "Stian", person: "A02", mail: "stian@example.no", opens: null, sees: [] },
  { who: "Tobias", person: "A04", mail: "tobias@example.no", opens: null, sees: [] },
  // R8: the two sides of a child under a care order are audiences apart.
  { who: "Camilla, mother of birth", person: "B02", mail: "camilla@example.no", opens: "noah", sees: but("B", ...FOSTER_SIDE) },
  { who: "Daniel, father of birth", person: "B03", mail: "daniel@example.no", opens: null, sees: [] },
  { who: "Ingrid, foster mother", person: "B04", mail: "ingrid@example.no", opens: "noah", sees: WITH_FOSTER },
  { who: "Lars-Petter, foster father", person: "B05", mail: "lars-petter@example.no", opens: "noah", sees: WITH_FOSTER },
  { who: "Amna", person: "C01", mail: "amna@example.no", opens: "amna", sees: all("C") },
  // R7: of twelve, and of seventeen; what was told by others is for others.
  { who: "Adam, twelve years old", person: "C04", mail: "adam@example.no", opens: "amna", sees: [] },
  // His day of birth is an estimate, and nobody is let in on a guess.
  { who: "Ibrahim, about seventeen", person: "C06", mail: "ibrahim@example.no", opens: null, sees: [] },
  { who: "Ylva, seventeen, in whose name the case is", person: "D01", mail: "ylva@example.no", opens: "ylva", sees: all("D") },
  { who: "Trine, her mother", person: "D04", mail: "trine@example.no", opens: "ylva", sees: [] },
  { who: "Torbjørg", person: "E06", mail: "torbjorg@example.no", opens: "viljar", sees: all("E") },
];

/** Every page about a case that somebody at home may open. */
export const PORTAL_PAGES = [
  "", "/plan", "/avtaler", "/kart", "/kart?vis=nettverk", "/kart?vis=okokart", "/kart/tegning", "/hvem-har-sett",
  "/mine-opplysninger", "/mine-opplysninger/alt", "/mine-opplysninger/fil",
];

/** Every form about a case, filled in so that nothing comes of it. */
export const PORTAL_FORMS: [string, Record<string, string>][] = [
  ["/si", { kind: "question", words: "" }],
  ["/avtaler/kalender", { do: "none" }],
  ["/plan/svar", { version: "none", kind: "approve" }],
  ["/plan/stans", { scope: "none", kind: "pause" }],
  ["/plan/videre", { halt: "none" }],
];

/** Name and every name-like part of those whom a viewer must not find: whole names only, so that a child's own may stand. */
export function hiddenNames({ opens, sees, person }: AtHomeViewer): string[] {
  if (!opens) return [];
  const visible = new Set([...sees, person]);
  const { family } = CASES[opens];
  const people = FAMILIES[family].people.filter(({ id, name }) => !visible.has(id) && name.includes(" "));
  // Nobody of another family either.
  const others = Object.entries(FAMILIES).flatMap(([key, it]) => (key === family ? [] : it.people));
  // Whom one sees may be called as somebody whom one does not see.
  const known = FAMILIES[family].people.filter(({ id }) => visible.has(id)).map(({ name }) => name);
  const isKnown = (name: string) => known.some((it) => it.includes(name));
  return [...people, ...others].map(({ name }) => name).filter((name) => name.includes(" ") && !isKnown(name));
}

/** The addresses of every server function, as the source has them. */
export function endpoints(): string[] {
  const folder = fileURLToPath(new URL("../../app/src", import.meta.url));
  const sources = fs.readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".rs"));
  const found = sources.flatMap((name) => {
    const text = fs.readFileSync(path.join(folder, name), "utf8");
    return [...text.matchAll(/#\[server\([^)]*?endpoint\s*=\s*"([^"]+)"/g)].map((match) => match[1]);
  });
  return found.sort();
}

/** The words among these that an answer holds. */
export function found(answer: Answer, words: string[]): string[] {
  return words.filter((word) => answer.body.includes(word));
}

/** A table as text that a reader can check. */
export function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
