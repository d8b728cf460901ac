import { PASSWORD } from "../support/accounts";
import { CASES, casesOf, demoCases, sessionOf } from "../support/demo";
import { BASE, OURS, SESSION_COOKIE, call, send, upload } from "../support/http";
import { enterAs, expect, open, test } from "../support/test";
import { serverLog } from "../support/server";

// What somebody who means harm would try first.

test.describe.configure({ timeout: 120_000 });

const FUNCTIONS = [
  ...["frame", "sign_in", "sign_out", "session_left", "stay", "my_cases"],
  ...["case_front", "case_map", "case_log", "preview_gedcom", "import_gedcom"],
  ...["emergency_place", "search_emergency", "begin_emergency", "end_emergency", "my_notices", "receipt_notice"],
  ...["review_log", "log_check", "begin_log_check"],
];
const FILE = Buffer.from("0 HEAD\n0 @I1@ INDI\n1 NAME Kari /Nordmann/\n0 TRLR\n");

let cases: Awaited<ReturnType<typeof demoCases>>;
let session: string;
test.beforeAll(async () => {
  cases = await demoCases();
  session = await sessionOf("lead");
});

test("a request from another's page is refused, and nothing is done", async () => {
  const strange: Record<string, string>[] = [
    { origin: "https://evil.example" },
    { origin: "null" },
    { origin: BASE.origin.replace("localhost", "localhost.evil.example") },
    { origin: "https://evil.example", "sec-fetch-site": "same-origin" },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
    { "sec-fetch-site": "none" },
    {},
  ];
  const before = (await casesOf(session)).length;
  const type = { "content-type": "application/x-www-form-urlencoded" };
  for (const name of FUNCTIONS) {
    for (const headers of strange) {
      const isFile = name.endsWith("gedcom");
      const body = new URLSearchParams({ id: cases.marte.id, name: "Fra fremmede", everywhere: "true" }).toString();
      const fromFile = () => upload(name, FILE, { name: "Fra fremmede" }, { session, headers: { origin: "", ...headers } });
      const answer = isFile && headers.origin
        ? await fromFile()
        : await send(`/api/${name}`, { method: "POST", session, body, headers: { ...type, ...headers } });
      expect(answer.status, `${name} ${JSON.stringify(headers)}`).toBe(403);
      expect(answer.body).toBe("");
      expect(answer.headers["set-cookie"]).toBeUndefined();
    }
  }
  // Neither signed out nor a case richer.
  expect((await casesOf(session)).length).toBe(before);
});

test("a forged session is no session", async () => {
  const forged = [
    "",
    "x",
    session.slice(0, -1),
    `${session}0`,
    session.toUpperCase() === session ? session.toLowerCase() : session.toUpperCase(),
    `${session.slice(0, -1)}${session.endsWith("0") ? "1" : "0"}`,
    "0".repeat(64),
    "%00",
    "' OR 1=1 --",
    '"quoted"',
    "a".repeat(7000),
    "æøå",
    "../../etc/passwd",
  ];
  for (const token of forged) {
    const headers = { cookie: Buffer.from(`${SESSION_COOKIE}=${token}`).toString("latin1"), ...OURS };
    const what = token.slice(0, 70);
    expect((await send("/familier", { headers })).status, what).toBe(303);
    expect((await send(`/familier/${cases.marte.id}/kart`, { headers })).status, what).toBe(303);
    const answer = await send("/api/case_map", {
      method: "POST",
      headers: { ...headers, "content-type": "application/x-www-form-urlencoded" },
      body: `id=${cases.marte.id}`,
    });
    expect([answer.status, answer.body], what).toEqual([401, '"SignedOut"']);
  }
  // A cookie far beyond every limit is turned away before anything looks at it.
  const huge = await send("/familier", { session: "a".repeat(3_000_000) }).catch(() => undefined);
  expect(huge?.status ?? 431).toBe(431);
  // The wrong name is no cookie of ours.
  expect((await send("/familier", { headers: { cookie: `familiekart=${session}` } })).status).toBe(303);
  // And the right one still is.
  expect((await send("/familier", { session })).status).toBe(200);
});

const HEADERS: Record<string, string | RegExp> = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": /camera=\(\)/,
  "strict-transport-security": /max-age=\d{8}/,
  "x-request-id": /^[0-9a-f-]{36}$/,
};

