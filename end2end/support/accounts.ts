/** The password of every demonstration account; the program itself tells it when it starts. */
export const PASSWORD = "familiekart i demo";

/** The demonstration's accounts, by what they do. */
export const ACCOUNTS = {
  lead: "saksansvarlig@example.no",
  otherLead: "saksansvarlig2@example.no",
  standIn: "stedfortreder@example.no",
  milieuLead: "miljoansvarlig@example.no",
  intakeTeam: "fagteam@example.no",
  unitLeader: "enhetsleder@example.no",
  departmentLeader: "avdelingsleder@example.no",
  contact: "kurator@example.no",
  administrator: "systemforvalter@example.no",
  privacyOfficer: "personvernombud@example.no",
} as const;

export type Account = keyof typeof ACCOUNTS;

export const EVERYONE = Object.keys(ACCOUNTS) as Account[];
