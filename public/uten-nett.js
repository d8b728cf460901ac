// The service worker of /uten-nett, the one page that opens without network. It keeps that page and the program that
// the page runs: files that are the same for everybody. It answers for nothing else, and no data ever passes into it:
// what is asked of /api/ goes by it to the network.
const PAGE = "/uten-nett";
const NAME = "familiekart-uten-nett-";
/** What the page shows without naming it in its head. */
const BESIDE = ["/icons/icons.svg", "/icons/mark.svg", "/favicon.svg"];
/** A page that takes longer is shown as it was kept: coverage at a home visit comes and goes. */
const PATIENCE_MS = 4000;
const isProgram = (path) => path.startsWith("/pkg/") || BESIDE.includes(path);
/** A name that changes with the content: what was kept under it is right for ever. */
const isHashed = (path) => /-[0-9a-f]{8,}\.\w+$/.test(path);

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

// Before a copy is made its page asks whether all of this is here.
self.addEventListener("message", (event) => {
  if (event.data !== "prepare") return;
  const [port] = event.ports;
  event.waitUntil(fetch(PAGE).then(keep).then(() => port.postMessage(true), () => port.postMessage(false)));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate" && pathname === PAGE) event.respondWith(page(event));
  else if (isProgram(pathname)) event.respondWith(program(request, pathname));
});

/** The page as the server has it, or as it was kept. */
async function page(event) {
  const kept = await caches.match(PAGE, { ignoreVary: true });
  const fresh = fetch(event.request).then((answer) => {
    if (!answer.ok || answer.redirected) throw new Error("not the page");
    return answer;
  });
  // A newer program is fetched whole before it takes the place of the older one.
  const copy = fresh.then((answer) => answer.clone());
  event.waitUntil(copy.then(keep).catch(() => undefined));
  if (!kept) return fresh;
  const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS, kept));
  return Promise.race([fresh.catch(() => kept), patience]);
}

async function program(request, path) {
  const kept = () => caches.match(path, { ignoreVary: true });
  if (isHashed(path)) return (await kept()) ?? fetch(request);
  return fetch(request).catch(async (error) => {
    const answer = await kept();
    if (answer) return answer;
    throw error;
  });
}

/** Keeps the page with all that it needs, under its version; nothing where any of it cannot be had. */
async function keep(answer) {
  if (!answer.ok || answer.redirected) throw new Error("not the page");
  const text = await answer.clone().text();
  const version = /data-version="([^"]+)"/.exec(text)?.[1] ?? "";
  const cache = await caches.open(NAME + version);
  const seen = new Set();
  const fetchAll = async (addresses) => {
    const next = addresses.filter((path) => isProgram(path) && !seen.has(path) && seen.add(path));
    await Promise.all(next.map(async (path) => {
      const answer = (isHashed(path) && (await cache.match(path))) || (await fetch(path, { cache: "no-cache" }));
      if (!answer.ok) throw new Error(path);
      await cache.put(path, answer.clone());
      await fetchAll(await named(path, answer));
    }));
  };
  const inHead = [...text.matchAll(/(?:href|src)="([^"#]+)"|'(\/pkg\/[^']+)'/g)].map((found) => found[1] ?? found[2]);
  try {
    await fetchAll([...inHead, ...BESIDE]);
  } catch (error) {
    // A part of a program is of no use; the one that was kept before still is.
    if (!(await cache.match(PAGE))) await caches.delete(NAME + version);
    throw error;
  }
  // The page comes last: what it needs is here by now.
  await cache.put(PAGE, answer);
  const old = (await caches.keys()).filter((name) => name.startsWith(NAME) && name !== NAME + version);
  await Promise.all(old.map((name) => caches.delete(name)));
}

/** What a script imports and a style sheet shows. */
async function named(path, answer) {
  const pattern = path.endsWith(".js")
    ? /(?:from|import)\s*\(?\s*["'](\.{1,2}\/[^"']+)["']/g
    : path.endsWith(".css") ? /url\(["']?([^"')]+)["']?\)/g : undefined;
  if (!pattern) return [];
  const base = new URL(path, self.location.origin);
  const found = [...(await answer.text()).matchAll(pattern)].map((match) => new URL(match[1], base));
  return found.filter(({ origin }) => origin === self.location.origin).map(({ pathname }) => pathname);
}
