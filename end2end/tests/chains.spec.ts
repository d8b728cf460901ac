import { familiekart, serverLog } from "../support/server";
import { expect, test } from "../support/test";

// After everything that the other tests have done to it.

test("the access log is as it was written, and every record is what its edits add up to", async () => {
  expect(await familiekart("log", "verify")).toMatch(/^The log is as it was written: \d+ chains\.\n$/);
  expect(await familiekart("record", "verify")).toMatch(/^\d+ records are what their edits add up to\.\n$/);
});

test("the server never panicked", () => {
  expect(serverLog().split("\n").filter((line) => line.includes("panicked"))).toEqual([]);
});
