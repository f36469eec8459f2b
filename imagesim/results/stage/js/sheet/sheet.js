// An SVG picture: its size, its words, the hatches of its looks, and the shapes that all pictures have in common.

import { SMALL, TEXT, textWidth, told } from "./words.js";
import { WIDTH } from "./scale.js";
import { Painted, svgElement } from "./painted.js";

const SWATCH = 24;
const LEGEND_LINE = 30;
const STROKES = {
  "/": "M-3,15 L15,-3 M-3,3 L3,-3 M9,15 L15,9",
  "\\": "M-3,-3 L15,15 M9,-3 L15,3 M-3,9 L3,15",
  x: "M0,0 L12,12 M12,0 L0,12",
  ".": "M6,4.5 V7.5",
  "-": "M0,6 H12",
  "|": "M6,0 V12",
  "+": "M0,6 H12 M6,0 V12",
};
const COUNTER = Symbol.for("imagesim.sheets");

/** A number that no other picture of this page has: ids are global, and a hidden picture takes its hatches with it. */
function nextSheet() {
  document[COUNTER] = (document[COUNTER] ?? 0) + 1;
  return document[COUNTER];
}

export class Sheet {
  constructor(parent, name) {
    this.svg = parent.appendChild(svgElement("svg", { class: `imagesim-sheet imagesim-${name}`, role: "group" }));
    this.defs = this.svg.appendChild(svgElement("defs"));
    this.own = `imagesim-hatch-${nextSheet()}`;
    this.hatched = new Map();
  }

  /** A layer of the picture, above those that were asked for before. */
  layer(attributes = {}) {
    return new Painted(this.svg, attributes);
  }

  size(width, height) {
    this.svg.setAttribute("viewBox", `0 0 ${width} ${Math.ceil(height)}`);
  }

  /** What the picture shows, for people who cannot see it. */
  say(words) {
    this.svg.setAttribute("aria-label", words);
  }

  /** What to fill something of this look with. */
  fill(look) {
    if (!look.hatch) return look.colour;
    const key = `${look.colour} ${look.hatch} ${look.ink}`;
    if (!this.hatched.has(key)) {
      const id = `${this.own}-${this.hatched.size}`;
      this.hatched.set(key, id);
      this.defs.append(hatch(id, look));
    }
    return `url(#${this.hatched.get(key)})`;
  }
}

function hatch(id, look) {
  const pattern = svgElement("pattern", { id, width: 12, height: 12, patternUnits: "userSpaceOnUse" });
  pattern.append(
    svgElement("rect", { width: 12, height: 12, fill: look.colour }),
    svgElement("path", {
      d: STROKES[look.hatch],
      stroke: look.ink,
      "stroke-opacity": 0.55,
      "stroke-width": look.hatch === "." ? 3.5 : 2,
    }),
  );
  return pattern;
}

/** A line of text whose baseline is at y. */
export function writing(layer, x, y, text, { size = TEXT, anchor = "start", more = {}, ...options } = {}) {
  return layer.mark("text", { x, y, "font-size": size, "text-anchor": anchor, ...more }, { text, ...options });
}

/** A text on a filled shape, centred, with a rim of the shape's colour so that hatches do not cross it. */
export function labelOn(layer, x, y, text, look, { size = SMALL, ...options } = {}) {
  const rim = { stroke: look.colour, "stroke-width": 8, "stroke-linejoin": "round", "paint-order": "stroke" };
  return layer.mark(
    "text",
    { x, y, "font-size": size, "text-anchor": "middle", fill: look.ink, ...rim, "pointer-events": "none" },
    { text, ...options },
  );
}

/** Swatches with their words from y down; returns where the legend ends. */
export function legend(sheet, layer, y, looks, width = WIDTH, size = TEXT) {
  let x = 0;
  for (const look of looks) {
    const needed = SWATCH + 8 + textWidth(look.label, size) + 20;
    if (x && x + needed > width) {
      x = 0;
      y += LEGEND_LINE;
    }
    const fill = sheet.fill(look);
    layer.mark(
      "rect",
      { x: x + 1, y: y + 1, width: SWATCH, height: SWATCH - 4, fill, class: "edged" },
      { title: told(look) },
    );
    writing(layer, x + SWATCH + 8, y + 18, look.label, { size });
    x += needed;
  }
  return y + LEGEND_LINE;
}
