// A guess drawn into the picture of its answer, on the picture's own axis: a line, or a band from ... to ....

import { formElement } from "../../js/formElements.js";
import { saidGuess } from "./verdicts.js";

/** Where a guess stands, as parts of the picture: [from, to] along the axis, kept within it. */
export function guessPlaces(line, guess, value) {
  const place = (each) => {
    const part = (each - guess.least) / (guess.most - guess.least);
    const at = line.ends[0] + part * (line.ends[1] - line.ends[0]);
    return Math.min(line.within[1], Math.max(line.within[0], at));
  };
  const [low, high] = Array.isArray(value) ? value : [value, value];
  return [place(low), place(high)].sort((one, other) => one - other);
}

const per_cent = (part) => `${(100 * part).toFixed(3)}%`;

/** Draws it into *picture*, which holds the image alone. */
export function drawGuess(picture, line, guess, value) {
  const [from, to] = guessPlaces(line, guess, value);
  const label = formElement("span", { textContent: `you said ${saidGuess(guess, value)}` });
  const mark = formElement("div", { className: `imagesim-guess-mark imagesim-guess-mark-${line.axis}` }, label);
  const sides = line.axis === "x" ? ["left", "width", "top", "height"] : ["top", "height", "left", "width"];
  const [begin, length, otherBegin, otherLength] = sides;
  mark.style[begin] = per_cent(from);
  mark.style[length] = per_cent(to - from);
  mark.style[otherBegin] = per_cent(line.across[0]);
  mark.style[otherLength] = per_cent(line.across[1] - line.across[0]);
  mark.classList.toggle("imagesim-guess-mark-back", line.axis === "x" && from > 0.75); // room for the label
  picture.append(mark);
}