test("every answer has its security headers", async () => {
  const { id } = cases.marte;
  const addresses = [
    ...["/", "/logg-inn", "/familier", "/familier/importer", `/familier/${id}`, `/familier/${id}/kart`],
    ...[`/familier/${id}/personer`, `/familier/${id}/innsyn`, "/familier/finnes-ikke", "/finnes-ikke"],
    ...["/healthz", "/readyz", "/pkg/app.js", "/pkg/familiekart.css", "/favicon.svg", "/plassering.js", "/finnes-ikke.js", "/api/frame"],
  ];
  for (const address of addresses) {
    const answer = await send(address, { session });
    for (const [name, value] of Object.entries(HEADERS)) expect(answer.headers[name], `${name} of ${address}`).toMatch(value);
    expect(answer.headers["content-security-policy"], address).toMatch(/^default-src 'none'/);
    expect(answer.headers.server, address).toBeUndefined();
  }
  const refused = await call("my_cases", {}, { headers: { origin: "https://evil.example" } });
  for (const [name, value] of Object.entries(HEADERS)) if (name !== "x-request-id") expect(refused.headers[name] ?? "-", `${name} of a refusal`).toMatch(value);
});

test("scripts run only with the answer's own nonce, and no style stands in the markup", async () => {
  const { id } = cases.marte;
  const nonces = new Set<string>();
  const addresses = ["/logg-inn", "/familier", "/familier/importer", "/familier/finnes-ikke", "/finnes-ikke"];
  for (const address of [...addresses, ...["", "/kart", "/personer", "/innsyn"].map((tab) => `/familier/${id}${tab}`)]) {
    const { body, headers } = await send(address, { session: address === "/logg-inn" ? undefined : session });
    const policy = String(headers["content-security-policy"]);
    const nonce = /script-src 'self' 'nonce-([^']+)' 'wasm-unsafe-eval'/.exec(policy)?.[1] ?? "";
    expect(nonce.length, address).toBeGreaterThanOrEqual(22);
    expect(policy).toMatch(/form-action 'self'.*base-uri 'none'.*frame-ancestors 'none'/);
    expect(policy).not.toMatch(/unsafe-inline|'unsafe-eval'|\*|https?:/);
    nonces.add(nonce);
    for (const [, attributes, text] of body.matchAll(/<script([^>]*)>([^]*?)<\/script>/g)) {
      if (text.trim() !== "") expect(attributes, `${address}: ${text.slice(0, 60)}`).toContain(`nonce="${nonce}"`);
    }
    expect(body, address).not.toMatch(/<[^>]+\sstyle=/);
    expect(body, address).not.toMatch(/<style/);
    expect(body, address).not.toMatch(/\son[a-z]+="/);
  }
  expect(nonces.size).toBe(9);
});

test("what is written into an address or a name is text and nothing else", async ({ page, faults }) => {
  faults.expect(/404/);
  const evil = `"><script>document.title='evil'</script><img src=x onerror="document.title='evil'">`;
  const made = await upload("import_gedcom", Buffer.from(`0 HEAD\n1 CHAR UTF-8\n0 @I1@ INDI\n1 NAME ${evil}\n0 TRLR\n`), { name: evil }, { session });
  expect(made.status).toBe(200);
  const id = JSON.parse(made.body) as string;
  await enterAs(page, "lead");
  for (const address of [`/familier/${id}`, `/familier/${id}/kart`, `/familier/${id}/personer`, "/familier", `/familier/${encodeURIComponent(evil)}`, `/logg-inn?til=${encodeURIComponent(evil)}`]) {
    await open(page, address);
    expect(await page.title(), address).not.toBe("evil");
    expect(await page.locator("img[src=x]").count(), address).toBe(0);
  }
  await open(page, `/familier/${id}/personer`);
  await expect(page.locator("h1")).toHaveText(evil);
});

test("files are kept by the browser as long as they may be, pages not at all", async () => {
  const style = await send("/pkg/familiekart.css");
  expect(style.status).toBe(200);
  // A name with a hash never changes; a plain one is asked for again.
  expect(style.headers["cache-control"]).toMatch(/^(no-cache|public, max-age=31536000, immutable)$/);
  const again = await send("/pkg/familiekart.css", { headers: { "if-modified-since": String(style.headers["last-modified"]) } });
  expect([again.status, again.body]).toEqual([304, ""]);
  for (const address of ["/familier", "/logg-inn", `/familier/${cases.marte.id}/kart`]) {
    expect((await send(address, { session })).headers["cache-control"], address).toBe("no-store");
  }
});

test("the server tells that it lives and that it is ready, to anyone, and nothing more", async () => {
  for (const address of ["/healthz", "/readyz"]) {
    const answer = await send(address);
    expect([answer.status, answer.body], address).toEqual([200, "ok"]);
  }
});

test("each request has an id of its own", async () => {
  const ids = await Promise.all([1, 2, 3].map(async () => (await send("/healthz")).headers["x-request-id"]));
  expect(new Set(ids).size).toBe(3);
});

