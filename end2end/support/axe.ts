import fs from "node:fs";
import { createRequire } from "node:module";
import type axe from "axe-core";
import { expect, type Page } from "@playwright/test";

const AXE = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The rules that the law names (WCAG 2.2 A and AA) and the good practice beside them. */
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Of these alone the answer depends on the colours: in dark no other rule finds anything that light does not. */
const OF_COLOURS = ["color-contrast", "link-in-text-block"];

type Scheme = "light" | "dark";

/**
 * A person on the map is read out as a sentence that tells the age after the name; on paper the age stands in the
 * symbol, before it. The name in that sentence is asserted in `map.spec.ts`, which is what the rule is there for.
 */
const isKnown = (rule: string, html: string) =>
  rule === "label-content-name-mismatch" && / data-(person|item)=/.test(html);

/** Fails when axe finds anything on the page as it stands, in light or in dark colours. */
export async function expectNoAxeViolations(page: Page, schemes: readonly Scheme[] = ["light", "dark"]) {
  const before = await page.evaluate(() => document.documentElement.getAttribute("data-color-scheme"));
  for (const scheme of schemes) {
    await setScheme(page, scheme);
    const runOnly: axe.RunOnly = scheme === "light" ? { type: "tag", values: TAGS } : { type: "rule", values: OF_COLOURS };
    const found = (await violations(page, runOnly))
      .map(({ id, help, nodes }) => ({ id, help, where: nodes.map((node) => node.html).filter((html) => !isKnown(id, html)) }))
      .filter(({ where }) => where.length > 0);
    expect(found, `axe on ${page.url()} in ${scheme} colours`).toEqual([]);
  }
  await setScheme(page, before);
}

/** What axe finds. Nothing of ours is in a frame of its own, so that one run sees everything. */
async function violations(page: Page, runOnly: axe.RunOnly): Promise<axe.Result[]> {
  expect(page.frames(), "axe looks at one frame").toHaveLength(1);
  if (await page.evaluate(() => !("axe" in window))) await page.evaluate(AXE);
  return page.evaluate(async (only) => {
    const run = (window as unknown as { axe: typeof axe }).axe.run;
    return (await run(document, { runOnly: only, resultTypes: ["violations"] })).violations;
  }, runOnly);
}

/** Switches the colours at once: a contrast measured halfway through a transition is nobody's contrast. */
async function setScheme(page: Page, scheme: string | null) {
  await page.evaluate(async (wanted) => {
    const root = document.documentElement;
    if (wanted === null) root.removeAttribute("data-color-scheme");
    else root.setAttribute("data-color-scheme", wanted);
    await Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => undefined)));
  }, scheme);
}
