// What was done, over the time axis: bands behind the data, lines before them, labels in a strip above.

import { writing } from "../sheet/sheet.js";
import { SMALL } from "../sheet/words.js";

const SIZE = SMALL;
const LANE = 23;
const GAP = 6;

/** How much room the labels need. */
export function stripHeight(marks) {
  return marks.lanes * LANE + (marks.lanes ? GAP : 0);
}

/** The bands, before anything else is drawn between top and bottom. */
export function drawBands(layer, marks, scale, top, bottom) {
  for (const [left, right] of marks.bands) {
    const x = scale.part(left);
    layer.mark("rect", { x, y: top, width: scale.part(right) - x, height: bottom - top, class: "band" });
  }
}

/** The lines and, above top, the labels. */
export function drawCauses(layer, marks, scale, top, bottom) {
  const edges = marks.bands.flat().filter((edge) => edge > 0 && edge < 1);
  for (const place of new Set([...marks.lines, ...edges])) {
    const x = scale.part(place);
    for (const kind of ["cause-rim", "cause-line"]) layer.mark("path", { d: `M${x},${top} V${bottom}`, class: kind });
  }
  for (const label of marks.labels) drawLabel(layer, label, scale, top - GAP - label.lane * LANE, top);
}

function drawLabel(layer, label, scale, bottom, top) {
  if (label.bracket) {
    drawBracket(layer, label.lasts, ...label.bracket.map((part) => scale.part(part)), bottom);
  } else if (label.line !== null) {
    layer.mark("path", { d: `M${scale.part(label.line)},${bottom - LANE + 4} V${top}`, class: "lead" });
  }
  const [place, atItsLeft] = label.anchor;
  const [anchor, shift] = atItsLeft ? ["end", -4] : ["start", 4];
  writing(layer, scale.part(place) + shift, bottom - 6, label.text, { size: SIZE, anchor });
}

function drawBracket(layer, lasts, low, high, bottom) {
  if (lasts) {
    layer.mark("rect", { x: low, y: bottom - LANE + 3, width: high - low, height: LANE - 3, class: "lasting" });
  } else {
    layer.mark("path", { d: `M${low},${bottom - 6} v12 m0,-6 H${high} m0,-6 v12`, class: "lead" });
  }
}
