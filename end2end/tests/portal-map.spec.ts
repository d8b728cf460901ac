import { sessionOf } from "../support/demo";
import { call, send } from "../support/http";
import { AtHome, invite, makeHome } from "../support/portal";
import { expect, test } from "../support/test";
import { found } from "../support/viewers";

// What staff draw comes to each parent's own map at once: what is for them, and of the rest nothing in any page, file,
// number or id. After every step the map at home is the one that staff see as «slik [navn] ser det».

interface Record {
  people: { [id: string]: { called?: string; name?: { known?: string } } };
  bonds?: object;
}

test("step by step each parent's own map holds what is for them, and no more @once", async () => {
  const session = await sessionOf("lead");
  const home = await makeHome(session, "Gunnvor", "Sigbjørn");
  const parents = await Promise.all(
    ["Gunnvor", "Sigbjørn"].map(async (name) => {
      const browser = new AtHome();
      const mail = `kart-${name.toLowerCase().replace("ø", "o")}-${Date.now().toString(36)}@example.no`;
      await browser.enter((await invite(session, home, name)).code, mail);
      return { name, person: home.people.get(name) ?? "", browser, base: await browser.home(), sees: new Set(["Gunnvor", "Sigbjørn"]) };
    }),
  );
  const [her, him] = parents;
  const everybody: string[] = [];

  const steps: { edits: object[]; key: string }[] = [];
  const draw = async (edits: object[]) => {
    const step = { key: `portal-${steps.length}-${home.id.slice(-6)}`, edits };
    steps.push(step);
    const answer = await call("draw_map", { id: home.id, step: JSON.stringify(step) }, { session });
    expect([answer.status, JSON.parse(answer.body).declined], answer.body.slice(0, 300)).toEqual([200, null]);
  };
  const origin = (audience: string[]) => ({ teller: "team", audience, source: "statement" });
  const person = (id: string, name: string, audience: string[]) => ({
    add: { person: { id, symbol: "female", life: "alive", name: { known: name }, origin: origin(audience) } },
  });

  const check = async (when: string) => {
    for (const { name, person, browser, base, sees } of parents) {
      const where = `${when}: ${name}`;
      const hidden = everybody.filter((it) => !sees.has(it));
      const file = await browser.get(`${base}/mine-opplysninger/fil`);
      const { map } = JSON.parse(file.body) as { map: Record };
      const named = (record: Record) => Object.values(record.people).map((it) => it.called ?? it.name?.known ?? "").sort();
      expect(named(map), where).toEqual([...sees].sort());
      // Staff's «slik [navn] ser det» is the same map.
      const seen = JSON.parse((await call("seen_map", { id: home.id, person }, { session })).body) as { record: Record };
      expect(Object.keys(seen.record.people).sort(), where).toEqual(Object.keys(map.people).sort());
      for (const page of ["/kart", "/kart?vis=nettverk", "/kart?vis=okokart", "/kart/tegning", "/mine-opplysninger/alt", "", "/plan"]) {
        const answer = await browser.get(`${base}${page}`);
        expect(answer.status, `${where} ${page}`).toBe(200);
        expect(found(answer, hidden), `${where} ${page}`).toEqual([]);
      }
      expect(found(file, hidden), where).toEqual([]);
      const read = (await browser.get(`${base}/kart`)).body;
      expect(read, where).toMatch(new RegExp(`${sees.size} [^.]*på kartet`));
      for (const it of sees) expect(read, `${where} reads of ${it}`).toContain(it);
      const drawing = (await browser.get(`${base}/kart/tegning`)).body;
      for (const it of sees) expect(drawing, `${where} sees ${it} drawn`).toContain(it);
    }
  };
  const add = async (id: string, name: string, audience: string[], of: typeof parents) => {
    everybody.push(name);
    for (const it of of) it.sees.add(name);
    await draw([person(id, name, audience)]);
    await check(`after ${name}`);
  };

  await check("at first");
  const [hers, his] = [`person:${her.person}`, `person:${him.person}`];
  await add("pm1", "Oddlaug", ["team", hers, his], [her, him]);
  await add("pm2", "Torvald", ["team"], []);
  await add("pm3", "Ragnfrid", ["team", hers], [her]);
  await add("pm4", "Ansgar", ["team", his], [him]);
  await add("pm5", "Hallgerd", ["lead"], []);

  // A tie between one whom both see and one whom only she sees is hers.
  await draw([{ add: { partnership: { id: "pt1", a: "pm1", b: "pm3", kind: "married", origin: origin(["team", hers]) } } }]);
  await check("after a tie of hers");
  const fileOf = async (it: (typeof parents)[number]) => (await it.browser.get(`${it.base}/mine-opplysninger/fil`)).body;
  expect(await fileOf(her)).toContain('"pt1"');
  expect(await fileOf(him)).not.toMatch(/pt1|pm[235]/);

  // Taken back by who drew it: gone from hers too; drawn again: there again.
  expect((await call("go_map", { id: home.id, again: "false" }, { session })).status).toBe(200);
  expect(await fileOf(her)).not.toContain('"pt1"');
  expect((await call("go_map", { id: home.id, again: "true" }, { session })).status).toBe(200);
  expect(await fileOf(her)).toContain('"pt1"');

  // Where one reads from right to left, left and right of the map stay where they are.
  const places = async () => {
    const drawing = (await her.browser.get(`${her.base}/kart/tegning`)).body;
    return [...drawing.matchAll(/<text class="name" x="([-\d.]+)" y="([-\d.]+)"/g)].map(([, x, y]) => `${x} ${y}`);
  };
  const before = await places();
  expect(before.length).toBe(her.sees.size);
  await her.browser.get(`/min-side/sprak?til=ar&side=${her.base}/kart`);
  expect((await her.browser.get(`${her.base}/kart`)).body).toMatch(/<html[^>]* dir="rtl"/);
  expect(await places()).toEqual(before);
  await her.browser.get(`/min-side/sprak?til=nb&side=${her.base}/kart`);

  // And whoever has no way in any more gets nothing of what is drawn from then on.
  const ended = await call("end_portal_access", { id: home.id, person: him.person }, { session });
  expect(ended.status, ended.body).toBe(200);
  await draw([person("pm6", "Solbjørg", ["team", hers, his])]);
  for (const page of ["", "/kart", "/kart/tegning", "/mine-opplysninger/fil"]) {
    const answer = await him.browser.get(`${him.base}${page}`);
    expect(answer.status, page).toBe(403);
    expect(found(answer, ["Solbjørg", "Oddlaug", "Ansgar"]), page).toEqual([]);
  }
  // Nor does the stream of staff's map open for somebody at home.
  const cookie = [...her.browser.cookies].map(([key, value]) => `${key}=${value}`).join("; ");
  expect((await send(`/hendelser?mappe=${home.id}`, { headers: { cookie } })).status).toBe(401);
});
