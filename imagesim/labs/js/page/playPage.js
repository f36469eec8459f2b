// The playground: manifests and world documents are run by the page's own worker, and what came of them is shown.

import { loadingLine } from "./loadingLine.js";
import { shownRun } from "./shownRun.js";
import { textEditor } from "./textEditor.js";
import { thisPagesPython } from "./thisPagesPython.js";

const LIMIT_S = 60;

const part = (id) => document.getElementById(id);
const python = thisPagesPython();
const editors = Object.fromEntries(
  ["manifests.yaml", "world.yaml"].map((name) => [name, textEditor(part(name), part(`${name}-lines`))]),
);
const show = shownRun(part("outcome"));

async function run() {
  const files = Object.fromEntries(Object.entries(editors).map(([name, editor]) => [name, editor.text()]));
  const seed = part("seed").valueAsNumber;
  for (const editor of Object.values(editors)) editor.mark(null);
  const line = loadingLine(run, "Nothing was run:");
  part("progress").replaceChildren(line.root);
  const stopListening = python.onProgress(line.show);
  setRunning(true);
  try {
    const answer = await python.ask({ kind: "run", files, seed: Number.isNaN(seed) ? null : seed }, LIMIT_S);
    part("progress").replaceChildren();
    part("outcome").classList.toggle("imagesim-stale", "mistake" in answer); // what stood before the mistake
    if ("mistake" in answer) showMistake(answer);
    else show(answer);
    part("progress").scrollIntoView({ block: "nearest" });
  } catch (error) {
    line.fail(error.message);
  } finally {
    stopListening();
    setRunning(false);
  }
}

function setRunning(isRunning) {
  part("run").disabled = isRunning;
  part("stop").disabled = !isRunning;
  part("outcome").setAttribute("aria-busy", isRunning);
}

function showMistake({ mistake, file, line }) {
  const words = document.createElement("p");
  words.setAttribute("role", "alert");
  words.className = "imagesim-mistake";
  words.textContent = mistake;
  part("progress").replaceChildren(words);
  if (line !== null) editors[file]?.mark(line);
}

async function offerExamples() {
  const examples = await (await fetch("examples.json")).json();
  part("example").append(...examples.map(({ title }, place) => new Option(title, place)));
  part("example").addEventListener("change", () => {
    const { files } = examples[part("example").value] ?? { files: {} };
    for (const [name, editor] of Object.entries(editors)) editor.show(files[name] ?? "");
    run();
  });
}

part("run").addEventListener("click", run);
part("stop").addEventListener("click", () => python.stop());
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !part("run").disabled) run();
});
part("run").disabled = false;
offerExamples();
