import type { CDPSession, Page } from "@playwright/test";
import { sessionOf } from "../support/demo";
import { drawFamily, generated, makeCase } from "../support/drawn";
import { enterAs, open, test } from "../support/test";

// How the map feels: frames while dragging on 1,000 people beside an empty page in the same run, the work that each
// movement makes, the time from a key to the picture on a family of 100, and what the page weighs.

const FRAME = 17.5;
const MOVES = 240;

/** Moves the mouse in circles with the button down, and tells the intervals between the frames meanwhile. */
async function drag(page: Page, x: number, y: number): Promise<number[]> {
  await page.evaluate(() => {
    const times: number[] = [];
    (window as unknown as { times: number[] }).times = times;
    const note = (now: number) => {
      times.push(now);
      requestAnimationFrame(note);
    };
    requestAnimationFrame(note);
  });
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let step = 1; step <= MOVES; step++) {
    const turn = (step / 60) * 2 * Math.PI;
    await page.mouse.move(x + 120 * Math.sin(turn), y + 80 * (1 - Math.cos(turn)));
  }
  await page.mouse.up();
  return page.evaluate(() => {
    const { times } = window as unknown as { times: number[] };
    return times.slice(1).map((time, at) => time - (times[at] ?? 0));
  });
}

const share = (intervals: number[]) => (100 * intervals.filter((it) => it <= FRAME).length) / intervals.length;
const median = (all: number[]) => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? Number.NaN;

async function metrics(cdp: CDPSession): Promise<Record<string, number>> {
  const { metrics } = await cdp.send("Performance.getMetrics");
  return Object.fromEntries(metrics.map(({ name, value }) => [name, value * 1000]));
}

/** The main thread's work for each movement, in milliseconds. */
async function work(page: Page, x: number, y: number) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Performance.enable");
  const before = await metrics(cdp);
  const intervals = await drag(page, x, y);
  const after = await metrics(cdp);
  const each = (name: string) => ((after[name] ?? 0) - (before[name] ?? 0)) / MOVES;
  return { share: share(intervals), frames: intervals.length, task: each("TaskDuration"), script: each("ScriptDuration"), layout: each("LayoutDuration") + each("RecalcStyleDuration") };
}

function line(what: string, it: Awaited<ReturnType<typeof work>>) {
  const percent = `${it.share.toFixed(0)} %`.padStart(6);
  console.log(`${what.padEnd(44)}${percent} of ${String(it.frames).padStart(4)} frames${it.task.toFixed(2).padStart(8)} ms a move (script ${it.script.toFixed(2)}, layout and style ${it.layout.toFixed(2)})`);
}

test("dragging on 1,000 people", async ({ page, baseURL }) => {
  const session = await sessionOf("lead");
  const id = await makeCase(session, "Tusen personer", ["Person null"]);
  await drawFamily(session, id, generated(1000));
  await enterAs(page, "lead");

  console.log(`\nDragging for ${MOVES} movements: share of frame intervals up to ${FRAME} ms, main-thread work a move (bar: as an empty page, ≤ 8 ms)`);
  await page.goto(`${baseURL}/robots.txt`);
  line("an empty page", await work(page, 600, 400));

  const began = Date.now();
  await open(page, `/familier/${id}/kart`);
  console.log(`${"1,001 people: opened and alive after".padEnd(44)}${Date.now() - began} ms, ${await page.locator("svg.map [data-person]").count()} of them drawn`);
  await page.waitForFunction(() => !document.querySelector("#map-progress"), undefined, { timeout: 120_000, polling: 500 });
  await page.waitForTimeout(1000);
  const box = await page.locator(".map-surface").boundingBox();
  if (!box) throw new Error("there is no map");
  const empty = await page.evaluate(({ x, y, width, height }) => {
    for (let dy = 20; dy < height - 20; dy += 15) {
      for (let dx = 20; dx < width - 20; dx += 15) {
        if (!document.elementFromPoint(x + dx, y + dy)?.closest("[data-person]")) return { x: x + dx, y: y + dy };
      }
    }
    return { x: x + 10, y: y + 10 };
  }, box);
  line("1,001 people, the map near by", await work(page, empty.x, empty.y));
  const someone = await page.locator("svg.map [data-person]").evaluateAll((all) => {
    const surface = document.querySelector(".map-surface")!.getBoundingClientRect();
    const boxes = all.map((one) => one.querySelector(".symbol, .mark")?.getBoundingClientRect() ?? one.getBoundingClientRect());
    const inside = boxes.find((it) => it.left > surface.left + 200 && it.right < surface.right - 200 && it.top > surface.top + 50 && it.bottom < Math.min(surface.bottom, innerHeight) - 200);
    return inside ? { x: inside.left + inside.width / 2, y: inside.top + inside.height / 2 } : null;
  });
  if (someone) line("1,001 people, one of them carried", await work(page, someone.x, someone.y));
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Vis hele kartet" }).click();
  await page.waitForTimeout(500);
  line("1,001 people, the whole map", await work(page, box.x + 5, box.y + 5));
});

test("from key to picture on a family of 100", async ({ page }) => {
  const session = await sessionOf("lead");
  const id = await makeCase(session, "Hundre personer", ["Person null"]);
  await drawFamily(session, id, generated(100));
  await enterAs(page, "lead");
  await open(page, `/familier/${id}/kart`);
  await page.waitForFunction(() => !document.querySelector("#map-progress"), undefined, { timeout: 120_000, polling: 500 });
  const times: number[] = [];
  for (let round = 0; round < 12; round++) {
    await page.locator(`svg.map [data-person="g0000${round % 9}"]`).focus();
    await page.evaluate(() => {
      const mark = window as unknown as { from: number; until: number };
      mark.until = 0;
      const count = document.querySelectorAll("svg.map [data-person]").length;
      addEventListener("keydown", () => { mark.from = performance.now(); }, { capture: true, once: true });
      const look = () => {
        if (document.querySelectorAll("svg.map [data-person]").length > count) mark.until = performance.now();
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });
    await page.keyboard.press("s");
    await page.waitForFunction(() => (window as unknown as { until: number }).until > 0);
    times.push(await page.evaluate(() => (window as unknown as { from: number; until: number }).until - (window as unknown as { from: number }).from));
    await page.keyboard.press("Escape");
  }
  console.log(`\nFrom the key to the frame with the new person, a family of 100: median ${median(times).toFixed(0)} ms, slowest ${Math.max(...times).toFixed(0)} ms`);
});

test("the weight of the case's map page", async ({ page }) => {
  const session = await sessionOf("lead");
  const id = await makeCase(session, "Vekt", ["Marte"]);
  await enterAs(page, "lead");
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Network.enable");
  const urls = new Map<string, string>();
  const bytes: [string, number][] = [];
  cdp.on("Network.responseReceived", ({ requestId, response }) => urls.set(requestId, response.url));
  cdp.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => bytes.push([urls.get(requestId) ?? "", encodedDataLength]));
  await open(page, `/familier/${id}/kart`);
  await page.waitForLoadState("networkidle");
  const sum = bytes.reduce((sum, [, it]) => sum + it, 0);
  console.log(`\nThe map page over the wire, nothing cached: ${(sum / 1000).toFixed(0)} kB in ${bytes.length} answers (bar: 600 kB)`);
  for (const [url, it] of bytes.sort((a, b) => b[1] - a[1]).slice(0, 12)) {
    console.log(`${(it / 1000).toFixed(1).padStart(9)} kB  ${new URL(url).pathname}`);
  }
});
