// Lays out one family with one of the peers and writes {ms, nodes: [{p, x, y, w, h}]}:
//   node peers.mjs PEER FILE > OUTPUT
// Sizes are ours: symbols of 44, 60 between neighbours, 80 between partners, 130 between rows.
import { readFileSync, writeSync } from "node:fs";
import { register } from "node:module";

const SYMBOL = 44;
const NEIGHBOURS = 60;
const PARTNERS = 80;
const ROWS = 130;

const [peer, file] = process.argv.slice(2);
const family = JSON.parse(readFileSync(file, "utf8"));

/** Dot, with a point for each couple, partners and point on one rank. */
async function graphviz() {
  const { Graphviz } = await import("@hpcc-js/wasm-graphviz");
  const dot = await Graphviz.load();
  const inch = (length) => (length / 72).toFixed(4);
  const lines = [
    "digraph family {",
    `nodesep=${inch(NEIGHBOURS - SYMBOL)}; ranksep=${inch((ROWS - SYMBOL) / 2)};`,
    `node [shape=box, fixedsize=true, width=${inch(SYMBOL)}, height=${inch(SYMBOL)}, label=""];`,
    "edge [dir=none];",
  ];
  family.people.forEach((_, p) => lines.push(`p${p};`));
  family.families.forEach(({ parents, children }, f) => {
    lines.push(`f${f} [shape=point, width=0.03, height=0.03];`);
    if (parents.length === 2) {
      lines.push(`{rank=same; p${parents[0]} -> f${f} -> p${parents[1]} [weight=4];}`);
    } else {
      parents.forEach((parent) => lines.push(`p${parent} -> f${f};`));
    }
    children.forEach((child) => lines.push(`f${f} -> p${child};`));
  });
  lines.push("}");
  const start = performance.now();
  const drawn = dot.layout(lines.join("\n"), "json0", "dot");
  const ms = performance.now() - start;
  const nodes = JSON.parse(drawn).objects.filter((it) => /^p\d+$/.test(it.name));
  return {
    ms,
    nodes: nodes.map((it) => {
      const [x, y] = it.pos.split(",").map(Number);
      return { p: Number(it.name.slice(1)), x, y: -y, w: SYMBOL, h: SYMBOL };
    }),
  };
}

/** Dagre, with everyone bound by partnerships as one wide node. */
async function dagre() {
  const { default: library } = await import("@dagrejs/dagre");
  const partners = family.people.map(() => []);
  for (const { parents } of family.families) {
    if (parents.length === 2) {
      partners[parents[0]].push(parents[1]);
      partners[parents[1]].push(parents[0]);
    }
  }
  const block = family.people.map(() => -1);
  const blocks = [];
  family.people.forEach((_, start) => {
    if (block[start] >= 0) return;
    // Whoever has most partners stands in the middle.
    const members = [start];
    block[start] = blocks.length;
    for (let at = 0; at < members.length; at++) {
      for (const other of partners[members[at]]) {
        if (block[other] < 0) {
          block[other] = blocks.length;
          members.push(other);
        }
      }
    }
    const hub = members.reduce((a, b) => (partners[b].length > partners[a].length ? b : a));
    const line = [hub];
    members.filter((it) => it !== hub).forEach((it, n) => (n % 2 ? line.unshift(it) : line.push(it)));
    blocks.push(line);
  });
  const graph = new library.graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: "TB", nodesep: NEIGHBOURS - SYMBOL, ranksep: ROWS - SYMBOL });
  graph.setDefaultEdgeLabel(() => ({}));
  blocks.forEach((line, b) => {
    graph.setNode(`b${b}`, { width: SYMBOL + (line.length - 1) * PARTNERS, height: SYMBOL });
  });
  family.families.forEach(({ parents, children }, f) => {
    if (parents.length === 0) return;
    for (const child of children) {
      graph.setEdge(`b${block[parents[0]]}`, `b${block[child]}`, {}, `${f}-${child}`);
    }
  });
  const start = performance.now();
  library.layout(graph);
  const ms = performance.now() - start;
  const nodes = blocks.flatMap((line, b) => {
    const { x, y, width } = graph.node(`b${b}`);
    const left = x - width / 2 + SYMBOL / 2;
    return line.map((p, n) => ({ p, x: left + n * PARTNERS, y, w: SYMBOL, h: SYMBOL }));
  });
  return { ms, nodes };
}

/** relatives-tree, around the first person; it shows whom it can reach from there. */
async function relatives() {
  // Its modules name each other without endings, which Node does not follow by itself.
  register(
    `data:text/javascript,${encodeURIComponent(`export async function resolve(name, context, next) {
      try { return await next(name, context); }
      catch (error) {
        if (!/^[.]/.test(name)) throw error;
        try { return await next(name + ".js", context); } catch { return next(name + "/index.js", context); }
      }
    }`)}`,
  );
  const { default: calcTree } = await import("relatives-tree");
  const people = family.people.map((it, p) => ({
    id: String(p),
    gender: it.sex === "F" ? "female" : "male",
    parents: [],
    siblings: [],
    spouses: [],
    children: [],
  }));
  const tie = (list, p, type) => {
    if (!list.some((it) => it.id === String(p))) list.push({ id: String(p), type });
  };
  for (const { parents, children } of family.families) {
    for (const a of parents) {
      for (const b of parents) if (a !== b) tie(people[a].spouses, b, "married");
      for (const child of children) {
        tie(people[a].children, child, "blood");
        tie(people[child].parents, a, "blood");
      }
    }
    for (const a of children) for (const b of children) if (a !== b) tie(people[a].siblings, b, "blood");
  }
  const start = performance.now();
  const tree = calcTree(people, { rootId: "0" });
  const ms = performance.now() - start;
  // A node is two units wide and high.
  const nodes = tree.nodes.filter((it) => !it.placeholder);
  return {
    ms,
    nodes: nodes.map((it) => ({
      p: Number(it.id),
      x: (it.left + 1) * (NEIGHBOURS / 2),
      y: (it.top + 1) * (ROWS / 2),
      w: SYMBOL,
      h: SYMBOL,
    })),
  };
}

const result = await { graphviz, dagre, "relatives-tree": relatives }[peer]();
// A pipe takes only so much at once.
const out = Buffer.from(JSON.stringify(result));
for (let at = 0; at < out.length; ) {
  try {
    at += writeSync(1, out, at);
  } catch (error) {
    if (error.code !== "EAGAIN") throw error;
  }
}
