// Pyodide with the packages of the site: in a page's worker, and in Node where the site is checked.

import { placeFiles, unpacked } from "./packs.js";

/**
 * A promise of Pyodide, into which the packs are put. *home* is the folder of Pyodide with a slash at its end, *streams*
 * are promises of what the packs are fetched as; both come at once.
 */
export async function startPython(home, streams, options = {}) {
  const packs = Promise.all(streams.map(async (stream) => unpacked(await stream)));
  packs.catch(() => {}); // it is told below, where it is awaited
  const { loadPyodide } = await import(`${home}pyodide.mjs`);
  const python = await loadPyodide({ indexURL: home, ...options });
  const folder = python.runPython("import site; site.getsitepackages()[0]");
  for (const files of await packs) placeFiles(python.FS, folder, files);
  python.runPython("import importlib; importlib.invalidate_caches()");
  return python;
}
