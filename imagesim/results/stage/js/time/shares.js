// The time picture of a run with many pods: how many are in which state, and below it a thin line for each node.

import { NOTHING, kindsByBin, mostAtOnce, stacked } from "../bins.js";
import { writing } from "../sheet/sheet.js";
import { SMALL, counted } from "../sheet/words.js";

const AREAS = 190;
const BETWEEN = 40;
const GRID = 190;

/** How high both parts are together. */
export function sharesHeight() {
  return AREAS + BETWEEN + GRID;
}

/** The looks that occur. */
export function sharesLooks(run) {
  return looksOfAtLeast(run, 1);
}

/** The looks for the legend: those that are seen, which of very many containers takes more than one. */
export function seenLooks(run) {
  return looksOfAtLeast(run, Math.max(1, mostAtOnce(run.shares.counts) / AREAS));
}

function looksOfAtLeast(run, least) {
  return run.shares.kinds.filter((_, kind) => run.shares.counts[kind].some((count) => count >= least));
}

/** Draw both. */
export function drawShares(sheet, layer, run, scale, top) {
  const most = mostAtOnce(run.shares.counts);
  const y = (count) => top + AREAS * (1 - count / most);
  stacked(run.shares.counts).forEach((spans, kind) => {
    if (!spans.some(([from, to]) => to > from)) return;
    const look = run.shares.kinds[kind];
    const d = areaPath(spans, (bin) => scale.x((bin * run.end_s) / run.shares.bins), y);
    layer.mark("path", { d, fill: sheet.fill(look), class: "area" }, { title: look.label, key: `area ${kind}` });
  });
  for (const count of [0, most]) {
    writing(layer, scale.left - 8, y(count) + (count ? 16 : 0), counted(count), { size: SMALL, anchor: "end" });
  }
  const grid = top + AREAS + BETWEEN;
  for (const [text, at] of [
    ["first", 14],
    ["node", 32],
    ["last", GRID - 20],
    ["node", GRID - 2],
  ]) {
    writing(layer, scale.left - 8, grid + at, text, { size: 16, anchor: "end", key: `row ${at}` });
  }
  const place = { x: scale.left, y: grid, width: scale.x(run.end_s) - scale.left, height: GRID };
  layer.mark("rect", { ...place, class: "ground" });
  layer.mark("image", { ...place, href: gridPicture(run), preserveAspectRatio: "none", class: "pixels" });
}

/** What the lower part is, before the lines of causes, which are not to cross it. */
export function drawGridTitle(layer, scale, top) {
  const words = "Each node is a line: the state that most of its containers are in";
  const more = { "font-weight": "bold", class: "rimmed" };
  writing(layer, scale.left, top + AREAS + BETWEEN - 12, words, { size: SMALL, more });
}

/** The outline of one kind: along its upper edge, and back along its lower one, in steps. */
export function areaPath(spans, x, y) {
  const round = (value) => Math.round(value * 10) / 10;
  const edge = (side) => {
    const found = [];
    spans.forEach((span, bin) => {
      if (bin && span[side] === spans[bin - 1][side]) return;
      if (bin) found.push([x(bin), y(spans[bin - 1][side])]);
      found.push([x(bin), y(span[side])]);
    });
    return [...found, [x(spans.length), y(spans.at(-1)[side])]];
  };
  const points = [...edge(1), ...edge(0).reverse()];
  return `M${points.map((point) => point.map(round).join(",")).join("L")}Z`;
}

/** Which node each line of pixels shows, where there are more nodes than lines. */
export function nodesOfLines(nodes, most) {
  const lines = Math.min(nodes, most);
  return Array.from({ length: lines }, (_, line) => Math.floor(((line + 0.5) * nodes) / lines));
}

function gridPicture(run) {
  const nodes = run.nodes.length;
  const lines = nodesOfLines(nodes, 4 * GRID);
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [run.shares.bins, Math.max(1, lines.length)];
  const context = canvas.getContext("2d");
  const pixels = context.createImageData(canvas.width, canvas.height);
  const words = new Uint32Array(pixels.data.buffer);
  const colours = run.shares.kinds.map((look) => pixelOf(look.colour));
  const kinds = kindsByBin(run);
  lines.forEach((node, line) => {
    for (let bin = 0; bin < canvas.width; bin += 1) {
      const kind = kinds[bin * nodes + node];
      if (kind !== NOTHING) words[line * canvas.width + bin] = colours[kind];
    }
  });
  context.putImageData(pixels, 0, 0);
  return canvas.toDataURL();
}

/** `#rrggbb` as canvases have pixels in memory. */
function pixelOf(colour) {
  const bytes = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  return new Uint32Array(new Uint8Array([...bytes, 255]).buffer)[0];
}
