// The one Python of a page, whoever asks: labs, the playground. Its files lie where the site has them.

import { Python } from "./python.js";

const SITE = new URL("../../../../", import.meta.url);

function startWorker() {
  const worker = new Worker(new URL("./pythonWorker.js", import.meta.url), { type: "module", name: "Python" });
  worker.postMessage({ kind: "begin", pyodide: new URL("pyodide/", SITE).href, python: new URL("python/", SITE).href });
  return worker;
}

let shared = null;

export function thisPagesPython() {
  shared ??= new Python(startWorker);
  return shared;
}
