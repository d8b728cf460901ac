import { demoCases, sessionOf } from "../support/demo";
import { call, send } from "../support/http";
import { enterAs, expect, expectNoAxeViolations, open, overflow, test } from "../support/test";

// A calendar goes out to another program, and busy times come in from one.

test.describe.configure({ mode: "serial" });

const fetched = async (address: string) => send(new URL(address).pathname);
const ics = (start: string, end: string) =>
  Buffer.from(
    ["BEGIN:VCALENDAR", "VERSION:2.0", "BEGIN:VEVENT", "UID:1", "SUMMARY:Tannlege", `DTSTART:${start}`, `DTEND:${end}`, "END:VEVENT", "END:VCALENDAR", ""].join("\r\n"),
  );

test("a family's calendar is made, fetched without signing in, made anew and switched off", async ({ page }) => {
  const { amna } = await demoCases();
  await enterAs(page, "lead");
  await open(page, `/familier/${amna.id}/meldinger`);
  const feeds = page.locator("section[aria-labelledby=feeds]");
  const first = feeds.getByRole("listitem").first();
  await first.getByRole("button", { name: "Lag adresse" }).click();
  const field = first.getByLabel("Adresse til kalenderen");
  await expect(field).toHaveValue(/\/kalender\/feed\/[0-9a-f]{64}\.ics$/);
  const address = await field.inputValue();
  const answer = await fetched(address);
  expect(answer.status).toBe(200);
  expect(answer.headers["content-type"]).toBe("text/calendar; charset=utf-8");
  expect(answer.headers["cache-control"]).toBe("no-store");
  expect(answer.body).toContain("BEGIN:VTIMEZONE");
  for (const word of ["Amna", "Drømmehuset", "COS", amna.id]) expect(answer.body).not.toContain(word);
  await expectNoAxeViolations(page);
  expect(await overflow(page)).toBe(0);

  // The address is shown once; a new one ends it.
  await page.reload();
  await expect(first.getByText("Kalenderen er hentet.")).toBeVisible();
  await expect(field).toHaveCount(0);
  await first.getByRole("button", { name: "Lag ny adresse" }).click();
  await expect(field).toBeVisible();
  const renewed = await field.inputValue();
  expect([(await fetched(address)).status, (await fetched(renewed)).status]).toEqual([404, 200]);
  await first.getByRole("button", { name: "Slå av" }).click();
  await expect(first.getByText("Ingen adresse er laget.")).toBeVisible();
  expect((await fetched(renewed)).status).toBe(404);
  const rows = JSON.parse((await call("case_feeds", { id: amna.id }, { session: await sessionOf("lead") })).body);
  expect(rows.rows.every((row: { since: string | null }) => row.since === null)).toBe(true);
});

test("one's own calendar goes out, and busy times come in, are replaced and deleted", async ({ page, faults }) => {
  faults.expect(/422/);
  const session = await sessionOf("lead");
  const stored = async () => JSON.parse((await call("my_feed", {}, { session })).body);
  await call("revoke_my_feed", {}, { session });
  await enterAs(page, "lead");
  await open(page, "/konto");
  const feed = page.locator("section[aria-labelledby=feed]");
  await feed.getByRole("button", { name: "Lag adresse" }).click();
  const address = await page.locator("#feed-address").inputValue();
  const answer = await fetched(address);
  expect(answer.status).toBe(200);
  // The parent groups of the autumn stand there, under no name.
  expect(answer.body).toContain("BEGIN:VEVENT");
  for (const word of ["COS", "tirsdag"]) expect(answer.body).not.toContain(word);
  expect((await stored()).since).not.toBeNull();

  const busy = page.locator("section[aria-labelledby=busy]");
  await busy.getByRole("button", { name: "Les filen" }).click();
  await expect(busy.getByRole("alert")).toContainText("Velg en kalenderfil først");
  await page.locator("#busy-file").setInputFiles({ name: "a.ics", mimeType: "text/calendar", buffer: Buffer.from("hei") });
  await busy.getByRole("button", { name: "Les filen" }).click();
  await expect(busy.getByRole("alert")).toContainText("ikke en kalenderfil");
  expect((await stored()).busy).toBeNull();
  await page.locator("#busy-file").setInputFiles({ name: "a.ics", mimeType: "text/calendar", buffer: ics("20261125T100000", "20261125T110000") });
  await busy.getByRole("button", { name: "Les filen" }).click();
  await expect(busy.getByText("1 opptatte tider")).toBeVisible();
  await expectNoAxeViolations(page);
  expect(await overflow(page)).toBe(0);
  expect((await stored()).busy).toMatchObject({ count: 1, passed_over: 0 });
  await page.locator("#busy-file").setInputFiles({ name: "b.ics", mimeType: "text/calendar", buffer: Buffer.from("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n") });
  await busy.getByRole("button", { name: "Bytt ut med denne filen" }).click();
  await expect(busy.getByText("0 opptatte tider")).toBeVisible();
  await busy.getByRole("button", { name: "Slett tidene" }).click();
  await expect(busy.getByRole("button", { name: "Les filen" })).toBeVisible();
  expect((await stored()).busy).toBeNull();

  await feed.getByRole("button", { name: "Slå av" }).click();
  await expect(page.locator("#feed-address")).toHaveCount(0);
  expect((await fetched(address)).status).toBe(404);
});
