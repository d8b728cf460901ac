import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";

/** A server that a test may stop, start again and give another site folder: the one under test is everybody's. */
export class OwnServer {
  private process?: ChildProcess;
  private readonly data = fs.mkdtempSync(path.join(os.tmpdir(), "familiekart-own-"));
  private port = 0;

  constructor(
    private site: string,
    /** Databases that it shares with other nodes, and the key that they share; without them it has files of its own. */
    private readonly shared?: { database: string; keys: string; master: string },
  ) {}

  get base(): string {
    return `http://localhost:${this.port}`;
  }

  async start(site = this.site) {
    this.site = site;
    this.port ||= await freePort();
    const file = (name: string) => `sqlite://${path.join(this.data, name)}?mode=rwc`;
    const words = ["serve", "--demo", "--listen", `127.0.0.1:${this.port}`, "--site", site];
    const { database, keys, master } = this.shared ?? {
      ...{ database: file("familiekart.sqlite"), keys: file("keys.sqlite"), master: path.join(this.data, "master.key") },
    };
    const storage = ["--database", database, "--keys-database", keys, "--master-key-file", master];
    this.process = spawn(given("SERVER_BINARY"), [...words, ...storage], { stdio: "ignore" });
    for (let times = 0; !(await this.answers()); times++) {
      if (times > 600 || this.process.exitCode !== null) throw new Error("the test's own server does not start");
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  async stop() {
    const process = this.process;
    if (!process || process.exitCode !== null) return;
    const ended = new Promise((resolve) => process.once("exit", resolve));
    process.kill("SIGKILL");
    await ended;
  }

  async remove() {
    await this.stop();
    fs.rmSync(this.data, { recursive: true, force: true });
  }

  private answers(): Promise<boolean> {
    return fetch(`${this.base}/readyz`).then(
      (answer) => answer.ok,
      () => false,
    );
  }
}

/** What `cargo xtask test` tells of the server under test. */
export function given(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run the tests with «cargo xtask test»`);
  return value;
}

/** The folder with what browsers load, beside a changed copy of it: a newer version. */
export function newerSite(site: string): string {
  const newer = fs.mkdtempSync(path.join(os.tmpdir(), "familiekart-newer-"));
  fs.cpSync(site, newer, { recursive: true });
  const style = fs.readdirSync(path.join(newer, "pkg")).find((name) => /^familiekart.*\.css$/.test(name));
  if (!style) throw new Error("the site has no style sheet");
  fs.appendFileSync(path.join(newer, "pkg", style), "\n/* newer */\n");
  return newer;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
