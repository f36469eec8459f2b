// A result on a page that waits for guesses. Inside the element stands what is read without a script: the folded
// details. Here they are out of sight until every question is settled, and then they are open.

import { formElement } from "../../js/formElements.js";
import { lessonOf, settle, settledOn } from "./guessBook.js";
import { drawGuess } from "./guessMark.js";
import { fitPictures } from "./pictureFit.js";
import { scrolledByKeys } from "./scrolling.js";
import { markTextColumns } from "./textColumns.js";
import { verdict } from "./verdicts.js";

const MARKS = { right: "✓", near: "≈", wrong: "✗" };

const questionOf = (element) => JSON.parse(element.dataset.is);

function questionOnPage(lesson, { name }) {
  return [...lesson.querySelectorAll("imagesim-question")].find((each) => questionOf(each).name === name);
}

function goTo(element) {
  element.scrollIntoView({ block: "center" });
  element.querySelector("input, textarea, button")?.focus();
}

// "question 1, question 2 and Exercise 1": those that wait for a guess.
function named(questions) {
  const titles = questions.map((each) => each.title.replace(/^Q/, "q"));
  return [titles.slice(0, -1).join(", "), titles.at(-1)].filter(Boolean).join(" and ");
}

function waitingLine(root, state) {
  const words = formElement("span");
  const go = formElement("button", { type: "button", textContent: "Go there" });
  const skip = formElement("button", { type: "button" });
  const line = formElement("p", { className: "imagesim-waiting" }, words, go, skip);
  let open = [];
  go.addEventListener("click", () => goTo(questionOnPage(lessonOf(root), open[0])));
  skip.addEventListener("click", () => {
    for (const question of open) settle(lessonOf(root), question, { state: "skipped" });
    state.focus();
  });
  const show = (questions) => {
    open = questions;
    line.hidden = open.length === 0;
    if (line.hidden) return;
    words.textContent = `Closed until you have locked your guess on ${named(open)}. `;
    skip.textContent = `Skip ${named(open)}`;
    go.hidden = !questionOnPage(lessonOf(root), open[0]);
  };
  return { line, show };
}

// What its cell shows below it is hidden by the style sheet until this says that it is open. Its questions are named
// alone: one that is not on the page, where the cell was run by itself, has nothing to lock.
function mountVeil(root, data) {
  const words = root.querySelector(".imagesim-veil");
  const waiting = waitingLine(root, words);
  words.hidden = true;
  root.append(waiting.line);
  return function show() {
    const lesson = lessonOf(root);
    const asked = data.questions.map((each) => questionOnPage(lesson, each)).filter(Boolean).map(questionOf);
    waiting.show(asked.filter((question) => settledOn(lesson, question) === null));
    root.dataset.state = waiting.line.hidden ? "open" : "veil";
  };
}

/** Closes what stands in *root*; `show` of what is returned opens it once every question of *data* is settled. */
export function mountAnswer(root, data) {
  if (data.veil) return mountVeil(root, data);
  const details = root.querySelector("details");
  const state = formElement("p", { className: "imagesim-verdict", tabIndex: -1 });
  state.setAttribute("role", "status");
  const waiting = waitingLine(root, state);
  root.insertBefore(waiting.line, details);
  root.insertBefore(state, details);
  details.hidden = true;
  details.querySelector("summary").setAttribute("data-lm-suppress-shortcuts", "true"); // as formElement does
  let opened = false;

  function open() {
    opened = true;
    details.hidden = false;
    details.open = true;
    markTextColumns(details);
    fitPictures(details);
    scrolledByKeys(root);
    root.dataset.state = "open";
    root.querySelector("summary").textContent = data.truth === null ? "What came of it" : "The answer";
    if (!root.querySelector(":scope > .imagesim-asked")) return; // it shows something and answers nothing
    const [question] = data.questions;
    const settled = settledOn(lessonOf(root), question);
    const { grade, text } = verdict(question.guess, settled, data.truth);
    const mark = formElement("span", { className: "imagesim-mark", ariaHidden: "true" }, MARKS[grade] ?? "");
    state.replaceChildren(mark, text);
    state.dataset.grade = grade;
    // What the first line of the details says is said above them now; a model answer in words is not.
    root.querySelector(".imagesim-truth")?.toggleAttribute("hidden", question.guess.kind !== "words");
    details.hidden = !details.querySelector(":scope > :not(summary, [hidden])"); // no picture, no reason: all is said
    if (settled.state === "locked") drawIn(question.guess, settled.value);
  }

  function drawIn(guess, value) {
    const contents = [...details.querySelectorAll(":scope > .imagesim-content")];
    data.lines.forEach((line, place) => {
      const picture = contents[place].querySelector(".imagesim-answer-picture");
      if (line !== null && picture !== null) drawGuess(picture, line, guess, value);
    });
  }

  return function show() {
    const lesson = lessonOf(root);
    const unsettled = data.questions.filter((question) => settledOn(lesson, question) === null);
    waiting.show(unsettled);
    if (unsettled.length === 0 && !opened) open();
  };
}
