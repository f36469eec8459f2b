// The nodes of a moment: a box for each, with the versions in its store and the pods that it runs.

import { SMALLEST, drawPill, drawPod, linkable, pillWidth, versionLook } from "./chips.js";
import { writing } from "../sheet/sheet.js";
import { shortened, textWidth } from "../sheet/words.js";

const PILL_SIZES = [18, SMALLEST]; // the largest one at which all pills fit
const FORMS = [
  { most: 6, columns: 1, height: 79, gap: 7, draw: drawLarge },
  { most: 12, columns: 1, height: 42, gap: 6, draw: drawRow },
  { most: Infinity, columns: 3, height: 42, gap: 6, draw: drawCell },
];

/** Where the boxes stand between x and right, from top downwards, and how much each of them tells. */
export function nodePlaces(count, x, right, top) {
  const form = FORMS.find(({ most }) => count <= most);
  const width = (right - x - (form.columns - 1) * form.gap) / form.columns;
  const places = Array.from({ length: count }, (_, number) => ({
    x: x + (number % form.columns) * (width + form.gap),
    y: top + Math.floor(number / form.columns) * (form.height + form.gap),
    width,
    height: form.height,
  }));
  const bottom = top + Math.ceil(count / form.columns) * (form.height + form.gap);
  return { places, bottom, draw: form.draw, together: form.columns > 1, dots: form.draw !== drawLarge };
}

/** Draw the box, and in it what the form has room for. */
export function drawNode(sheet, layer, run, node, place, number, { draw, busy }) {
  const key = `node ${number}`;
  const { x, y, width, height } = place;
  const kind = ["node", busy && "busy", !node.there && "absent", node.trouble && "in-trouble"]
    .filter(Boolean)
    .join(" ");
  layer.mark("rect", { x, y, width, height, rx: 6, class: kind, "data-node": number }, { key, title: node.trouble?.text ?? node.name });
  draw(sheet, layer, run, node, place, key);
}

function note(node) {
  if (!node.there) return "not there";
  return node.trouble ? `✕ ${node.trouble.label}` : "";
}

function drawLarge(sheet, layer, run, node, { x, y, width }, key) {
  const name = shortened(node.name, width * 0.4, 20);
  writing(layer, x + 10, y + 23, name, { size: 20, more: { "font-weight": "bold" }, key: `${key} name` });
  const begin = x + 20 + textWidth(name, 20);
  const free = drawStore(sheet, layer, run, node, x + width - 8, begin, y + 2, key);
  const words = shortened(note(node), free - begin, 16);
  if (words.length > 2)
    writing(layer, begin, y + 22, words, { size: 16, key: `${key} note`, more: { class: "trouble" } });
  drawPods(
    sheet,
    layer,
    node,
    { x: x + 8, y: y + 31, width: width - 16, height: 44 },
    key,
    { name: 16, words: [19, 17, SMALLEST] },
    204,
  );
}

/** The store's versions from the right end; returns where they begin. */
function drawStore(sheet, layer, run, node, right, left, y, key) {
  if (!node.there) return right;
  // The newest at the right end: where there is no room for all, it is what one looks for.
  const images = [...node.store].reverse();
  const looks = images.map((image) => versionLook(run, image.version));
  const words = looks.length === 0 ? "stores no image" : "stores";
  const more = { class: "muted" };
  const room = right - left - textWidth(words, 17) - 20;
  const size = PILL_SIZES.find((each) => pillsThatFit(looks, room, each) === looks.length) ?? PILL_SIZES.at(-1);
  const shown = pillsThatFit(looks, room, size);
  const rest = looks.length - shown;
  let x = rest ? right - 32 : right;
  if (rest) writing(layer, right, y + 20, `+${rest}`, { size: 17, anchor: "end", key: `${key} rest`, more });
  looks.slice(0, shown).forEach((look, place) => {
    x -= pillWidth(look, size) + 4;
    drawPill(sheet, layer, `${key} store ${place}`, x + 4, y, look, {
      size,
      version: images[place].version,
      on: node.place,
      title: storeTitle(node, images[place], look),
    });
  });
  writing(layer, x - 4, y + 20, words, { size: 17, anchor: "end", key: `${key} stores`, more });
  return x - 8 - textWidth(words, 17);
}

/** How many pills fit, with room for the number of the others if not all do. */
export function pillsThatFit(looks, room, size) {
  const widths = looks.map((look) => pillWidth(look, size) + 4);
  const upTo = (count) => widths.slice(0, count).reduce((sum, width) => sum + width, 0);
  if (upTo(looks.length) <= room) return looks.length;
  let count = looks.length - 1;
  while (count > 0 && upTo(count) > room - 32) count -= 1;
  return count;
}

function storeTitle(node, image, look) {
  return `${node.name} stores ${image.image}: ${look.label} ${look.detail}`;
}

function drawPods(sheet, layer, node, { x, y, width, height }, key, sizes, widest) {
  const count = node.chips.length;
  const gap = count > 8 ? 2 : 6;
  const each = Math.min(widest, (width - (count - 1) * gap) / count);
  const text = sizes && each > 44 ? { ...sizes, name: each > 75 ? sizes.name : 0 } : null;
  node.chips.forEach((chip, place) => {
    drawPod(
      sheet,
      layer,
      `${key} pod ${place}`,
      { x: x + place * (each + gap), y, width: Math.max(1, each), height },
      chip,
      text,
    );
  });
}

function drawRow(sheet, layer, run, node, { x, y, width, height }, key) {
  const name = shortened(node.name, 106, 16);
  writing(layer, x + 8, y + 26, name, { size: 16, more: { "font-weight": "bold" }, key: `${key} name` });
  const stores = drawDots(sheet, layer, run, node, x + width - 8, y + height / 2, key, 9, 3);
  const words = note(node);
  const room = { x: x + 118, y: y + 7, width: stores - 8 - (x + 118), height: height - 14 };
  if (words && !node.chips.length)
    writing(layer, room.x, y + 26, words, { size: 16, key: `${key} note`, more: { class: "trouble" } });
  drawPods(sheet, layer, node, room, key, { name: 0, words: [18, SMALLEST] }, 150);
}

/** Versions in a store as dots, from the right end; returns where they begin. */
function drawDots(sheet, layer, run, node, right, y, key, r, most) {
  const images = node.there ? node.store.slice(-most).reverse() : [];
  images.forEach((image, place) => {
    const look = versionLook(run, image.version);
    const title = storeTitle(node, image, look);
    const at = { cx: right - r - place * (2 * r + 3), cy: y, r, fill: sheet.fill(look), class: "edged" };
    layer.mark("circle", linkable(at, image.version, node.place), { key: `${key} store ${place}`, title });
  });
  return right - most * (2 * r + 3);
}

function drawCell(sheet, layer, run, node, { x, y, width }, key) {
  const name = shortened(node.name, width - 34, SMALLEST);
  writing(layer, x + 6, y + 17, name, { size: SMALLEST, key: `${key} name` });
  drawDots(sheet, layer, run, node, x + width - 4, y + 10, key, 5, 3);
  drawPods(sheet, layer, node, { x: x + 5, y: y + 22, width: width - 10, height: 15 }, key, null, 40);
}
