// The playhead: a range input under the time picture, a button that plays the run, and the time in words.

import { RIGHT, WIDTH } from "../sheet/scale.js";
import { momentInWords } from "../sheet/words.js";

const PLAYED_S = 12; // a whole run takes about so long
const STEPS = 1000;
const JUMPS = 24; // for those who want less motion
const THUMB = 8; // half as wide as the input's thumb, in pixels
const BESIDE = 230; // so much room before the axis is enough for button and time

export class Playhead {
  /** @param {(seconds: number) => void} moved is told every new time */
  constructor(parent, moved) {
    this.moved = moved;
    this.element = parent.appendChild(document.createElement("div"));
    this.element.className = "imagesim-playhead";
    this.range = this.element.appendChild(document.createElement("input"));
    Object.assign(this.range, { type: "range", min: "0" });
    this.range.setAttribute("aria-label", "Time");
    this.button = this.element.appendChild(document.createElement("button"));
    this.button.type = "button";
    this.output = this.element.appendChild(document.createElement("output"));
    this.range.addEventListener("input", () => this.#hear());
    this.range.addEventListener("keydown", (event) => this.#key(event));
    this.button.addEventListener("keydown", (event) => event.stopPropagation());
    this.button.addEventListener("click", () => this.#toggle());
    this.#label();
  }

  /** Fit it to the time axis of a run. */
  show(run, scale) {
    this.endS = run.end_s;
    this.range.max = String(run.end_s);
    this.range.step = String(run.end_s / STEPS);
    this.element.classList.toggle("beside", scale.left >= BESIDE);
    const percent = (x) => `${(x / WIDTH) * 100}%`;
    this.range.style.marginLeft = `calc(${percent(scale.left)} - ${THUMB}px)`;
    this.range.style.width = `calc(${percent(Math.min(RIGHT, scale.x(run.end_s)) - scale.left)} + ${2 * THUMB}px)`;
  }

  /** Stand at this time, and say so to nobody. */
  at(seconds) {
    this.seconds = seconds;
    this.range.value = String(seconds);
    const words = momentInWords(seconds, this.endS);
    this.range.setAttribute("aria-valuetext", words);
    if (this.output.textContent !== words) this.output.textContent = words;
  }

  play() {
    if (this.playing) return;
    this.playing = true;
    this.#label();
    if (this.seconds >= this.endS - 1e-9) this.#go(0);
    if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) this.#jump();
    else this.#run();
  }

  pause() {
    this.playing = false;
    cancelAnimationFrame(this.frame);
    clearTimeout(this.timer);
    this.#label();
  }

  #run() {
    let before = null;
    const frame = (now) => {
      if (!this.playing) return;
      const passed = before === null ? 0 : Math.min(0.25, (now - before) / 1000);
      before = now;
      if (this.#step((passed * this.endS) / PLAYED_S)) this.frame = requestAnimationFrame(frame);
    };
    this.frame = requestAnimationFrame(frame);
  }

  #jump() {
    this.timer = setTimeout(
      () => {
        if (this.playing && this.#step(this.endS / JUMPS)) this.#jump();
      },
      (PLAYED_S * 1000) / JUMPS,
    );
  }

  /** Go on by so much; false at the end, where it pauses. */
  #step(seconds) {
    const next = Math.min(this.endS, this.seconds + seconds);
    this.#go(next);
    if (next >= this.endS) this.pause();
    return next < this.endS;
  }

  #hear() {
    if (this.playing) this.pause();
    this.#go(Number(this.range.value));
  }

  #go(seconds) {
    this.at(seconds);
    this.moved(seconds);
  }

  #toggle() {
    if (this.playing) this.pause();
    else this.play();
  }

  /** Keys stay here: a notebook would go to another cell. The space bar plays, as everywhere. */
  #key(event) {
    event.stopPropagation();
    if (event.key !== " ") return;
    event.preventDefault();
    this.#toggle();
  }

  #label() {
    this.button.textContent = this.playing ? "❚❚ Pause" : "▶ Play";
  }
}
