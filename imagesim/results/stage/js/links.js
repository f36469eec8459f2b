// The two pictures are linked: what is pointed at in one of them, or stepped to by keys, is marked in both.

import { linkedWith, rowInWords } from "./linked.js";
import { svgElement } from "./sheet/painted.js";

const ROW_STEPS = { ArrowUp: -1, ArrowLeft: -1, ArrowDown: 1, ArrowRight: 1, PageUp: -10, PageDown: 10 };
const LINKED_KINDS = ["chip", "version", "node"]; // the smaller thing first: a pod stands on its node

/** The row after a key; null if the key is none of a slider's. */
export function rowAfterKey(key, row, count) {
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  return key in ROW_STEPS ? Math.min(count - 1, Math.max(0, row + ROW_STEPS[key])) : null;
}

export class Links {
  /** @param {Element} moment what holds the picture of a moment, which may be made anew */
  constructor(timeline, moment) {
    Object.assign(this, { timeline, moment, at: null, row: 0 });
    const { svg } = timeline.sheet;
    svg.addEventListener("pointermove", (event) => this.#point(timeline.rowAt(event)));
    moment.addEventListener("pointermove", (event) => this.#point(pointedAt(event)));
    for (const picture of [svg, moment]) picture.addEventListener("pointerleave", () => this.#point(null));
    this.#keys(svg);
  }

  /** Take another run, or another moment of it. */
  show(run, now) {
    Object.assign(this, { run, now });
    const count = run.shares ? 0 : run.rows.length;
    this.row = Math.min(this.row, Math.max(0, count - 1));
    this.slider.style.display = count ? "" : "none";
    if (count) {
      const words = { valuemin: 1, valuemax: count, valuenow: this.row + 1, valuetext: rowInWords(run, now, this.row) };
      for (const [name, value] of Object.entries(words)) this.slider.setAttribute(`aria-${name}`, value);
    }
    this.#mark();
  }

  #point(at) {
    if (JSON.stringify(at) === JSON.stringify(this.at)) return;
    this.at = at;
    this.#mark();
  }

  #mark() {
    const linked = this.at ? linkedWith(this.run, this.now, this.at) : null;
    this.timeline.mark(linked?.rows ?? []);
    this.moment.querySelector(".links")?.remove();
    const svg = this.moment.querySelector("svg");
    if (!linked || !svg) return;
    const group = svg.appendChild(svgElement("g", { class: "links" }));
    for (const kind of [...LINKED_KINDS].reverse()) {
      for (const place of linked[`${kind}s`]) {
        for (const found of svg.querySelectorAll(`[data-${kind}="${place}"]`)) {
          if (isOwn(found, linked.nodes)) group.append(outline(found, "linked-rim"), outline(found, "linked"));
        }
      }
    }
  }

  /** One stop of the tab key for all rows: its arrows go through them. */
  #keys(svg) {
    this.slider = svg.appendChild(
      svgElement("g", { role: "slider", tabindex: 0, "aria-label": "Row", "aria-orientation": "vertical", class: "stepper" }),
    );
    this.slider.addEventListener("focus", () => this.#point({ row: this.row }));
    this.slider.addEventListener("blur", () => this.#point(null));
    this.slider.addEventListener("keydown", (event) => {
      event.stopPropagation();
      const next = rowAfterKey(event.key, this.row, this.run.rows.length);
      if (next === null) return;
      event.preventDefault();
      this.row = next;
      this.at = { row: next };
      this.show(this.run, this.now);
    });
  }
}

/** The pod, image or node under the pointer; words that stand on it are looked through. */
function pointedAt(event) {
  const found = document.elementsFromPoint(event.clientX, event.clientY);
  for (const kind of LINKED_KINDS) {
    const element = found.find((one) => one.dataset?.[kind] !== undefined);
    if (element) return { [kind]: Number(element.dataset[kind]) };
  }
  return null;
}

/** Whether an image is on one of these nodes, or in a registry; with no nodes all are meant. */
function isOwn(element, nodes) {
  return element.dataset.on === undefined || nodes.length === 0 || nodes.includes(Number(element.dataset.on));
}

/** A frame around a rectangle or a circle. */
function outline(element, kind) {
  const names = element.localName === "circle" ? ["cx", "cy", "r"] : ["x", "y", "width", "height", "rx"];
  const place = names.filter((name) => element.hasAttribute(name)).map((name) => [name, element.getAttribute(name)]);
  return svgElement(element.localName, { ...Object.fromEntries(place), class: kind });
}
