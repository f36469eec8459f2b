// Handles by which people move what was done: a push, an outage. Each is a slider too, for the keyboard.

import { RIGHT } from "../sheet/scale.js";
import { svgElement } from "../sheet/painted.js";
import { momentInWords } from "../sheet/words.js";

const KEY_STEPS = 60; // arrow keys go by a sixtieth of the axis, if a drag has no steps of its own
const KEYS = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10 };

/** The cause that a drag moves: the nth of its kind; undefined if there is none. */
export function causeOf(causes, drag) {
  return causes.filter((cause) => cause.event === drag.cause)[drag.nth ?? 0];
}

/** The nearest time that a drag allows: within its bounds and, if it has steps, at one of them. */
export function within(drag, seconds, endS) {
  const least = drag.min_s ?? 0;
  const step = drag.step_s ?? 0;
  const near = step ? least + Math.round((seconds - least) / step) * step : seconds;
  return Math.min(drag.max_s ?? endS, Math.max(least, near));
}

/** The time after a key on a slider at `seconds`; null if the key is none of a slider's. */
export function afterKey(drag, key, seconds, endS) {
  if (key === "Home") return drag.min_s ?? 0;
  if (key === "End") return drag.max_s ?? endS;
  return key in KEYS ? within(drag, seconds + KEYS[key] * (drag.step_s ?? endS / KEY_STEPS), endS) : null;
}

export class Handles {
  /** @param {(index: number, seconds: number) => void} dragged is told where a handle was let go */
  constructor(timeline, drags, dragged) {
    this.timeline = timeline;
    this.handles = drags.map((drag, index) => new Handle(timeline, drag, (seconds) => dragged(index, seconds)));
  }

  /** Put the handles where the causes of this run are. */
  show(run) {
    for (const handle of this.handles) handle.show(run);
  }
}

class Handle {
  constructor(timeline, drag, released) {
    Object.assign(this, { timeline, drag, released, held: false });
    this.group = timeline.handles.appendChild(
      svgElement("g", { role: "slider", tabindex: 0, "aria-label": drag.name ?? drag.label, class: "handle" }),
    );
    this.line = this.group.appendChild(svgElement("path", { class: "handle-line" }));
    this.knob = this.group.appendChild(svgElement("g"));
    this.knob.append(
      svgElement("circle", { r: 22, class: "handle-reach" }),
      svgElement("circle", { r: 13, class: "handle-knob" }),
      svgElement("path", { d: "M-3,-5 l-5,5 l5,5 M3,-5 l5,5 l-5,5", class: "handle-arrows" }),
    );
    this.text = this.group.appendChild(svgElement("text", { "font-size": 18, class: "handle-text" }));
    this.#listen();
  }

  show(run) {
    const cause = causeOf(run.causes, this.drag);
    this.group.style.display = cause ? "" : "none";
    if (!cause || this.held) return;
    this.endS = run.axis.end_s;
    this.#put(this.drag.edge === "end" ? cause.ended_s : cause.time_s);
  }

  #put(seconds) {
    const { scale, top, bottom } = this.timeline;
    this.seconds = seconds;
    const x = Math.min(RIGHT, scale.x(seconds));
    const words = momentInWords(seconds, this.endS);
    this.knob.setAttribute("transform", `translate(${x} ${bottom})`);
    this.line.setAttribute("d", `M${x},${top} V${bottom}`);
    const right = x < 800;
    this.text.setAttribute("x", right ? x + 20 : x - 20);
    this.text.setAttribute("y", bottom - 18);
    this.text.setAttribute("text-anchor", right ? "start" : "end");
    this.text.textContent = `${this.drag.label}: ${words}`;
    const aria = {
      valuemin: this.drag.min_s ?? 0,
      valuemax: this.drag.max_s ?? this.endS,
      valuenow: seconds,
      valuetext: words,
    };
    for (const [name, value] of Object.entries(aria)) this.group.setAttribute(`aria-${name}`, value);
  }

  #hold(held) {
    this.held = held;
    this.group.classList.toggle("held", held);
  }

  /** Where it was let go is told once, and only if it was moved. */
  #release() {
    if (!this.held) return;
    this.#hold(false);
    if (this.seconds !== this.begun) this.released(this.seconds);
  }

  #grasp() {
    if (this.held) return;
    this.begun = this.seconds;
    this.#hold(true);
  }

  #listen() {
    this.group.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      event.stopPropagation();
      this.group.setPointerCapture(event.pointerId);
      this.group.focus();
      this.#grasp();
    });
    this.group.addEventListener("pointermove", (event) => {
      if (this.held) this.#put(within(this.drag, this.timeline.timeOf(event), this.endS));
    });
    for (const name of ["pointerup", "pointercancel", "blur", "keyup"])
      this.group.addEventListener(name, () => this.#release());
    this.group.addEventListener("keydown", (event) => {
      event.stopPropagation();
      const next = afterKey(this.drag, event.key, this.seconds, this.endS);
      if (next === null) return;
      event.preventDefault();
      this.#grasp();
      this.#put(next);
    });
  }
}
