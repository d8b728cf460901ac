/** Random numbers that are the same every time (mulberry32). */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const header = "0 HEAD\n1 GEDC\n2 VERS 5.5.1\n1 CHAR UTF-8\n";
const line = (text: string) => Buffer.from(`${header}0 @I1@ INDI\n1 NAME ${text}\n0 TRLR\n`);

/** Files of which each is wrong in a way of its own. */
function known(): [string, Buffer][] {
  const people = (count: number) => Array.from({ length: count }, (_, at) => `0 @I${at}@ INDI\n1 NAME P${at} /Q/\n`).join("");
  const chain = Array.from({ length: 300 }, (_, at) => `0 @F${at}@ FAM\n1 HUSB @I${at}@\n1 CHIL @I${(at + 1) % 300}@\n`).join("");
  return [
    ["empty", Buffer.alloc(0)],
    ["one byte", Buffer.from("0")],
    ["only a header", Buffer.from("0 HEAD\n0 TRLR\n")],
    ["only line breaks", Buffer.from("\n".repeat(50_000))],
    ["nothing but noughts", Buffer.alloc(100_000)],
    ["a picture", Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]), Buffer.alloc(5000, 7)])],
    ["an archive", Buffer.concat([Buffer.from("PK\x03\x04"), Buffer.alloc(5000, 3)])],
    ["a page", Buffer.from("<html><script>alert(1)</script></html>")],
    ["JSON", Buffer.from('{"people":[]}')],
    ["a line of a million letters", line("a".repeat(1_000_000))],
    ["a line of five million blanks", line(" ".repeat(5_000_000))],
    ["one's own parent", Buffer.from(`${header}0 @I1@ INDI\n1 FAMC @F1@\n1 FAMS @F1@\n0 @F1@ FAM\n1 HUSB @I1@\n1 CHIL @I1@\n0 TRLR\n`)],
    ["married to oneself", Buffer.from(`${header}0 @I1@ INDI\n0 @F1@ FAM\n1 HUSB @I1@\n1 WIFE @I1@\n0 TRLR\n`)],
    ["a circle of 300 generations", Buffer.from(header + people(300) + chain + "0 TRLR\n")],
    ["pointers to nobody", Buffer.from(`${header}0 @F1@ FAM\n1 HUSB @X@\n1 WIFE @Y@\n1 CHIL @Z@\n0 TRLR\n`)],
    ["the same number twice", Buffer.from(`${header}0 @I1@ INDI\n1 NAME A\n0 @I1@ INDI\n1 NAME B\n0 TRLR\n`)],
    ["a hundred thousand levels", Buffer.from(header + Array.from({ length: 100_000 }, (_, at) => `${at} NOTE x`).join("\n"))],
    ["levels beyond every number", Buffer.from(`${header}99999999999999999999 NAME A\n-1 NAME B\n0 TRLR\n`)],
    ["impossible dates", Buffer.from(`${header}0 @I1@ INDI\n1 BIRT\n2 DATE 31 FEB 99999\n1 DEAT\n2 DATE BET AND\n0 TRLR\n`)],
    ["UTF-16, little end first", Buffer.from(`\ufeff${header}0 @I1@ INDI\n1 NAME Åse\n0 TRLR\n`, "utf16le")],
    ["UTF-16 broken off in a letter", Buffer.from(`\ufeff${header}0 @I1@ INDI\n1 NAME Åse`, "utf16le").subarray(0, 101)],
    ["Latin letters said to be UTF-8", Buffer.concat([Buffer.from(`${header}0 @I1@ INDI\n1 NAME `), Buffer.from([0xc5, 0x73, 0x65, 0xff]), Buffer.from("\n0 TRLR\n")])],
    ["ANSEL in name", Buffer.from(header.replace("UTF-8", "ANSEL") + "0 @I1@ INDI\n1 NAME \xe2e\xeaa\n0 TRLR\n", "latin1")],
    ["unknown letters", Buffer.from(header.replace("UTF-8", "KLINGON") + "0 @I1@ INDI\n1 NAME A\n0 TRLR\n")],
    ["only returns between lines", Buffer.from(`${header}0 @I1@ INDI\n1 NAME A\n0 TRLR\n`.replaceAll("\n", "\r"))],
    ["right-to-left marks and nought bytes", line("\u202e\u0000\u200f\ud83d\ude00")],
    ["fifty thousand people", Buffer.from(header + people(50_000) + "0 TRLR\n")],
    ["a family with ten thousand children", Buffer.from(header + people(10_000) + "0 @F1@ FAM\n1 HUSB @I0@\n" + Array.from({ length: 9_999 }, (_, at) => `1 CHIL @I${at + 1}@\n`).join("") + "0 TRLR\n")],
    ["21 MB", Buffer.alloc(21_000_000, "0 NOTE x\n")],
  ];
}

/** Whole files spoilt at random, the same every time. */
function spoilt(sources: Buffer[], count: number, seed: number): [string, Buffer][] {
  const next = random(seed);
  const upTo = (limit: number) => Math.floor(next() * limit);
  const ways: [string, (file: Buffer) => Buffer][] = [
    ["broken off", (file) => file.subarray(0, upTo(file.length))],
    ["without its beginning", (file) => file.subarray(upTo(file.length))],
    [
      "with wrong bytes",
      (file) => {
        const copy = Buffer.from(file);
        for (let times = 0; times < 200; times++) copy[upTo(copy.length)] = upTo(256);
        return copy;
      },
    ],
    [
      "with lines in disorder",
      (file) => {
        const lines = file.toString("latin1").split("\n");
        for (let times = 0; times < lines.length / 4; times++) {
          const [a, b] = [upTo(lines.length), upTo(lines.length)];
          [lines[a], lines[b]] = [lines[b], lines[a]];
        }
        return Buffer.from(lines.join("\n"), "latin1");
      },
    ],
    ["with lines left out", (file) => Buffer.from(file.toString("latin1").split("\n").filter(() => next() > 0.2).join("\n"), "latin1")],
    ["with other levels", (file) => Buffer.from(file.toString("latin1").replace(/^\d/gm, () => String(upTo(9))), "latin1")],
    ["with other pointers", (file) => Buffer.from(file.toString("latin1").replace(/@[IF]\d+@/g, (one) => (next() < 0.3 ? `@I${upTo(50)}@` : one)), "latin1")],
    ["twice over", (file) => Buffer.concat([file, file])],
  ];
  return Array.from({ length: count }, (_, at) => {
    const [way, spoil] = ways[at % ways.length];
    const source = at % sources.length;
    return [`file ${source + 1} ${way} (${at})`, spoil(sources[source])];
  });
}

/** At least 60 files that no program would write, from a fixed seed. */
export function mutatedFiles(sources: Buffer[]): [string, Buffer][] {
  return [...known(), ...spoilt(sources, 48, 20261123)];
}
