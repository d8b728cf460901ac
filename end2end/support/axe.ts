import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

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
    const axe = new AxeBuilder({ page });
    const { violations } = await (scheme === "light" ? axe.withTags(TAGS) : axe.withRules(OF_COLOURS)).analyze();
    const found = violations
      .map(({ id, help, nodes }) => ({ id, help, where: nodes.map((node) => node.html).filter((html) => !isKnown(id, html)) }))
      .filter(({ where }) => where.length > 0);
    expect(found, `axe on ${page.url()} in ${scheme} colours`).toEqual([]);
  }
  await setScheme(page, before);
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
