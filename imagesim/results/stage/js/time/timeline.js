// The time picture as a whole: title, legend, causes, rows or shares, axis; and the line of the playhead through it.

import { drawAxis } from "../sheet/axis.js";
import { drawBands, drawCauses, stripHeight } from "./causes.js";
import { ghostShare, rowsInOther } from "./ghost.js";
import { bars, drawBars, drawNames, drawWords, looksOf, rowForm } from "./rows.js";
import { RIGHT, Scale, WIDTH } from "../sheet/scale.js";
import { drawGridTitle, drawShares, seenLooks, sharesHeight } from "./shares.js";
import { Sheet, legend, writing } from "../sheet/sheet.js";
import { svgElement } from "../sheet/painted.js";
import { counted, inWords } from "../sheet/words.js";

const GAP_OF_KEPT = 0.06; // of a row: what is kept does not touch what is now

export class Timeline {
  constructor(parent) {
    this.sheet = new Sheet(parent, "time");
    this.back = this.sheet.layer({ class: "back" });
    this.data = this.sheet.layer({ class: "bars" });
    this.front = this.sheet.layer({ class: "front" });
    this.marked = this.sheet.svg.appendChild(svgElement("g", { class: "links" }));
    this.line = this.sheet.svg.appendChild(svgElement("g", { class: "playhead", "aria-hidden": "true" }));
    this.handles = this.sheet.svg.appendChild(svgElement("g", { class: "handles" }));
  }

  /** Draw a run, and in its rows another one that is kept. */
  show(run, kept = null) {
    this.scale = new Scale(run.axis);
    const layers = [this.back, this.data, this.front];
    for (const layer of layers) layer.begin();
    const y = run.shares ? this.#shares(run) : this.#rows(run, kept);
    for (const layer of layers) layer.end();
    this.sheet.size(WIDTH, y);
    this.#playhead();
  }

  /** Put the line at this time. */
  at(seconds) {
    this.line.setAttribute("transform", `translate(${Math.round(this.scale.x(seconds) * 100) / 100} 0)`);
  }

  /** The time at which an event of the pointer is. */
  timeOf(event) {
    return this.scale.time(this.#point(event).x);
  }

  /** Whether it is over the rows. */
  covers(event) {
    const { x, y } = this.#point(event);
    return x >= this.scale.left && y >= this.top && y <= this.bottom + 60;
  }

  /** The row under an event of the pointer, as {row}; null if there is none. */
  rowAt(event) {
    const { y } = this.#point(event);
    if (!this.rowHeight || y < this.top || y >= this.bottom) return null;
    return { row: Math.floor((y - this.top) / this.rowHeight) };
  }

  /** Mark these rows, and no others. */
  mark(rows) {
    const place = (row) => ({ x: 1, y: this.top + row * this.rowHeight, width: RIGHT, height: this.rowHeight, rx: 3 });
    const frames = rows.flatMap((row) => ["linked-rim", "linked"].map((kind) => ({ ...place(row), class: kind })));
    this.marked.replaceChildren(...frames.map((frame) => svgElement("rect", frame)));
  }

  #point(event) {
    return new DOMPoint(event.clientX, event.clientY).matrixTransform(this.sheet.svg.getScreenCTM().inverse());
  }

  #rows(run, kept) {
    const { title, height } = rowForm(run);
    this.rowHeight = run.rows.length ? height : 0;
    const over = ghostShare(run, kept);
    writing(this.back, 0, 20, title, { more: { "font-weight": "bold" } });
    let y = legend(this.sheet, this.back, 34, looksOf(over ? [run, kept] : [run])) + 6;
    if (over) {
      writing(this.back, 0, y + 14, "Thick: this run. Thin, below it: the run that was kept.");
      y += 30;
    }
    if (!run.rows.length) {
      writing(this.back, WIDTH / 2, y + 20, "nothing happened: no pod was started", { anchor: "middle" });
      y += 40;
    }
    this.top = y + stripHeight(run.marks);
    this.bottom = this.top + run.rows.length * height;
    drawBands(this.back, run.marks, this.scale, this.top, this.bottom);
    const end = drawAxis(this.back, run.axis, this.scale, this.top, this.bottom);
    drawNames(this.back, run, this.scale, this.top);
    const own = bars(run, this.scale, this.top, { share: over ? 1 - over : 1 });
    drawBars(this.sheet, this.data, own);
    if (over) this.#kept(run, kept, over);
    drawCauses(this.front, run.marks, this.scale, this.top, this.bottom);
    drawWords(this.front, own);
    this.sheet.say(`${title}. ${counted(run.rows.length)} rows over ${inWords(run.axis.end_s)}.`);
    return end;
  }

  #kept(run, kept, over) {
    const options = { from: 1 - over + GAP_OF_KEPT, share: over - GAP_OF_KEPT, places: rowsInOther(run, kept) };
    const found = bars(kept, this.scale, this.top, options);
    drawBars(
      this.sheet,
      this.data,
      found.map((bar) => ({ ...bar, title: `kept run: ${bar.title}` })),
      "kept",
    );
  }

  #shares(run) {
    this.rowHeight = 0;
    writing(this.back, 0, 20, "How many containers are in which state", { more: { "font-weight": "bold" } });
    const y = legend(this.sheet, this.back, 34, seenLooks(run)) + 6;
    this.top = y + stripHeight(run.marks);
    this.bottom = this.top + sharesHeight(run);
    drawBands(this.back, run.marks, this.scale, this.top, this.bottom);
    const end = drawAxis(this.back, run.axis, this.scale, this.top, this.bottom);
    drawShares(this.sheet, this.data, run, this.scale, this.top);
    drawCauses(this.front, run.marks, this.scale, this.top, this.bottom);
    drawGridTitle(this.front, this.scale, this.top);
    this.sheet.say(
      `How many containers are in which state, and ${counted(run.nodes.length)} nodes, over ${inWords(run.axis.end_s)}.`,
    );
    return end;
  }

  #playhead() {
    const d = `M0,${this.top - 4} V${this.bottom + 2}`;
    const foot = `M0,${this.bottom - 2} l9,14 h-18 z`;
    this.line.replaceChildren(
      svgElement("path", { d, class: "playhead-rim" }),
      svgElement("path", { d, class: "playhead-line" }),
      svgElement("path", { d: foot, class: "playhead-foot" }),
    );
  }
}
