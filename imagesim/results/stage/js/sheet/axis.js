// The time axis under a picture: ticks, faint lines through it, and what the numbers mean.

import { RIGHT } from "./scale.js";
import { writing } from "./sheet.js";

/** Draw it; returns where it ends. */
export function drawAxis(layer, axis, scale, top, bottom) {
  for (const [seconds, text] of axis.ticks) {
    const x = scale.x(seconds);
    layer.mark("path", { d: `M${x},${top} V${bottom}`, class: "grid" });
    layer.mark("path", { d: `M${x},${bottom} v6`, class: "axis" });
    writing(layer, x, bottom + 26, text, { anchor: "middle" });
  }
  layer.mark("path", { d: `M${scale.left},${bottom} H${RIGHT}`, class: "axis" });
  writing(layer, (scale.left + RIGHT) / 2, bottom + 52, axis.title, { anchor: "middle" });
  return bottom + 59;
}
