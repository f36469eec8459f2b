// The run in a file that somebody opens: run.html, or its JSON alone. Nothing of the file is executed.

const TABLES = ["nodes", "registries", "rows", "states", "pods", "pulls", "requests", "images", "tags", "causes", "events"];

/** {run, summary} of the *text* of a file; an Error says, for the reader, why there is none. */
export function runOfFile(text) {
  const run = parsed(text.trimStart().startsWith("<") ? dataOfPage(text) : text);
  if (run.tables !== undefined) {
    throw new Error(
      "This is what `imagesim run --json` prints: tables, and no picture. `imagesim run ... --out FOLDER` writes run.html, which opens here.",
    );
  }
  if (run.schema !== 1) throw new Error("This file holds no run that this page knows.");
  const missing = TABLES.find((name) => typeof run[name] !== "object" || run[name] === null);
  if (missing !== undefined) throw new Error(`This file holds no whole run: ${missing} is missing.`);
  const summary = Array.isArray(run.summary) ? run.summary.map(String) : [];
  return { run, summary };
}

/** The JSON that stands in run.html, found as text: the page is not opened. */
function dataOfPage(text) {
  const found = /<script type="application\/json" id="run">([^<]*)<\/script>/.exec(text);
  if (found === null) throw new Error("This page holds no run: it is none that imagesim wrote.");
  return found[1];
}

function parsed(text) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error("This file holds neither a run.html nor its JSON.");
  }
  if (typeof value !== "object" || value === null) throw new Error("This file holds no run.");
  return value;
}
