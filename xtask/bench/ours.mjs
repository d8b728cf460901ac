// Our own layout as browsers run it:
//   node ours.mjs WASM FOLDER FILE...
// Writes FOLDER/FAMILY.first-wasm.json and FOLDER/FAMILY.refined-wasm.json, each {ms, nodes: [{p, x, y, w, h}]}, and
// FOLDER/edits-wasm.json: {layout: [ms], drawing: [ms]} for one edit after another on the family of a hundred.
import { readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

const DEMOS = ["A", "B", "C", "D", "E"];
const FAMILIES = 20;
const EDITS = 50;

const [wasm, folder, ...files] = process.argv.slice(2);
const { instance } = await WebAssembly.instantiate(readFileSync(wasm), {});
const engine = instance.exports;
const text = (bytes) => new TextDecoder().decode(new Uint8Array(engine.memory.buffer, engine.told(), bytes));

function take(file, kind) {
  const bytes = readFileSync(file);
  const at = engine.room(bytes.length);
  new Uint8Array(engine.memory.buffer, at, bytes.length).set(bytes);
  return engine.take(kind);
}

function time(work) {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function measure(name, rounds) {
  let ms = Infinity;
  for (let n = 0; n < rounds; n++) ms = Math.min(ms, time(engine.first));
  keep(`${name}.first-wasm`, ms);
  keep(`${name}.refined-wasm`, time(engine.refined));
}

function keep(name, ms) {
  const nodes = JSON.parse(text(engine.picture()));
  writeFileSync(join(folder, `${name}.json`), JSON.stringify({ ms, nodes }));
}

for (const file of files) {
  const name = basename(file, ".json");
  if (name === "demo-families") {
    DEMOS.forEach((letter, n) => {
      take(file, n + 1);
      measure(`demo-${letter}`, 30);
    });
  } else {
    measure(name, take(file, 0) > 2000 ? 7 : 30);
  }
  if (name === "generated-100") {
    const layout = [];
    const drawing = [];
    for (let family = 0; family < FAMILIES; family++) {
      take(file, 0);
      engine.first();
      for (let n = 0; n < EDITS; n++) {
        engine.edit(family, n);
        layout.push(time(engine.follow));
        drawing.push(time(engine.draw));
      }
    }
    writeFileSync(join(folder, "edits-wasm.json"), JSON.stringify({ layout, drawing }));
  }
}
