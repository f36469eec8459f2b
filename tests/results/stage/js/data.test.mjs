import assert from "node:assert/strict";
import { test } from "node:test";

import { columnOf, decoded, looksInUse, rowsOf, showsPulls } from "../../../../imagesim/results/stage/js/data.js";
import { smallRun } from "./run.mjs";

test("a column of texts has its texts in their places, and null where there is none", () => {
  assert.deepEqual(columnOf({ of: { texts: ["a", null], at: [1, 0, 0] } }, "of"), [null, "a", "a"]);
});

test("a table becomes a list of rows", () => {
  const table = { name: { texts: ["x", "y"], at: [0, 1] }, time_s: [1, null] };
  assert.deepEqual(rowsOf(table), [
    { name: "x", time_s: 1 },
    { name: "y", time_s: null },
  ]);
});

test("an empty table has no rows", () => assert.deepEqual(rowsOf({ name: [], time_s: [] }), []));

test("a place below zero is a version that runs", () => {
  const run = decoded(smallRun());
  assert.equal(run.lookAt(-2).label, "Running b");
  assert.equal(run.lookAt(1).label, "ImagePullBackOff");
});

test("the legend has versions first, whichever comes first in time", () => {
  const labels = looksInUse(decoded(smallRun())).map((look) => look.label);
  assert.deepEqual(labels, ["Running a", "Running b", "ContainerCreating", "ImagePullBackOff"]);
});

test("rows without a pod are nodes and show pulls", () => {
  assert.equal(showsPulls(decoded(smallRun())), false);
  assert.equal(showsPulls(decoded(smallRun({ rows: { name: ["n-0"], pod: [null], lanes: [2] } }))), true);
});
