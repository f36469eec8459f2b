// A page with texts to edit, about which its own worker is asked: what came of them is shown, a mistake at its line.
// The page has the elements #run, #stop, #progress, #outcome and, for each text, a textarea with its name as id.

import { loadingLine } from "./loadingLine.js";
import { shownRun } from "./shownRun.js";
import { textEditor } from "./textEditor.js";
import { thisPagesPython } from "./thisPagesPython.js";

const LIMIT_S = 60;

const part = (id) => document.getElementById(id);

/**
 * *names* are those of the texts, *question(files)* is what Python is asked, *nothing* what a failure begins with, and
 * *wordsFirst* says whether an answer's words stand above its stage. What is returned asks (`run`), and shows other
 * texts (`show`).
 */
export function editorsPage({ names, question, nothing, wordsFirst = false }) {
  const python = thisPagesPython();
  const editors = Object.fromEntries(names.map((name) => [name, textEditor(part(name), part(`${name}-lines`))]));
  const show = shownRun(part("outcome"), wordsFirst);

  async function run() {
    const files = Object.fromEntries(names.map((name) => [name, editors[name].text()]));
    for (const editor of Object.values(editors)) editor.mark(null);
    const line = loadingLine(run, nothing);
    part("progress").replaceChildren(line.root);
    const stopListening = python.onProgress(line.show);
    setRunning(true);
    try {
      const answer = await python.ask(question(files), LIMIT_S, line.late);
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

  function showMistake({ mistake, file, line }) {
    const words = document.createElement("p");
    words.setAttribute("role", "alert");
    words.className = "imagesim-mistake";
    words.textContent = mistake;
    part("progress").replaceChildren(words);
    if (line !== null) editors[file]?.mark(line);
  }

  part("run").addEventListener("click", run);
  part("stop").addEventListener("click", () => python.stop());
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !part("run").disabled) run();
  });
  part("run").disabled = false;
  return {
    run,
    show(files) {
      for (const [name, editor] of Object.entries(editors)) editor.show(files[name] ?? "");
    },
  };
}

function setRunning(isRunning) {
  part("run").disabled = isRunning;
  part("stop").disabled = !isRunning;
  part("outcome").setAttribute("aria-busy", isRunning);
}
