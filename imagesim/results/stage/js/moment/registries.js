// The registries of a moment: a box for each, with its tags and what they mean now.

import { SMALLEST, drawPill, pillWidth, versionLook } from "./chips.js";
import { writing } from "../sheet/sheet.js";
import { shortened, textWidth } from "../sheet/words.js";

export const REGISTRY_WIDTH = 225;
const REGISTRY_KINDS = {
  mirror: "mirror of",
  cache: "cache of",
  peers: "nodes give each other",
  tokens: "gives tokens for",
  content: "keeps the layers of",
};
const TAG_LINE = 34;
const TAG_SIZE = 18;
const NO_TAG = "no such tag";
const NO_TAG_SIZE = 17;
const NO_TAG_WIDTH = textWidth(NO_TAG, NO_TAG_SIZE) - 26; // it has no arrow before it
const HOST_SIZE = 19;
const MOST_TAGS = 6;

/** Where the boxes stand, one below the other from top; a tag that does not fit beside its version has two lines. */
export function registryPlaces(run, tagsOf, top, room) {
  const most = Math.max(1, Math.min(MOST_TAGS, Math.floor(room / Math.max(1, run.registries.length) / TAG_LINE) - 2));
  let y = top;
  return run.registries.map((registry) => {
    const all = tagsOf(registry.host);
    const tags = all.slice(0, most);
    const twoLines = tags.some((tag) => textWidth(tag.name, TAG_SIZE) + widestMeaning(run, tag) + 52 > REGISTRY_WIDTH);
    const head = 34 + kindLines(registry).length * 21;
    const height = head + 22 + tags.length * TAG_LINE * (twoLines ? 2 : 1) + (all.length > tags.length ? 24 : 0);
    const place = { x: 1, y, width: REGISTRY_WIDTH, height, head, most: tags.length, twoLines };
    y += height + 14;
    return place;
  });
}

/** How wide what stands beside a tag becomes in a run: a version, also one that no pod runs, or that there is none. */
export function widestMeaning(run, { moves }) {
  const pills = moves.filter((move) => move.digest).map((move) => pillWidth(versionLook(run, move.version)));
  const always = pills.length === moves.length && moves[0].time_s <= 0;
  return Math.max(always ? 0 : NO_TAG_WIDTH, ...pills);
}

/** What kind of registry it is, in one or two lines; nothing of one that is only that. */
function kindLines({ kind, of }) {
  const words = REGISTRY_KINDS[kind];
  if (!words) return [];
  const line = `${words} ${of}`;
  return textWidth(line, 16) <= REGISTRY_WIDTH - 20 ? [line] : [words, of];
}

/** Draw one. */
export function drawRegistry(sheet, layer, run, registry, place, number) {
  const { x, y, width, height } = place;
  const key = `registry ${number}`;
  const kind = registry.trouble ? "registry in-trouble" : "registry";
  layer.mark(
    "rect",
    { x, y, width, height, rx: 8, class: kind },
    { key, title: registry.trouble?.text ?? registry.host },
  );
  const host = shortened(registry.host, width - 20, HOST_SIZE);
  writing(layer, x + 10, y + 25, host, {
    size: HOST_SIZE,
    more: { "font-weight": "bold" },
    key: `${key} host`,
    title: registry.host,
  });
  kindLines(registry).forEach((words, line) => {
    writing(layer, x + 10, y + 46 + line * 21, shortened(words, width - 20, 16), {
      size: 16,
      key: `${key} kind ${line}`,
    });
  });
  registry.tags
    .slice(0, place.most)
    .forEach((tag, line) => drawTag(sheet, layer, run, tag, place, line, `${key} tag ${line}`));
  const rest = registry.tags.length - place.most;
  if (rest > 0) writing(layer, x + 10, y + height - 28, `and ${rest} more ${rest > 1 ? "tags" : "tag"}`, { size: SMALLEST, key: `${key} rest` });
  if (!registry.trouble) return;
  const trouble = registry.trouble.label.replace(` of ${registry.host}`, ""); // the box says whose it is
  const words = shortened(trouble, width - 50, 17);
  writing(layer, x + 10, y + height - 8, `✕ ${words}`, { size: 17, key: `${key} trouble`, more: { class: "trouble" } });
}

function drawTag(sheet, layer, run, tag, place, line, key) {
  const { x, width, twoLines } = place;
  const y = place.y + place.head + line * TAG_LINE * (twoLines ? 2 : 1);
  const name = shortened(tag.name, width - 20, TAG_SIZE);
  writing(layer, x + 10, y + 20, name, { size: TAG_SIZE, key: `${key} name`, title: tag.name });
  const below = y + (twoLines ? TAG_LINE - 2 : 0);
  if (!tag.there) {
    writing(layer, x + width - 10, below + 20, NO_TAG, {
      size: NO_TAG_SIZE,
      anchor: "end",
      key: `${key} none`,
      more: { class: "muted" },
    });
    return;
  }
  const look = versionLook(run, tag.version);
  const size = Math.min(pillWidth(look), width - 50);
  writing(layer, x + width - 18 - size, below + 20, "→", { size: 18, anchor: "end", key: `${key} arrow` });
  const title = `${tag.name} is ${look.label} (${tag.digest})`;
  drawPill(sheet, layer, key, x + width - 10 - size, below + 2, look, {
    width: size,
    fresh: tag.fresh,
    version: tag.version,
    title,
  });
}
