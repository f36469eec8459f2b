// The time picture of a run that is told in full: a row for each container, or for each node's pulls, and its bars.

import { looksOfBars, showsPulls } from "../data.js";
import { RIGHT } from "../sheet/scale.js";
import { labelOn, writing } from "../sheet/sheet.js";
import { SMALL, general, shortened, textWidth, told } from "../sheet/words.js";

const NARROWEST_PULL = 6; // a pull that takes no time is still to be seen
const NARROW = 4; // of a bar that is narrower one would see nothing but its edge
const HAIRLINE = 0.0025; // of the axis, as in the pictures of results/plots
const ALL_PULLS = 440; // how high all rows of pulls are together
/** How high a row of states is, and how large its name and its words are, by how many there are at most. */
const FORMS_OF_ROWS = [
  { most: 12, height: 33, size: SMALL, word: SMALL },
  { most: 16, height: 27, size: SMALL, word: SMALL },
];
const ALL_THIN_ROWS = 500; // more rows than that are thin, so that all fit on a screen

/** How high a row is, how large what is written in it is, and what the rows are. */
export function rowForm(run) {
  const count = run.rows.length;
  if (showsPulls(run)) {
    const height = Math.min(60, Math.max(14, ALL_PULLS / count));
    return { title: "What each node pulled", height, size: Math.min(SMALL, height), word: SMALL, pulls: true };
  }
  const thin = Math.min(21, Math.max(13, ALL_THIN_ROWS / count));
  const form = FORMS_OF_ROWS.find(({ most }) => count <= most) ?? { height: thin, size: Math.min(SMALL, thin), word: 0 };
  return { title: "Each pod over time: what it runs, or waits for", ...form, pulls: false };
}

/**
 * The bars of a run whose rows begin at `top`: place, look, title and word of each, in the order of drawing.
 *
 * Of two runs in one picture the one that is kept has the lower `share` of each row; `places` says where its rows are.
 */
export function bars(run, scale, top, { from = 0, share = 1, places = null } = {}) {
  const form = rowForm(run);
  const rowHeight = form.height * (form.pulls ? 0.95 : 0.9) - 2;
  const shown = run.states.filter((state) => state.started_s <= run.end_s);
  return shown.map((state) => {
    const row = run.rows[state.row];
    const until = Math.min(state.ended_s ?? run.end_s, run.end_s);
    const look = run.lookAt(state.look);
    const lane = (rowHeight * share) / row.lanes;
    const x = scale.x(state.started_s);
    const least = form.pulls ? NARROWEST_PULL : 0;
    return {
      x,
      y:
        top +
        (places ? places[state.row] : state.row) * form.height +
        (form.height - rowHeight) / 2 +
        rowHeight * from +
        state.lane * lane,
      width: Math.min(Math.max(least, scale.x(until) - x), RIGHT - x),
      height: lane - (row.lanes > 1 ? 1 : 0),
      look,
      title: `${podOf(run, state, row)}: ${told(look)}, ${general(state.started_s)} s to ${general(until)} s`,
      word: look.label.replace(/^Running /, ""),
      size: form.word,
    };
  });
}

function podOf(run, state, row) {
  return state.pod === null ? row.name : run.pods[state.pod].pod;
}

/** The bars themselves. */
export function drawBars(sheet, layer, found, kind = "bar") {
  for (const { x, y, width, height, look, title } of found) {
    const edge = width < NARROW ? { class: kind, stroke: look.colour } : { class: `${kind} edged` };
    layer.mark("rect", { x, y, width, height, fill: sheet.fill(look), ...edge }, { title });
  }
}

/** What bars are called, after the lines of causes, which are not to cross it. */
export function drawWords(layer, found) {
  for (const { x, y, width, height, look, word, size } of found) {
    if (!size || height < size - 2 || width <= textWidth(word, size) + 12) continue;
    labelOn(layer, x + width / 2, y + height / 2 + size * 0.35, word, look, { size });
  }
}

/** The names before the rows. */
export function drawNames(layer, run, scale, top) {
  const { height, size } = rowForm(run);
  run.rows.forEach((row, place) => {
    const text = shortened(row.name, scale.left - 10, size);
    const title = text === row.name ? "" : row.name;
    writing(layer, scale.left - 8, top + (place + 0.5) * height + size * 0.35, text, { size, anchor: "end", title });
  });
}

/** Whether a bar is more than a hairline; of a pull every one is. A version has its words in any case. */
function isSeen(run, { started_s, ended_s, look }) {
  if (started_s > run.end_s) return false;
  if (look < 0 || showsPulls(run)) return true;
  return Math.min(ended_s ?? run.end_s, run.end_s) - started_s > HAIRLINE * run.axis.end_s;
}

/** The looks for the legend of several runs in one picture, each once, if it is seen there. */
export function looksOf(runs) {
  const looks = (run) => looksOfBars(run, run.states.filter((state) => isSeen(run, state)));
  const found = new Map(runs.flatMap(looks).map((look) => [`${look.label} ${look.colour} ${look.hatch}`, look]));
  return [...found.values()];
}
