import { execFile } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { promisify } from "node:util";

/** The program under test, its data and what it has said: given by `cargo xtask test`. */
export function given(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run the tests with «cargo xtask test»`);
  return value;
}

/** Runs the program's command line on the data of the server under test. */
export async function familiekart(...words: string[]): Promise<string> {
  const data = given("SERVER_DATA");
  const database = (name: string) => `sqlite://${path.join(data, name)}?mode=rwc`;
  const storage = [
    ...["--database", database("familiekart.sqlite"), "--keys-database", database("keys.sqlite")],
    ...["--master-key-file", path.join(data, "master.key")],
  ];
  const { stdout } = await promisify(execFile)(given("SERVER_BINARY"), [...words, ...storage]);
  return stdout;
}

/** What the server has written to its log so far. */
export function serverLog(): string {
  return fs.readFileSync(given("SERVER_LOG"), "utf8");
}
