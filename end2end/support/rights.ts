import type { Account } from "./accounts";
import { CASES, type CaseKey, FAMILIES } from "./demo";

/** The id of nothing. */
export const MISSING = "019a0000-0000-7000-8000-000000000000";

/** Somebody who calls. */
export type Visitor = Account | "stranger";
/** What somebody gets of a case: all of it, the shared part, a question for the reason, or nothing at all. */
export type Gets = "whole" | "shared" | "reason" | "nothing";

const LEADS: CaseKey[] = ["marte", "noah", "amna", "ylva", "viljar"];

/** What a visitor gets of a case of the demonstration. */
export function gets(visitor: Visitor, key: CaseKey): Gets {
  switch (visitor) {
    case "lead":
      return LEADS.includes(key) ? "whole" : "nothing";
    case "otherLead":
      return key === "kristoffer" ? "whole" : "nothing";
    case "standIn":
      return "whole";
    case "milieuLead":
      return key === "ylva" ? "whole" : "nothing";
    case "contact":
      return key === "noah" ? "shared" : "nothing";
    case "unitLeader":
      return "reason";
    default:
      // The intake team and the department leader have no way into a case that is past the intake; the administrator
      // and the privacy officer have none at all.
      return "nothing";
  }
}

/** Who may make a case, and so bring in a file. */
export const MAY_IMPORT: Visitor[] = ["lead", "otherLead", "standIn", "milieuLead", "intakeTeam", "unitLeader", "departmentLeader"];

/** Who sees the messages of a unit, and plans there. */
export const SEES_MESSAGES: Visitor[] = MAY_IMPORT;

/** Everything by which a case could be known. */
export function names(key: CaseKey, number: string): string[] {
  const { title, family } = CASES[key];
  const people = FAMILIES[family].people.map(({ name }) => name).filter((name) => name.includes(" "));
  return [title, number, ...people];
}
