// Tags and what they mean, a line for each: for a moment of a run with many nodes, which has no room for registries.

import { drawPill, pillWidth, versionLook } from "./chips.js";
import { writing } from "../sheet/sheet.js";
import { shortened, textWidth } from "../sheet/words.js";

export const TAG_STEP = 36;
const MOST_LINES = 3;
const TAG_TEXT = 18;

/** The tags to show, those that move first: [registry, tag] by their places. */
export function tagsToShow(run, tagsOf) {
  const all = run.registries.flatMap((registry, place) =>
    tagsOf(registry.host).map((tag, at) => ({ place, at, moves: tag.moves.length })),
  );
  return all.sort((one, other) => other.moves - one.moves).slice(0, MOST_LINES);
}

/** Draw them from y downwards. */
export function drawTagLines(sheet, layer, run, shown, registries, y, width) {
  shown.forEach(({ place, at }, line) => {
    const registry = registries[place];
    const tag = registry.tags[at];
    const key = `tag ${line}`;
    const look = versionLook(run, tag.version);
    const words = tag.there ? "means" : "is no tag";
    const trouble = registry.trouble ? `✕ ${registry.trouble.label}` : "";
    const room = width - pillWidth(look) - textWidth(`${words}${trouble}`, TAG_TEXT) - 60;
    const name = shortened(`${registry.host}/${tag.name}`, room, TAG_TEXT);
    const base = y + line * TAG_STEP + 22;
    const text = writing(layer, 0, base, `${name} ${words}`, { size: TAG_TEXT, key: `${key} name` });
    const x = lengthOf(text, `${name} ${words}`) + 10;
    const title = `${tag.name} is ${look.label} (${tag.digest})`;
    if (tag.there) drawPill(sheet, layer, key, x, base - 20, look, { fresh: tag.fresh, title });
    const more = { class: "trouble" };
    if (trouble) writing(layer, width, base, trouble, { size: TAG_TEXT, anchor: "end", key: `${key} trouble`, more });
  });
}

/** How long a text is on the sheet. It is measured once: that makes the browser lay out the picture. */
function lengthOf(element, text) {
  if (element.measured?.text !== text) {
    element.measured = { text, length: element.getComputedTextLength() || textWidth(text, TAG_TEXT) };
  }
  return element.measured.length;
}
