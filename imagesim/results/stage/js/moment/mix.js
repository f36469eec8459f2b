// How many pods are how at a moment, as one bar: what runs side by side is seen without counting.

import { binAt, mostAtOnce } from "../bins.js";
import { looksInUse, showsPulls } from "../data.js";
import { Instants } from "./instant.js";
import { labelOn } from "../sheet/sheet.js";
import { counted, fitting, told } from "../sheet/words.js";

const WORD = 18;

/** The parts of the bar in the order of the legend: a look, and how many containers have it. */
export function mixOf(run, { nodes, unplaced }) {
  const counts = new Map(looksInUse(run).map((look) => [look.label, { look, count: 0 }]));
  for (const { look } of [...nodes.flatMap((node) => node.chips), ...unplaced]) {
    if (!counts.has(look.label)) counts.set(look.label, { look, count: 0 });
    counts.get(look.label).count += 1;
  }
  return [...counts.values()].filter(({ count }) => count > 0);
}

/** The greatest number of containers at once, so that the bar of a run keeps its measure. */
export function mostContainers(run) {
  const spans = showsPulls(run)
    ? run.pods.map((pod) => [pod.created_s, pod.deleted_s])
    : run.states.map((state) => [state.started_s, state.ended_s]);
  const changes = spans.flatMap(([from, until]) => [
    [from, 1],
    [until ?? Infinity, -1],
  ]);
  let [count, most] = [0, 1];
  for (const [, change] of changes.sort((one, other) => one[0] - other[0] || one[1] - other[1])) {
    count += change;
    most = Math.max(most, count);
  }
  return most;
}

/** The mix of a run at any moment, also of one that is told in shares; `most` is as `mostContainers`. */
export class MixOverTime {
  constructor(run) {
    this.run = run;
    this.instants = run.shares ? null : new Instants(run);
    this.most = run.shares ? mostAtOnce(run.shares.counts) : mostContainers(run);
  }

  at(seconds) {
    if (this.instants) return mixOf(this.run, this.instants.at(seconds));
    const { kinds, counts } = this.run.shares;
    const bin = binAt(this.run, seconds);
    return kinds.map((look, kind) => ({ look, count: counts[kind][bin] })).filter(({ count }) => count > 0);
  }
}

/** The mix in words. */
export function mixInWords(mix) {
  return mix.map(({ look, count }) => `${counted(count)} ${look.label}`).join(", ") || "none";
}

/** Draw it from x to the right, as long as all containers of `most` would be. */
export function drawMix(sheet, layer, mix, { x, y, width, height, most, key }) {
  for (const { look, count } of mix) {
    const part = (width * count) / Math.max(1, most);
    const name = look.label.replace(/^Running /, "");
    const shape = { x, y, width: part, height, fill: sheet.fill(look), class: "edged" };
    layer.mark("rect", shape, { key: `${key} ${look.label}`, title: `${counted(count)}: ${told(look)}` });
    const word = height > WORD ? fitting([`${counted(count)} ${name}`, counted(count)], part - 8, WORD) : "";
    labelOn(layer, x + part / 2, y + height / 2 + WORD * 0.35, word, look, {
      size: WORD,
      key: `${key} ${look.label} word`,
    });
    x += part;
  }
}
