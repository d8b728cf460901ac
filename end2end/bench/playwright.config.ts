import base from "../playwright.config";

// What is measured in a browser, one after the other and by itself: started by `cargo xtask bench --only map`.
export default {
  ...base,
  testDir: ".",
  testMatch: /\.bench\.ts$/,
  workers: 1,
  fullyParallel: false,
  timeout: 300_000,
  projects: [{ name: "desktop", use: { ...base.projects?.[0]?.use } }],
};
