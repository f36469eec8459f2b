// The worker in which Python runs: it loads Pyodide and the package from the site itself, then answers questions, each a
// text of JSON (imagesim/labs/page/answering.py).

import { countedFetch } from "./countedFetch.js";
import { startPython } from "./startPython.js";

const tell = (kind, more = {}) => self.postMessage({ kind, ...more });
let answering = null;

/** Python, and `files.json` of the site: {packs: [name, ...], bytes: what is fetched in all}. */
async function begin({ pyodide, python }) {
  const progress = { loaded: 0, total: 0 };
  const came = (bytes) => {
    progress.loaded += bytes;
    if (progress.total > 0) tell("progress", progress);
  };
  // Pyodide waits for ever for a file of its own that does not come, so whoever asks first is told.
  await new Promise((resolve, reject) => {
    self.fetch = countedFetch(self.fetch.bind(self), came, reject);
    started(pyodide, python, progress).then(resolve, reject);
  });
  tell("ready");
}

async function started(pyodide, python, progress) {
  const files = await (await fetch(new URL("files.json", python))).json();
  progress.total = files.bytes;
  const packs = files.packs.map(async (name) => (await fetch(new URL(name, python))).body);
  const interpreter = await startPython(pyodide, packs);
  tell("progress", { loaded: progress.total, total: progress.total });
  answering = interpreter.pyimport("imagesim.labs.page.answering").answering;
}

function answer(text) {
  try {
    tell("answer", { text: answering(text) });
  } catch (error) {
    // What Python raises, it can go on after; what else comes has ended it, for instance a stack that is too deep.
    const last = String(error.message ?? error).trim().split("\n").at(-1);
    if (error.name === "PythonError") tell("failed", { words: `Python says: ${last}` });
    else tell("dead", { words: `Python ended: ${last}. It starts again.` });
  }
}

self.onmessage = ({ data }) => {
  if (data.kind === "question") answer(data.text);
  else begin(data).catch((error) => tell("broken", { words: `${error.message ?? error}.` }));
};
