import { defineConfig, devices } from "@playwright/test";

// Started by `cargo xtask test`, which gives the server's address, its program, data and log, and the browser.
const chromium = process.env.CHROMIUM;

/** What is done with a phone in the hand: at home, on the way, at the kitchen table. Every page is seen at its size in pages.spec. */
const PHONE = [
  ...[/calendar\.spec/, /day\.spec/, /drawing\.spec/, /gestures\.spec/, /map\.spec/, /network\.spec/, /offline\.spec/, /pages\.spec/],
  ...[/people\.spec/, /plan\.spec/, /portal\.spec/, /portal-own\.spec/, /portal-passkey\.spec/, /search\.spec/, /sign-in\.spec/],
  ...[/start\.spec/, /talks\.spec/, /time\.spec/],
];
/** What is seen when everything else is done. */
const LAST = /chains\.spec/;

const desktop = { ...devices["Desktop Chrome"], viewport: { width: 1280, height: 800 } };

export default defineConfig({
  testDir: "./tests",
  // On a machine whose two cores do everything at once a test is tried once more; what needed it is told as «flaky» at
  // the end, with its pictures and trace, and is a fault to be found.
  retries: 1,
  workers: 2,
  fullyParallel: true,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [["list"]],
  use: {
    baseURL: process.env.BASE_URL ?? "http://localhost:3000",
    locale: "nb-NO",
    timezoneId: "Europe/Oslo",
    screenshot: "only-on-failure",
    trace: "on-first-retry",
    launchOptions: {
      executablePath: chromium,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  projects: [
    { name: "desktop", testIgnore: LAST, grepInvert: /@alone/, use: desktop },
    {
      name: "phone",
      testMatch: PHONE,
      grepInvert: /@alone|@once/,
      use: { ...devices["Desktop Chrome"], viewport: { width: 390, height: 844 }, hasTouch: true },
    },
    // What would disturb the others: it ends sessions and locks accounts.
    { name: "alone", testIgnore: LAST, grep: /@alone/, dependencies: ["desktop", "phone"], workers: 1, use: desktop },
    { name: "last", testMatch: LAST, dependencies: ["alone"], use: desktop },
  ],
});
