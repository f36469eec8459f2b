// The stage: a run over time and at one moment, linked by a playhead; causes that can be dragged; a run that is kept.

import { Cells } from "./moment/cells.js";
import { decoded } from "./data.js";
import { standsBeside } from "./time/ghost.js";
import { Handles } from "./time/handles.js";
import { Links } from "./links.js";
import { Moment } from "./moment/moment.js";
import { Playhead } from "./time/playhead.js";
import { Timeline } from "./time/timeline.js";

/**
 * Show a run (the JSON object of docs/reference.md) in an element.
 *
 * `options.drags` is a list of `{cause, nth, label, name, min_s, max_s, edge}`: a handle for the nth cause of that kind,
 * at its "start" or "end", which a screen reader calls by `name`, or by the label; `options.dragged(index, time_s)` is
 * called when one was moved and let go. `options.time_s` is where the playhead begins: without it, as `firstMoment`
 * says.
 *
 * What comes back has `show(run)`, `at(time_s)`, `keep()`, which leaves the run that is shown in the picture, to be
 * compared with the next ones, and `forget()`, which takes it away. `under(element)` puts an element under the picture of
 * time, which is often the lower one of the two.
 */
export function stage(element, run, options = {}) {
  const made = new Stage(element, options);
  made.show(run);
  return made;
}

class Stage {
  constructor(element, options) {
    this.options = options;
    this.parts = buildParts(element);
    this.timeline = new Timeline(this.parts.time);
    this.playhead = new Playhead(this.parts.time, (seconds) => this.at(seconds));
    this.beside = new Timeline(this.parts.kept);
    const dragged = (index, seconds) => options.dragged?.(index, seconds);
    this.handles = new Handles(this.timeline, options.drags ?? [], dragged);
    this.links = new Links(this.timeline, this.parts.moment);
    this.kept = null;
    followPointer(this.timeline, (seconds) => {
      this.playhead.pause();
      this.at(seconds);
    });
  }

  show(run) {
    this.run = decoded(run);
    this.seconds ??= this.options.time_s ?? firstMoment(this.run);
    this.moment = momentFor(this.run, this.moment, this.parts.moment);
    this.#draw();
  }

  at(seconds) {
    this.seconds = Math.min(this.run.end_s, Math.max(0, seconds));
    this.playhead.at(this.seconds);
    this.timeline.at(this.seconds);
    if (!this.parts.kept.hidden) this.beside.at(this.seconds);
    const now = this.moment.at(this.seconds);
    this.links.show(this.run, now);
    this.parts.when.textContent = `At ${this.playhead.output.textContent}`;
    this.parts.said.textContent = now.said;
  }

  under(element) {
    if (element.parentElement !== this.parts.left) this.parts.left.append(element);
  }

  keep() {
    this.kept = this.run;
  }

  forget() {
    this.kept = null;
    this.#draw();
  }

  #draw() {
    this.timeline.show(this.run, this.kept);
    this.parts.kept.hidden = !standsBeside(this.run, this.kept);
    if (!this.parts.kept.hidden) this.beside.show(this.kept);
    this.moment.show(this.run, this.kept);
    this.playhead.show(this.run, this.timeline.scale);
    this.handles.show(this.run);
    this.at(this.seconds);
  }
}

/** The time of the first thing that was done; without any, when most is on its way, or the end. */
export function firstMoment(run) {
  const done = run.causes.map((cause) => cause.time_s).filter((time) => time > 0);
  if (done.length) return Math.min(run.end_s, ...done);
  const long = run.requests.filter(({ time_s, ended_s }) => ended_s !== null && ended_s > time_s);
  const middles = long.map(({ time_s, ended_s }) => (time_s + ended_s) / 2).sort((one, other) => one - other);
  return Math.min(run.end_s, middles[middles.length >> 1] ?? run.end_s);
}

/** The picture of a moment that fits a run: the one that is there, or a new one of the other kind. */
function momentFor(run, moment, parent) {
  const Kind = run.shares ? Cells : Moment;
  if (moment instanceof Kind) return moment;
  parent.replaceChildren();
  return new Kind(parent);
}

/** A press in the time picture moves the playhead, and so does the pointer until it is let go. */
function followPointer(timeline, moved) {
  const { svg } = timeline.sheet;
  let held = false;
  svg.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !timeline.covers(event)) return;
    held = true;
    svg.setPointerCapture(event.pointerId);
    moved(timeline.timeOf(event));
  });
  svg.addEventListener("pointermove", (event) => {
    if (held) moved(timeline.timeOf(event));
  });
  for (const name of ["pointerup", "pointercancel"]) svg.addEventListener(name, () => (held = false));
}

function buildParts(element) {
  const part = (parent, tag, name) => {
    const found = parent.appendChild(document.createElement(tag));
    found.className = `imagesim-${name}`;
    return found;
  };
  element.replaceChildren();
  const root = part(element, "div", "stage");
  const body = part(root, "div", "stage-body");
  const left = part(body, "div", "stage-time");
  const right = part(body, "div", "stage-moment");
  const time = part(left, "div", "stage-over");
  const kept = part(left, "div", "stage-kept");
  part(kept, "p", "stage-title").textContent = "The run that was kept";
  const when = part(right, "p", "stage-when");
  const said = part(right, "p", "stage-said");
  return { root, left, time, kept, when, said, moment: part(right, "div", "stage-now") };
}
