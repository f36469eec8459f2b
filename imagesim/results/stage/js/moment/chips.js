// Small filled shapes with a word: a pill is a version in a registry or a store, a box is a pod.

import { labelOn } from "../sheet/sheet.js";
import { fitting, textWidth, told } from "../sheet/words.js";

export const PILL = 18; // how large the word of a pill is
export const SMALLEST = 16; // what is smaller nobody reads: 20 px on a projector
const UNKNOWN = { label: "another image", detail: "", colour: "#dcdcdc", hatch: "", ink: "#000000" };

/** The look of a version by its place; of one that no pod runs there may be none. */
export function versionLook(run, place) {
  return place === null ? UNKNOWN : run.versions[place];
}

/** Attributes of an image that can be pointed at: its version and the node on which it is; null is none. */
export function linkable(attributes, version, on) {
  const found = { "data-version": version, "data-on": on };
  return { ...attributes, ...Object.fromEntries(Object.entries(found).filter(([, place]) => place !== null)) };
}

/** How wide a pill of this look is. */
export function pillWidth(look, size = PILL) {
  return textWidth(look.label, size) + 18;
}

/** A pill at x, y. A fresh one has a thick edge. */
export function drawPill(
  sheet,
  layer,
  key,
  x,
  y,
  look,
  { height = 27, size = PILL, width = pillWidth(look, size), fresh = false, version = null, on = null, title = told(look) } = {},
) {
  const shape = { x, y, width, height, rx: height / 2, fill: sheet.fill(look), class: fresh ? "edged fresh" : "edged" };
  layer.mark("rect", linkable(shape, version, on), { key: `${key} pill`, title });
  const word = fitting([look.label], width - 8, size);
  labelOn(layer, x + width / 2, y + height / 2 + size * 0.35, word, look, { size, key: `${key} word` });
}

/** A pod's box: its name above what it runs or waits for, in the largest of `sizes.words` in which that fits. */
export function drawPod(sheet, layer, key, place, chip, sizes) {
  const { x, y, width, height } = place;
  const title = `${chip.name}: ${told(chip.look)}`;
  layer.mark(
    "rect",
    { x, y, width, height, rx: 3, fill: sheet.fill(chip.look), class: "edged", "data-chip": chip.id },
    { key: `${key} box`, title },
  );
  if (!sizes) return;
  const room = width - 10;
  const size = sizes.words.find((each) => fitting(chip.ways, room, each)) ?? sizes.words[0];
  const words = fitting(chip.ways, room, size);
  const name = sizes.name ? fitting([chip.name, shortName(chip.name)], room, sizes.name) : "";
  const middle = x + width / 2;
  const low = y + height / 2 + size * 0.35;
  labelOn(layer, middle, name ? low + 9 : low, words, chip.look, { size, key: `${key} words` });
  labelOn(layer, middle, low - 12, name, chip.look, { size: sizes.name ?? 1, key: `${key} name` });
}

/** The end of a pod's name, which tells it from its neighbours, with its container if it has several. */
export function shortName(name) {
  const [pod, container] = name.split("/");
  const end = pod.slice(pod.lastIndexOf("-") + 1);
  return container ? `${end}/${container}` : `…${end}`;
}
