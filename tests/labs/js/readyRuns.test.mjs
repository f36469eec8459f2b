import assert from "node:assert/strict";
import { test } from "node:test";

import { readyHost, runKey } from "../../../imagesim/labs/js/page/readyRuns.js";

const LAB = { controls: { push_min: {}, policy: {} } };
const FIRST = { lab: LAB, values: { push_min: 5, policy: "Always" }, view: { share: "a", sentence: "first" } };
const RUNS = { "7 Always": { share: "b", sentence: "seven" }, "9 Always": { share: "c", sentence: "nine" }, "5 Always": FIRST.view };

function host(runs, more = {}) {
  const made = readyHost({ first: FIRST, runs, link: (code) => `page#${code}`, ...more });
  const shown = [];
  made.onChange(() => shown.push(made.view.mistake || made.view.sentence));
  return { host: made, shown };
}

test("a run is found by its settings, in the order of the controls", () => {
  assert.equal(runKey(LAB, { policy: "Always", push_min: 7 }), "7 Always");
});

test("a control that is moved shows the run that is there", async () => {
  const { host: made, shown } = host(Promise.resolve(RUNS));
  await made.set({ ...made.values, push_min: 7 });
  assert.deepEqual(shown, ["seven"]);
  assert.equal(made.link(), "page#b");
  await made.reset();
  assert.deepEqual(shown, ["seven", "first"]);
  assert.deepEqual(made.values, FIRST.values);
});

test("while the runs come only the last setting is waited for", async () => {
  let came;
  const { host: made, shown } = host(new Promise((resolve) => (came = resolve)));
  const both = [made.set({ ...made.values, push_min: 7 }), made.set({ ...made.values, push_min: 9 })];
  came(RUNS);
  await Promise.all(both);
  assert.deepEqual(shown, ["nine"]);
});

test("runs that do not come are said, and the picture stays", async () => {
  const { host: made, shown } = host(Promise.reject(new Error("404")));
  await made.set({ ...made.values, push_min: 7 });
  assert.match(shown[0], /did not come/);
  assert.equal(made.view.sentence, "first");
});

test("what needs Python is asked of it, with the setting that is shown", async () => {
  const asked = [];
  const ask = (what) => (code) => asked.push([what, code]);
  const { host: made } = host(Promise.resolve(RUNS), { all: ask("all"), scenario: ask("scenario") });
  made.scenario();
  made.restore("z");
  assert.deepEqual(asked, [["scenario", "a"], ["all", "z"]]);
});
