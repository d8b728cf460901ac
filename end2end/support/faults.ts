import type { Page, Response } from "@playwright/test";

/** What went wrong in a page without anybody looking: console errors, page errors, failed answers. */
export class Faults {
  private readonly seen: string[] = [];
  private readonly expected: RegExp[] = [];

  constructor(page: Page) {
    page.on("console", (message) => {
      if (message.type() === "error") this.seen.push(`console: ${message.text()} (${message.location().url})`);
    });
    page.on("pageerror", (error) => this.seen.push(`page: ${error.message}`));
    page.on("response", (response) => this.answer(response));
    page.on("requestfailed", (request) => {
      const why = request.failure()?.errorText ?? "failed";
      // A request that the page itself gave up by moving on.
      if (why !== "net::ERR_ABORTED") this.seen.push(`request: ${request.url()}: ${why}`);
    });
  }

  /** A test that provokes a fault says which. */
  expect(fault: RegExp) {
    this.expected.push(fault);
  }

  /** Everything that nobody expected. */
  unexpected(): string[] {
    return this.seen.filter((fault) => !this.expected.some((known) => known.test(fault)));
  }

  private answer(response: Response) {
    if (response.status() >= 400) this.seen.push(`answer: ${response.status()} ${response.url()}`);
  }
}
