// Guesses that are numbers: one, two (from ... to ...), a point on an axis. Each takes its part of a form, and returns
// how to read it, {value} or {problem}, and how to show a value that was locked.

import { formElement, freshId } from "../../js/formElements.js";
import { withUnit } from "./verdicts.js";

const MOST_TICKS = 8;

function numberField(guess, words) {
  const { least, most, step } = guess;
  const input = formElement("input", { type: "number", min: least, max: most, step, id: freshId(), inputMode: "decimal" });
  const label = formElement("label", { htmlFor: input.id, textContent: words });
  return { input, label };
}

// In steps of the guess, within its ends; a browser's own message would stand in the language of the browser.
function readNumber(guess, input) {
  const value = input.valueAsNumber;
  const steps = (value - guess.least) / guess.step;
  const fits = value >= guess.least && value <= guess.most && Math.abs(steps - Math.round(steps)) < 1e-6;
  if (fits) return { value };
  const kind = guess.step % 1 === 0 ? "a whole number" : "a number";
  return { problem: `Type ${kind} from ${guess.least} to ${guess.most} first.`, at: input };
}

export function numberGuess(guess, root) {
  const { input, label } = numberField(guess, `From ${guess.least} to ${guess.most}:`);
  root.append(label, input, guess.unit);
  return {
    read: () => readNumber(guess, input),
    show: (value) => {
      input.value = value;
    },
  };
}

export function spanGuess(guess, root) {
  const [low, high] = [numberField(guess, "From"), numberField(guess, "to")];
  root.append(low.label, low.input, high.label, high.input, guess.unit);
  const hint = formElement("small", { textContent: `between ${guess.least} and ${guess.most}` });
  root.append(hint);
  return {
    read: () => {
      const read = [readNumber(guess, low.input), readNumber(guess, high.input)];
      const wrong = read.find((each) => each.problem);
      if (wrong) return wrong;
      if (read[0].value > read[1].value) return { problem: "The first number is the smaller one.", at: low.input };
      return { value: read.map((each) => each.value) };
    },
    show: (value) => {
      [low.input.value, high.input.value] = value;
    },
  };
}

/** Where an axis from *least* to *most* is labelled, at steps that people count in. */
export function axisTicks(least, most) {
  const rough = (most - least) / (MOST_TICKS - 1);
  const ten = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((each) => each * ten).find((each) => each >= rough - 1e-9);
  const first = Math.ceil(least / step - 1e-9);
  const count = Math.floor(most / step + 1e-9) - first + 1;
  return Array.from({ length: count }, (_, place) => Number(((first + place) * step).toFixed(6)));
}

export function pointGuess(guess, root) {
  const input = formElement("input", { type: "range", min: guess.least, max: guess.most, step: guess.step });
  input.value = guess.least;
  input.id = freshId();
  let moved = false;
  const output = formElement("output", { ariaHidden: "true", textContent: "drag, or press the arrow keys" });
  const say = () => {
    output.textContent = withUnit(guess, input.valueAsNumber);
    input.setAttribute("aria-valuetext", output.textContent);
  };
  input.setAttribute("aria-valuetext", withUnit(guess, guess.least));
  input.addEventListener("input", () => {
    moved = true;
    say();
  });
  const ticks = axisTicks(guess.least, guess.most).map((tick) => {
    const mark = formElement("span", { textContent: tick });
    mark.style.setProperty("--at", (tick - guess.least) / (guess.most - guess.least));
    return mark;
  });
  const scale = formElement("div", { className: "imagesim-scale", ariaHidden: "true" }, ...ticks);
  const axis = formElement("div", { className: "imagesim-axis" }, input, scale);
  root.append(formElement("label", { htmlFor: input.id, textContent: "At" }), axis, output);
  return {
    read: () => (moved ? { value: input.valueAsNumber } : { problem: "Move the point first.", at: input }),
    show: (value) => {
      moved = true;
      input.value = value;
      say();
    },
  };
}
