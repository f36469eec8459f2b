import assert from "node:assert/strict";
import { test } from "node:test";
import { runOfFile } from "../../../imagesim/labs/js/page/runFile.js";
import { figure } from "../../../imagesim/labs/js/page/shownRun.js";

const TABLES = ["nodes", "registries", "rows", "states", "pods", "pulls", "requests", "images", "tags", "causes", "events"];
const run = { schema: 1, title: "A run", ...Object.fromEntries(TABLES.map((name) => [name, {}])), summary: ["Pods  1"] };

test("a run is found in run.html and in its JSON", () => {
  const text = JSON.stringify(run);
  const page = `<!doctype html>\n<script type="application/json" id="run">${text}</script>\n<script>alert(1)</script>`;
  assert.deepEqual(runOfFile(page), { run, summary: ["Pods  1"] });
  assert.deepEqual(runOfFile(text), { run, summary: ["Pods  1"] });
});

test("what is no run is said in words", () => {
  for (const [text, words] of [
    ["", /neither a run.html nor its JSON/],
    ["null", /holds no run/],
    ["{}", /no run that this page knows/],
    ['{"schema": 1}', /nodes is missing/],
    ['{"schema": 1, "tables": {}}', /--out FOLDER/],
    ["<html></html>", /none that imagesim wrote/],
  ]) {
    assert.throws(() => runOfFile(text), words);
  }
});

test("a line of a summary is a name and what is said of it", () => {
  assert.deepEqual(figure("Pods      8 of 8 ready"), ["Pods", "8 of 8 ready"]);
  assert.deepEqual(figure("          and one more"), ["", "and one more"]);
});
