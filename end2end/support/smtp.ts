import net from "node:net";

/** A letter as it came over the line. */
export interface Letter {
  to: string;
  text: string;
}

/** A mail server that keeps what it is given, and can be told to refuse. */
export class MailServer {
  readonly letters: Letter[] = [];
  refuses = false;
  private readonly server: net.Server;

  private constructor() {
    this.server = net.createServer((socket) => this.talk(socket));
  }

  static async start(): Promise<MailServer> {
    const mail = new MailServer();
    await new Promise<void>((resolve) => mail.server.listen(0, "127.0.0.1", resolve));
    return mail;
  }

  get url(): string {
    return `smtp://127.0.0.1:${(this.server.address() as net.AddressInfo).port}`;
  }

  stop() {
    this.server.close();
  }

  /** The latest letter to somebody. */
  to(address: string): Letter | undefined {
    return this.letters.findLast((letter) => letter.to === address);
  }

  /** The link in the latest letter to somebody: the part after the server's name. */
  linkTo(address: string): string {
    const found = /https?:\/\/[^/\s]+(\/(?:invitasjon|nytt-passord)\/[0-9a-f]{64})\s/.exec(this.to(address)?.text ?? "");
    if (!found) throw new Error(`no letter with a link to ${address}`);
    return found[1];
  }

  private talk(socket: net.Socket) {
    let waiting = "";
    let to = "";
    let data: string[] | undefined;
    const say = (line: string) => socket.write(`${line}\r\n`);
    say("220 ready");
    socket.on("error", () => socket.destroy());
    socket.on("data", (bytes) => {
      waiting += bytes.toString("utf8");
      for (let end = waiting.indexOf("\r\n"); end >= 0; end = waiting.indexOf("\r\n")) {
        const line = waiting.slice(0, end);
        waiting = waiting.slice(end + 2);
        if (data) {
          if (line === ".") {
            this.letters.push({ to, text: decoded(data.join("\n")) });
            data = undefined;
            say("250 taken");
          } else {
            data.push(line.replace(/^\.\./, "."));
          }
          continue;
        }
        const command = line.slice(0, 4).toUpperCase();
        if (command === "RCPT") {
          to = /<([^>]*)>/.exec(line)?.[1] ?? "";
          say(this.refuses ? "451 not now" : "250 ok");
        } else if (command === "DATA") {
          data = [];
          say("354 go on");
        } else if (command === "QUIT") {
          say("221 bye");
          socket.end();
        } else {
          say("250 ok");
        }
      }
    });
  }
}

/** The letter's text without quoted-printable. */
function decoded(letter: string): string {
  const joined = letter.replace(/=\n/g, "");
  const bytes = joined.replace(/=([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}
