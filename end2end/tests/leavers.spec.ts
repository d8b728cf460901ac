import type { APIRequestContext } from "@playwright/test";
import { type Account, ACCOUNTS, EVERYONE, PASSWORD } from "../support/accounts";
import { given, OwnServer } from "../support/own-server";
import { expect, test } from "../support/test";

// Each of the demonstration's staff leaves in turn, on a server of their own: nothing that they had is without an owner,
// before or after, and nothing is lost on the way.

interface Row {
  key: string;
  kind: unknown;
  label: string;
  unit: string;
  needs_owner: boolean;
  candidates: [string, string][];
}

async function ask(request: APIRequestContext, base: string, name: string, form: Record<string, string>) {
  const answer = await request.post(`${base}/api/${name}`, { form, headers: { origin: base } });
  return { status: answer.status(), body: await answer.text() };
}

const LEAVERS = EVERYONE.filter((who) => who !== "administrator");

for (const leaver of LEAVERS as Account[]) {
  test(`${leaver} leaves, and nothing is without an owner @once`, async ({ playwright }) => {
    test.setTimeout(120_000);
    const server = new OwnServer(given("SERVER_SITE"));
    await server.start();
    const [admin, gone] = [await playwright.request.newContext(), await playwright.request.newContext()];
    try {
      const { base } = server;
      expect((await ask(admin, base, "sign_in", { email: ACCOUNTS.administrator, password: PASSWORD })).status).toBe(200);
      expect((await ask(gone, base, "sign_in", { email: ACCOUNTS[leaver], password: PASSWORD })).status).toBe(200);
      const staff = JSON.parse((await ask(admin, base, "admin_staff", { search: "" })).body) as { id: string; email: string }[];
      const user = staff.find(({ email }) => email === ACCOUNTS[leaver])?.id ?? "";
      expect(user).not.toBe("");
      const has = async (id: string) => (JSON.parse((await ask(admin, base, "belongings", { user: id })).body) as { rows: Row[] }).rows;
      const everybodys = async (but?: string) => {
        const found: string[] = [];
        for (const { id } of staff.filter(({ id }) => id !== but)) {
          for (const it of (await has(id)).filter((it) => it.needs_owner)) found.push(JSON.stringify([it.kind, it.label, it.unit]));
        }
        return found.sort();
      };
      const rows = await has(user);
      const owed = rows.filter((it) => it.needs_owner);
      const before = await everybodys();
      if (owed.length > 0) {
        // Not without somebody for each of them: and then nothing has happened.
        const refused = await ask(admin, base, "deactivate_user", { user });
        expect([refused.status, refused.body]).toEqual([422, '{"Staff":"OwnerMissing"}']);
        expect(await has(user)).toEqual(rows);
        expect((await ask(gone, base, "my_account", {})).status).toBe(200);
      }
      const named: Record<string, string> = {};
      for (const [at, it] of owed.entries()) {
        expect(it.candidates.length, `${leaver}: somebody for ${JSON.stringify(it.kind)} ${it.label}`).toBeGreaterThan(0);
        named[`successors[${at}][key]`] = it.key;
        named[`successors[${at}][to]`] = it.candidates[0]?.[0] ?? "";
      }
      const closed = await ask(admin, base, "deactivate_user", { user, ...named });
      expect([closed.status, closed.body]).toEqual([200, "null"]);
      // Whoever has gone has no session, and each thing that needs an owner has one of those who are here.
      expect((await ask(gone, base, "my_account", {})).status).toBe(401);
      const after = await everybodys(user);
      for (const it of new Set(before)) expect(after, `${leaver} left ${it}`).toContain(it);
      expect((await ask(admin, base, "belongings", { user })).status).toBe(404);
    } finally {
      await admin.dispose();
      await gone.dispose();
      await server.remove();
    }
  });
}
