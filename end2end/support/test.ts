import { expect, test as base } from "@playwright/test";
import { Faults } from "./faults";

/**
 * Playwright's `test`, except that every test fails on an unexpected console error, page error or failed answer.
 * A test that provokes one names it: `faults.expect(/answer: 403/)`.
 */
export const test = base.extend<{ faults: Faults }>({
  faults: [
    async ({ page }, use) => {
      const faults = new Faults(page);
      await use(faults);
      expect(faults.unexpected(), "faults in the page").toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
export { expectNoAxeViolations } from "./axe";
export { enterAs, inTheHand, open, overflow, picture, ready, signIn, speak } from "./pages";
