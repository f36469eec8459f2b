// A question on a page: takes a guess, locks it, tells who waits. Inside the element stands what is read without a
// script; its line on how to guess makes room for the form.

import { formElement } from "../../js/formElements.js";
import { lessonOf, settle, settledOn } from "./guessBook.js";
import { numberGuess, pointGuess, spanGuess } from "./numberGuesses.js";
import { orderGuess } from "./orderGuess.js";
import { scrolledByKeys } from "./scrolling.js";
import { choiceGuess, severalGuess, wordsGuess } from "./textGuesses.js";
import { saidGuess } from "./verdicts.js";

const GUESS_KINDS = {
  number: numberGuess,
  span: spanGuess,
  point: pointGuess,
  choice: choiceGuess,
  several: severalGuess,
  order: orderGuess,
  words: wordsGuess,
};

/** Makes the form of *question* in *root*; `show` of what is returned brings it up to date with what was settled. */
export function mountQuestion(root, question) {
  const fields = formElement("div", { className: `imagesim-guess imagesim-guess-${question.guess.kind}` });
  const legend = formElement("legend", { textContent: `Your guess on ${question.title.replace(/^Q/, "q")}` });
  const lock = formElement("button", { type: "submit", textContent: "Lock my guess", className: "imagesim-lock" });
  const skip = formElement("button", { type: "button", textContent: "Skip" });
  const buttons = formElement("div", { className: "imagesim-buttons" }, lock, skip);
  const fieldset = formElement("fieldset", {}, legend, fields, buttons);
  const state = formElement("p", { className: "imagesim-state", tabIndex: -1 });
  state.setAttribute("role", "status");
  const form = formElement("form", { noValidate: true }, fieldset, state);
  const field = GUESS_KINDS[question.guess.kind](question.guess, fields);

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const read = field.read();
    if (read.problem) {
      state.textContent = read.problem;
      read.at.focus();
      return;
    }
    settle(lessonOf(root), question, { state: "locked", value: read.value });
    state.focus(); // the button that had it is gone
  });
  skip.addEventListener("click", () => {
    settle(lessonOf(root), question, { state: "skipped" });
    state.focus();
  });
  root.querySelector(".imagesim-how")?.remove();
  root.append(form);
  scrolledByKeys(root);

  return function show() {
    const settled = settledOn(lessonOf(root), question);
    if (settled === null) return;
    fieldset.disabled = true;
    buttons.hidden = true;
    root.dataset.state = settled.state;
    if (settled.state === "skipped") {
      fields.hidden = true;
      state.textContent = "Skipped. What waited for it is open now.";
    } else {
      field.show(settled.value);
      state.textContent = `Locked: ${saidGuess(question.guess, settled.value)}. What waited for it is open now.`;
    }
  };
}
