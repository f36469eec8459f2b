// A run with what is said of it: a sentence, the stage, figures, the text of a terminal.

import { formElement } from "../formElements.js";
import { stage } from "../../../results/stage/js/stage.js";

/** What stands before the first gap of a line of a summary, and what behind it; a line without one has no name. */
export function figure(line) {
  const found = /^(\S.*?)\s{2,}(.*)$/.exec(line);
  return found ? [found[1], found[2]] : ["", line.trim()];
}

function figures(lines) {
  const rows = lines.map(figure).map(([name, words]) =>
    formElement("tr", {}, formElement("th", { scope: "row" }, name), formElement("td", {}, words)),
  );
  return formElement("table", { className: "imagesim-figures" }, formElement("tbody", {}, ...rows));
}

/**
 * Shows runs in *root*: what is returned takes {run, summary, text}; without a text there is none to unfold. With
 * *wordsFirst* what is said of the run stands above its stage, and not below it.
 */
export function shownRun(root, wordsFirst = false) {
  const sentence = formElement("p", { className: "imagesim-sentence" });
  sentence.setAttribute("role", "status");
  const place = document.createElement("div");
  const below = document.createElement("div");
  let onStage = null;
  return ({ run, summary, text = "" }) => {
    if (onStage === null) root.replaceChildren(sentence, ...(wordsFirst ? [below, place] : [place, below]));
    sentence.textContent = summary.length > 0 ? figure(summary[0]).filter(Boolean).join(": ") : run.title;
    // Of another cluster: it begins where that one has something to show, and not where the last one was left.
    onStage = stage(place, run);
    const terminal = formElement(
      "details",
      {},
      formElement("summary", { textContent: "As a terminal prints it" }),
      formElement("pre", { textContent: text, tabIndex: 0 }),
    );
    terminal.hidden = text === "";
    below.replaceChildren(figures(wordsFirst ? summary.slice(1) : summary), terminal);
  };
}
