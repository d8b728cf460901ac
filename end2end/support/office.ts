import { type ChildProcess, execFile, spawn } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { given } from "./server";

/** A server of one's own: real, not a demonstration, with an empty database in a folder that goes with it. */
export class Office {
  private constructor(
    readonly port: number,
    readonly folder: string,
    private readonly process: ChildProcess,
  ) {}

  get origin(): string {
    return `http://localhost:${this.port}`;
  }

  get logFile(): string {
    return path.join(this.folder, "server.log");
  }

  /** Makes the first administrator by the command, and starts the server. */
  static async start(admin: { email: string; name: string; unit: string; password: string }, settings: Record<string, string>) {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "familiekart-office-"));
    const made = execFile(given("SERVER_BINARY"), [
      ...["user", "create-admin", "--email", admin.email, "--name", admin.name, "--unit", admin.unit],
      ...Office.storage(folder),
    ]);
    made.stdin?.end(`${admin.password}\n`);
    const code = await new Promise((resolve) => made.on("exit", resolve));
    if (code !== 0) throw new Error("the first administrator was not made");
    const port = await freePort();
    const log = fs.openSync(path.join(folder, "server.log"), "a");
    const child = spawn(
      given("SERVER_BINARY"),
      ["serve", "--listen", `127.0.0.1:${port}`, "--site", given("SERVER_SITE"), "--gedcom-import", ...Office.storage(folder)],
      { stdio: ["ignore", log, log], env: { PATH: process.env.PATH, ...settings } },
    );
    const office = new Office(port, folder, child);
    for (let time = 0; time < 200; time++) {
      const answered = await fetch(`${office.origin}/readyz`).then((answer) => answer.ok, () => false);
      if (answered) return office;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`the server did not start: ${office.log()}`);
  }

  private static storage(folder: string): string[] {
    const database = (name: string) => `sqlite://${path.join(folder, name)}?mode=rwc`;
    return [
      ...["--database", database("familiekart.sqlite"), "--keys-database", database("keys.sqlite")],
      ...["--master-key-file", path.join(folder, "master.key")],
    ];
  }

  /** What the server has said. */
  log(): string {
    return fs.readFileSync(this.logFile, "utf8");
  }

  /** Runs a command on its data. */
  command(...words: string[]): Promise<string> {
    return new Promise((resolve, reject) => {
      execFile(given("SERVER_BINARY"), [...words, ...Office.storage(this.folder)], (error, out) => (error ? reject(error) : resolve(out)));
    });
  }

  /** Calls a server function as our own pages do; `cookies` are sent and kept. */
  async call(name: string, fields: Record<string, string> = {}, cookies: Map<string, string> = new Map()) {
    const answer = await fetch(`${this.origin}/api/${name}`, {
      method: "POST",
      redirect: "manual",
      headers: {
        origin: this.origin,
        "content-type": "application/x-www-form-urlencoded",
        cookie: [...cookies].map(([key, value]) => `${key}=${value}`).join("; "),
      },
      body: new URLSearchParams(fields).toString(),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [key, value] = line.split(";")[0].split("=");
      if (value) cookies.set(key, value);
      else cookies.delete(key);
    }
    return { status: answer.status, body: await answer.text() };
  }

  async stop() {
    const ended = new Promise((resolve) => this.process.on("exit", resolve));
    this.process.kill("SIGTERM");
    await ended;
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as net.AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