test("a body that is too large is refused", async () => {
  const large = Buffer.alloc(21_500_000, "a");
  for (const name of ["sign_in", "case_map", "my_cases"]) {
    const answer = await call(name, {}, { session, body: large }).catch(() => undefined);
    if (answer) {
      expect(answer.status, name).toBeGreaterThanOrEqual(400);
      expect(answer.status, name).toBeLessThan(500);
    }
  }
  expect((await send("/healthz")).status).toBe(200);
});

test("nonsense in the place of arguments gets a clear no", async () => {
  for (const name of FUNCTIONS) {
    for (const [type, body] of [
      ["application/json", '{"id":1}'],
      ["application/json", "{"],
      ["text/plain", "\0\0\0"],
      ["application/x-www-form-urlencoded", "%%%=%ff&id"],
      ["application/x-www-form-urlencoded", "id=1&id=2"],
      ["application/x-www-form-urlencoded", ""],
      ["multipart/form-data; boundary=x", "--x\r\nnonsense"],
      ["multipart/form-data; boundary=x", '--x\r\ncontent-disposition: form-data; name="file"\r\n\r\n0 HEAD'],
      ["multipart/form-data", "--x"],
      ["multipart/form-data; boundary=", ""],
    ]) {
      const answer = await send(`/api/${name}`, { method: "POST", session: name === "sign_out" ? undefined : session, body, headers: { ...OURS, "content-type": type } });
      expect(answer.status, `${name} ${type} ${body}: ${answer.body}`).toBeLessThan(500);
    }
  }
});

test("nonsense in the place of an id leads nowhere", async () => {
  const ids = [
    ...["%00", "%00%00", "../..", "..%2f..%2fetc%2fpasswd", "%2e%2e%2f", "%ff%fe", "%F0%9F%98%80", "a".repeat(6000), "-1", "0", "null"],
    ...["%27%20OR%201%3D1--", "%3Cscript%3E", "%0d%0aset-cookie:%20x=y", `${cases.marte.id}%00`, `%20${cases.marte.id}`, cases.marte.id.toUpperCase()],
  ];
  for (const id of ids) {
    for (const tab of ["", "/kart", "/personer", "/innsyn"]) {
      const answer = await send(`/familier/${id}${tab}`, { session });
      expect(answer.status, `${id.slice(0, 60)}${tab}`).toBe(404);
      expect(answer.body).not.toContain(CASES.marte.title);
      expect(answer.headers["set-cookie"]).toBeUndefined();
    }
    let plain = id;
    try {
      plain = decodeURIComponent(id);
    } catch {
      // Not text in any case.
    }
    for (const name of ["case_front", "case_map", "case_log"]) {
      const answer = await call(name, { id: plain, reason: "\0" }, { session });
      expect([answer.status, answer.body], `${name} ${id.slice(0, 60)}`).toEqual([404, '"NotFound"']);
    }
  }
  // No browser sends this; it is answered by an empty page.
  const up = await send("/familier/..", { session });
  expect([up.status < 500, up.body.includes("<h1"), up.body.includes(cases.marte.id)]).toEqual([true, false, false]);
  for (const address of ["/../../etc/passwd", "/pkg/../../Cargo.toml", "/pkg/%2e%2e/%2e%2e/Cargo.toml", "//evil.example/", "/pkg/", "/api/", "/api/nothing"]) {
    expect((await send(address, { session })).status, address).toBe(404);
  }
});

test("forty at once get their pages, four hundred times", async () => {
  const addresses = ["/familier", "/familier/importer", "/logg-inn", `/familier/${cases.marte.id}`, "/familier/finnes-ikke"];
  const answers: Record<string, number> = {};
  for (let round = 0; round < 10; round++) {
    const all = await Promise.all(Array.from({ length: 40 }, (_, at) => send(addresses[at % addresses.length], { session })));
    for (const { status } of all) answers[status] = (answers[status] ?? 0) + 1;
  }
  expect(answers).toEqual({ 200: 320, 404: 80 });
});

test("in the server's log there is no panic, no name and no password", async () => {
  // Without the greeting, which tells how to sign in to the demonstration.
  const log = serverLog().split("\n").filter((line) => /^\d{4}-\d\d-\d\dT|panicked/.test(line)).join("\n");
  expect(log.length).toBeGreaterThan(1000);
  expect(log.split("\n").filter((line) => /panicked/.test(line))).toEqual([]);
  for (const secret of ["Marte", "Lyngtjernvik", PASSWORD, session, "saksansvarlig@"]) {
    expect(log.includes(secret), secret).toBe(false);
  }
});
