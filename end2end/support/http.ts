import http from "node:http";

/** Where the server under test answers. */
export const BASE = new URL(process.env.BASE_URL ?? "http://localhost:3000");

export const SESSION_COOKIE = "__Host-familiekart";

export interface Answer {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: string;
}

export interface Sent {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
  session?: string;
}

const agent = new http.Agent({ keepAlive: true, maxSockets: 40 });

// The server counts what fails by the caller's address; what one test does wrong on purpose is not another's. Only
// Linux answers to the whole of the loopback network.
let calls = 0;
const from = () => (process.platform === "linux" ? `127.7.0.${1 + (calls++ % 20)}` : undefined);

/** Sends exactly this: the path as it stands, no redirects followed, no headers added but the session. */
export function send(path: string, { method = "GET", headers = {}, body, session }: Sent = {}): Promise<Answer> {
  const all: Record<string, string> = { ...headers };
  if (session !== undefined) all.cookie = `${SESSION_COOKIE}=${session}`;
  if (body !== undefined) all["content-length"] = String(Buffer.byteLength(body));
  const large = body !== undefined && Buffer.byteLength(body) > 1_000_000;
  return new Promise((resolve, reject) => {
    const request = http.request(
      // A connection over which a large body was refused is not used again.
      { host: "127.0.0.1", port: BASE.port, path, method, agent: large ? false : agent, localAddress: from(), headers: { host: BASE.host, ...all } },
      (response) => {
        const parts: Buffer[] = [];
        response.on("data", (part: Buffer) => parts.push(part));
        response.on("error", reject);
        response.on("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(parts).toString("utf8"),
          }),
        );
      },
    );
    request.on("error", reject);
    request.end(body);
  });
}

/** What the browser says of a form on our own page. */
export const OURS = { origin: BASE.origin };

/** Calls a server function like our own pages do. */
export function call(name: string, fields: Record<string, string> = {}, sent: Sent = {}): Promise<Answer> {
  return send(`/api/${name}`, {
    method: "POST",
    body: new URLSearchParams(fields).toString(),
    ...sent,
    headers: { ...OURS, "content-type": "application/x-www-form-urlencoded", ...sent.headers },
  });
}

/** Calls a server function that takes a whole form at once. */
export function callJson(name: string, fields: unknown, sent: Sent = {}): Promise<Answer> {
  return send(`/api/${name}`, {
    method: "POST",
    body: JSON.stringify(fields),
    ...sent,
    headers: { ...OURS, "content-type": "application/json", ...sent.headers },
  });
}

/** Sends a file with the import form. */
export function upload(name: string, file: Buffer, fields: Record<string, string>, sent: Sent = {}): Promise<Answer> {
  const boundary = "familiekart-7d1f0a";
  const parts = Object.entries(fields).map(([key, value]) =>
    Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="${key}"\r\n\r\n${value}\r\n`),
  );
  parts.push(
    Buffer.from(
      `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="fil.ged"\r\n` +
        `content-type: application/octet-stream\r\n\r\n`,
    ),
    file,
    Buffer.from(`\r\n--${boundary}--\r\n`),
  );
  return send(`/api/${name}`, {
    method: "POST",
    body: Buffer.concat(parts),
    ...sent,
    headers: { ...OURS, "content-type": `multipart/form-data; boundary=${boundary}`, ...sent.headers },
  });
}

/** Signs in and returns the session's token. */
export async function session(email: string, password: string): Promise<string> {
  const answer = await call("sign_in", { email, password });
  const cookie = (answer.headers["set-cookie"] ?? []).map((line) => line.split(";")[0]);
  const token = cookie.find((pair) => pair.startsWith(`${SESSION_COOKIE}=`))?.split("=")[1];
  if (!token) throw new Error(`${email} cannot sign in: ${answer.status} ${answer.body}`);
  return token;
}
