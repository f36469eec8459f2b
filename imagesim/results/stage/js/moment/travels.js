// What is on its way at a moment: lines between registries and nodes, and dots that move on them.

import { versionLook } from "./chips.js";
import { writing } from "../sheet/sheet.js";

const LEGEND_STEP = 27;
const TRIP_WORDS = {
  stored: "stored on the node",
  fetched: "layers on their way",
  asked: "asks, and is answered",
  refused: "asks, and is refused",
  failed: "gets no answer",
};

/** The way between two points, level at both ends; `at(part)` is a point of it. */
export function way([x1, y1], [x2, y2]) {
  const middle = (x1 + x2) / 2;
  const at = (t) => {
    const u = 1 - t;
    const mix = (a, b, c, d) => u * u * u * a + 3 * u * u * t * b + 3 * u * t * t * c + t * t * t * d;
    return [mix(x1, middle, middle, x2), mix(y1, y1, y2, y2)];
  };
  return { d: `M${x1},${y1} C${middle},${y1} ${middle},${y2} ${x2},${y2}`, at };
}

/** Where the dots of a trip are, 0 at the registry and 1 at the node, and whether it has ended badly. */
export function dotsOf({ kind, part }) {
  if (kind === "fetched") return { places: [0, 1 / 3, 2 / 3].map((shift) => (part * 2 + shift) % 1), bad: false };
  if (kind === "failed") return { places: [Math.max(0.06, 1 - part * 2)], bad: part > 0.4 };
  return { places: [Math.abs(1 - part * 2)], bad: kind === "refused" && part > 0.5 };
}

/** Draw one trip. `number` tells it from those that are under way with it. */
export function drawTrip(sheet, lines, dots, run, trip, line, number) {
  const key = `trip ${number}`;
  lines.mark("path", { d: line.d, class: `trip trip-${trip.kind}` }, { key });
  const { places, bad } = dotsOf(trip);
  places.forEach((place, dot) => {
    const [cx, cy] = line.at(place);
    if (bad) drawCross(dots, cx, cy, `${key} ${dot}`);
    else if (trip.kind === "fetched") {
      const look = versionLook(run, trip.version);
      dots.mark(
        "circle",
        { cx, cy, r: 8, fill: sheet.fill(look), class: "edged" },
        { key: `${key} ${dot}`, title: `${look.label} on its way` },
      );
    } else dots.mark("circle", { cx, cy, r: 6, class: "question" }, { key: `${key} ${dot}` });
  });
}

function drawCross(layer, x, y, key) {
  for (const kind of ["cross-rim", "cross"]) {
    layer.mark("path", { d: `M${x - 7},${y - 7} l14,14 m0,-14 l-14,14`, class: kind }, { key: `${key} ${kind}` });
  }
}

/** How high the words for the kinds of trips of a run are together. */
export function travelLegendHeight(kinds) {
  return kinds.size * LEGEND_STEP;
}

/** What the dots mean, of the kinds that occur in the run, one below the other. */
export function drawTravelLegend(layer, kinds, y) {
  const x = 12;
  for (const kind of Object.keys(TRIP_WORDS).filter((each) => kinds.has(each))) {
    y += LEGEND_STEP;
    if (kind !== "stored") layer.mark("path", { d: `M0,${y - 6} H${2 * x}`, class: `trip trip-${kind}` });
    if (kind === "stored") layer.mark("circle", { cx: x, cy: y - 6, r: 9, class: "any-version" });
    else if (kind === "fetched") layer.mark("circle", { cx: x, cy: y - 6, r: 8, class: "any-version" });
    else if (kind === "asked") layer.mark("circle", { cx: x, cy: y - 6, r: 6, class: "question" });
    else drawCross(layer, x, y - 6, kind);
    writing(layer, x + 18, y, TRIP_WORDS[kind], { size: 17 });
  }
}
