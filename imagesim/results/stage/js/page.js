// run.html: the run that stands in the page, on the stage, under its title and above its summary.

import { stage } from "./stage.js";

const inPage = (id) => document.getElementById(id);
const shownRun = JSON.parse(inPage("run").textContent);

function partOfPage(tag, text) {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}

const place = document.createElement("div");
inPage("stage").replaceChildren(partOfPage("h1", shownRun.title), partOfPage("p", shownRun.question), place);
stage(place, shownRun, {});
inPage("stage").append(partOfPage("h2", "In figures"), partOfPage("pre", shownRun.summary.join("\n")));
