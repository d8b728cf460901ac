import type { APIRequestContext, Browser, Page } from "@playwright/test";
import { ACCOUNTS, PASSWORD } from "../support/accounts";
import { CASE_KEYS, CASES } from "../support/demo";
import { given, OwnServer } from "../support/own-server";
import { expect, expectNoAxeViolations, overflow, picture, test } from "../support/test";

// The plans of the demonstration's families, each proposed by staff and said yes to by those who may: on a server of its
// own, since a yes is everybody's to see.

interface Standing {
  approver: { who: string; person: string };
  name: string;
  version: [string, number] | null;
  answer: string | null;
  recorded_by: string;
}

interface Part {
  id: string;
  part: { audience: string[]; body: { part: string } };
}

async function callAt(request: APIRequestContext, base: string, name: string, fields: Record<string, string>) {
  const answer = await request.post(`${base}/api/${name}`, { form: fields, headers: { origin: base } });
  expect(answer.status(), `${name}: ${await answer.text()}`).toBe(200);
  return JSON.parse((await answer.text()) || "null");
}

/** The address that the demonstration gives to somebody with this name. */
const emailOf = (name: string) =>
  `${name.split(" ")[0].toLowerCase().replace(/[åá]/g, "a").replace("ø", "o").replace("æ", "ae")}@example.no`;

async function home(browser: Browser, base: string, name: string, javaScriptEnabled: boolean): Promise<Page> {
  const context = await browser.newContext({ javaScriptEnabled, locale: "nb-NO", viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  await page.goto(`${base}/min-side/logg-inn`);
  await page.getByLabel("E-postadressen din").fill(emailOf(name));
  await page.getByLabel("Passord").fill(PASSWORD);
  await page.getByRole("button", { name: "Gå videre" }).click();
  const shown = await page.getByText(/Koden er \d{6}/).innerText();
  await page.getByLabel("Kode", { exact: true }).fill(shown.match(/\d{6}/)?.[0] ?? "");
  await page.getByRole("button", { name: "Logg inn" }).click();
  return page;
}

test("the plans of the five families are proposed and said yes to by those who may, on a phone", { tag: "@once" }, async ({ browser }, info) => {
  test.setTimeout(300_000);
  const server = new OwnServer(given("SERVER_SITE"));
  await server.start();
  try {
    const { base } = server;
    const staff = (await browser.newContext()).request;
    await callAt(staff, base, "sign_in", { email: ACCOUNTS.lead, password: PASSWORD });
    const cases = (await callAt(staff, base, "my_cases", {})) as { id: string; name: string }[];
    const told: string[] = [];
    let scripted = false;
    for (const key of CASE_KEYS) {
      const id = cases.find((it) => it.name === CASES[key].title)?.id;
      if (!id) continue;
      const plan = async () => (await callAt(staff, base, "case_plan", { id })) as { parts: Part[]; standing: Standing[] };
      if ((await plan()).parts.length === 0) continue;
      const { standing, parts } = await plan();
      // What all have said yes to before is changed, so that there is something to say yes to.
      if (standing.every((it) => it.answer !== null)) {
        const goal = parts.find((it) => it.part.body.part === "goal");
        const action = {
          part: "action", goal: goal?.id ?? "", words: "En samtale til før jul", doer: { who: "service", name: "Familiesenteret", person: "" }, stand_in: "",
          deadline: { year: 2026, month: 12, day: 15 }, status: "waiting", late_because: "", child: null, by_law: null,
        };
        const part = { teller: "team", audience: goal?.part.audience ?? [], withdrawn: false, body: action };
        const written = await staff.post(`${base}/api/write_plan_part`, { data: { id, which: null, part }, headers: { origin: base } });
        expect(written.status(), await written.text()).toBe(200);
      }
      if (standing.every((it) => it.version === null || it.answer !== null)) await callAt(staff, base, "propose_plan", { id });
      const asked = (it: Standing) => it.version !== null;
      for (const row of (await plan()).standing.filter(asked)) {
        if (row.approver.who !== "person") {
          // Somebody outside: staff write down what they said, marked so.
          const fields = { id, version: row.version?.[0], approver: row.approver, kind: "approve", words: "" };
          const answer = await staff.post(`${base}/api/answer_plan`, { data: fields, headers: { origin: base } });
          expect(answer.status(), await answer.text()).toBe(200);
          told.push(`${key}: ${row.approver.who} for ${row.name}, written down by staff`);
          continue;
        }
        scripted = !scripted;
        const phone = await home(browser, base, row.name, scripted);
        // The way into this case, where there are several.
        const ways = await phone.locator("nav.portal-languages a.ds-chip[href^='/min-side/0']").evaluateAll((all) => all.map((it) => it.getAttribute("href") ?? ""));
        let said = false;
        for (const way of ways.length > 0 ? ways : [""]) {
          if (way) await phone.goto(`${base}${way}`);
          await phone.getByRole("link", { name: "Planen", exact: true }).click();
          const yes = phone.getByRole("button", { name: "Ja, dette er jeg med på" });
          if ((await yes.count()) === 0) continue;
          if (scripted) await expectNoAxeViolations(phone);
          expect(await overflow(phone)).toBe(0);
          await picture(phone, info, `${key}-${emailOf(row.name).split("@")[0]}`, true);
          await yes.click();
          await expect(phone.getByText("Du har sagt ja til planen.")).toBeVisible();
          said = true;
          await phone.goto(`${base}/min-side/sprak?til=ar&side=${new URL(phone.url()).pathname}`);
          await expect(phone.locator("html")).toHaveAttribute("dir", "rtl");
          expect(await overflow(phone)).toBe(0);
          await picture(phone, info, `${key}-${emailOf(row.name).split("@")[0]}-ar`, true);
          await phone.goto(`${base}/min-side/sprak?til=nb&side=${new URL(phone.url()).pathname}`);
        }
        await phone.context().close();
        if (said) told.push(`${key}: ${row.name}`);
      }
      for (const row of (await plan()).standing.filter(asked)) {
        expect(row.answer, `${key}: ${row.name}`).toBe("approve");
        // Marte's had been written down at the table before.
        const own = told.includes(`${key}: ${row.name}`);
        expect(row.recorded_by === "", `${key}: ${row.name}`).toBe(own);
      }
    }
    await info.attach("who said yes", { body: told.join("\n"), contentType: "text/plain" });
    expect(told.filter((it) => it.includes("child_welfare"))).toHaveLength(1);
    expect(new Set(told.map((it) => it.split(":")[0])).size).toBeGreaterThanOrEqual(5);
  } finally {
    await server.remove();
  }
});
