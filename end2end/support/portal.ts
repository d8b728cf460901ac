import type { Page } from "@playwright/test";
import { call, callJson, OURS, send, type Answer } from "./http";
import { makeCase } from "./drawn";

export const PORTAL_COOKIE = "__Host-min-side";
export const PASSWORD_AT_HOME = "en grønn sykkel i regn";

/** A case of two parents with a small plan, which was proposed; nobody has a way in yet. */
export interface Home {
  id: string;
  /** Person ids by name. */
  people: Map<string, string>;
}

interface Door {
  person: string;
  name: string;
}

let count = 0;

/** Makes the case by its forms, as its lead. */
export async function makeHome(session: string, first: string, second: string): Promise<Home> {
  const mark = `${Date.now().toString(36)}${count++}`;
  const id = await makeCase(session, `${first} ${mark}`, [first, second]);
  const { rows } = JSON.parse((await call("case_doors", { id }, { session })).body) as { rows: Door[] };
  const people = new Map(rows.map(({ name, person }) => [name, person]));
  const both = ["team", ...rows.map(({ person }) => `person:${person}`)];
  const [one] = rows;
  const write = async (part: object) => {
    const answer = await callJson("write_plan_part", { id, which: null, part }, { session });
    if (answer.status !== 200) throw new Error(`no part was written: ${answer.status} ${answer.body}`);
    return JSON.parse(answer.body) as string;
  };
  const told = (teller: string, audience: string[], body: object) => ({ teller, audience, withdrawn: false, body });
  const dream = await write(
    told(`person:${one.person}`, both, { part: "dream", person: one.person, words: "Et hus med hage", language: "nb" }),
  );
  const goal = await write(told("team", both, { part: "goal", dreams: [dream], area: "housing", horizon: "now", words: "Egnet bolig", by: { year: 2027, month: 2, day: 1 } }));
  const action = {
    part: "action", goal, words: "Søke om startlån", doer: { who: "service", name: "Nav", person: "" }, stand_in: "",
    deadline: { year: 2026, month: 12, day: 11 }, status: "waiting", late_because: "", child: null, by_law: null,
  };
  await write(told("team", both, action));
  // For the first one and the team alone: the other hears nothing of it, not in any number.
  await write(told("team", ["team", `person:${one.person}`], { ...action, words: "Krisesenteret ringer i stillhet" }));
  const proposed = await call("propose_plan", { id }, { session });
  if (proposed.status !== 200) throw new Error(`not proposed: ${proposed.status} ${proposed.body}`);
  return { id, people };
}

/** An invitation for somebody, as staff make it. */
export async function invite(session: string, home: Home, name: string): Promise<{ code: string; link: string }> {
  const answer = await call("invite_to_portal", { id: home.id, person: home.people.get(name) ?? "" }, { session });
  if (answer.status !== 200) throw new Error(`nobody was invited: ${answer.status} ${answer.body}`);
  return JSON.parse(answer.body);
}

/** Somebody at home with a browser of their own that runs no script: what it keeps, and what it sends. */
export class AtHome {
  readonly cookies = new Map<string, string>();

  async get(path: string): Promise<Answer> {
    return this.keep(await send(path, { headers: { cookie: this.sent(), "accept-language": "nb" } }));
  }

  async post(path: string, fields: Record<string, string>, headers: Record<string, string> = OURS): Promise<Answer> {
    const body = new URLSearchParams(fields).toString();
    const all = { "content-type": "application/x-www-form-urlencoded", cookie: this.sent(), ...headers };
    return this.keep(await send(path, { method: "POST", body, headers: all }));
  }

  /** Takes up an invitation, up to the session. */
  async enter(code: string, email: string) {
    await this.post("/min-side/velkommen", { code });
    await this.post("/min-side/velkommen/ny", { email, password: PASSWORD_AT_HOME });
    return this.finish();
  }

  /** Types the code that a demonstration shows. */
  async finish() {
    return this.post("/min-side/kode", { code: this.cookies.get("__Host-min-side-vist") ?? "" });
  }

  /** Where the own pages begin. */
  async home(): Promise<string> {
    return (await this.get("/min-side")).headers.location ?? "";
  }

  /** Lends the session to a page. */
  async lend(page: Page, origin: URL) {
    const value = this.cookies.get(PORTAL_COOKIE) ?? "";
    const url = `https://${origin.host}/`;
    await page.context().addCookies([{ name: PORTAL_COOKIE, value, url, httpOnly: true, secure: true, sameSite: "Lax" }]);
  }

  private sent(): string {
    return [...this.cookies].map(([key, value]) => `${key}=${value}`).join("; ");
  }

  private keep(answer: Answer): Answer {
    for (const line of answer.headers["set-cookie"] ?? []) {
      const [key, value] = line.split(";")[0].split("=");
      if (value) this.cookies.set(key, value);
      else this.cookies.delete(key);
    }
    return answer;
  }
}
