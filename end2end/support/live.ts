import http from "node:http";
import type { Page } from "@playwright/test";
import { SESSION_COOKIE } from "./http";

/** A line of the stream of what is drawn. */
export interface LiveLine {
  case: string;
  cursor: string;
  event: {
    update?: { update: { number: number; update: { fresh?: unknown; effects?: unknown[] } } | null; by: string | null; own: string | null };
    present?: { stream: string; others: { name: string; colour: number; person: string | null }[] };
  } | "ended";
}

/** The stream as it comes over the wire, without a browser's help. */
export class RawStream {
  readonly lines: LiveLine[] = [];
  text = "";
  ended = false;
  private request?: http.ClientRequest;

  private constructor(readonly status: number) {}

  static open(base: string, address: string, session?: string, headers: Record<string, string> = {}): Promise<RawStream> {
    const { port, host } = new URL(base);
    const cookie: Record<string, string> = session ? { cookie: `${SESSION_COOKIE}=${session}` } : {};
    return new Promise((resolve, reject) => {
      const request = http.request(
        { host: "127.0.0.1", port, path: address, agent: false, headers: { host, accept: "text/event-stream", ...cookie, ...headers } },
        (response) => {
          const stream = new RawStream(response.statusCode ?? 0);
          stream.request = request;
          response.setEncoding("utf8");
          response.on("data", (part: string) => stream.take(part));
          response.on("close", () => (stream.ended = true));
          response.on("error", () => (stream.ended = true));
          resolve(stream);
        },
      );
      request.on("error", reject);
      request.end();
    });
  }

  private take(part: string) {
    this.text += part;
    const whole = this.text.slice(0, this.text.lastIndexOf("\n\n") + 1);
    this.lines.length = 0;
    for (const line of whole.split("\n")) if (line.startsWith("data: ")) this.lines.push(JSON.parse(line.slice(6)));
  }

  /** The numbers of the updates, in the order in which they came. */
  numbers(): number[] {
    return this.lines.flatMap(({ event }) => (event !== "ended" && event.update?.update ? [event.update.update.number] : []));
  }

  close() {
    this.request?.destroy();
  }
}

/** Calls a server function as the page's own user, on whichever server the page is from. */
export async function callAs(page: Page, name: string, fields: Record<string, string> = {}): Promise<string> {
  const { origin } = new URL(page.url());
  const answer = await page.request.post(`${origin}/api/${name}`, { form: fields, headers: { origin } });
  if (!answer.ok()) throw new Error(`${name} answers ${answer.status()}: ${await answer.text()}`);
  return answer.text();
}
