import assert from "node:assert/strict";
import { test } from "node:test";

import { decoded } from "../../../../imagesim/results/stage/js/data.js";
import { linkedWith, rowInWords } from "../../../../imagesim/results/stage/js/linked.js";
import { rowAfterKey } from "../../../../imagesim/results/stage/js/links.js";
import { Instants } from "../../../../imagesim/results/stage/js/moment/instant.js";
import { smallRun } from "./run.mjs";

const run = decoded(smallRun());
const now = new Instants(run).at(70);
const none = { rows: [], chips: [], nodes: [], versions: [] };

test("a row of a pod is linked with the pod, its node and the image that it runs, and the pod with its row", () => {
  const all = { rows: [1], chips: [1], nodes: [1], versions: [1] };
  assert.deepEqual(linkedWith(run, now, { row: 1 }), all);
  assert.deepEqual(linkedWith(run, now, { chip: 1 }), all);
});

test("a node and an image are linked with the rows of their pods", () => {
  assert.deepEqual(linkedWith(run, now, { node: 0 }), { rows: [0], chips: [0], nodes: [0], versions: [] });
  assert.deepEqual(linkedWith(run, now, { version: 0 }), { rows: [0], chips: [0], nodes: [], versions: [0] });
});

test("of a pod that is not there yet the row alone is marked, and of one that waits no image", () => {
  const before = new Instants(run).at(10);
  assert.deepEqual(linkedWith(run, before, { row: 1 }), { ...none, rows: [1] });
  assert.deepEqual(linkedWith(run, new Instants(run).at(45), { row: 1 }).versions, []);
});

test("nothing is linked with nothing, nor in a run in shares", () => {
  assert.deepEqual(linkedWith(run, now, null), none);
  assert.deepEqual(linkedWith({ ...run, shares: {} }, now, { node: 0 }), none);
});

test("where rows are nodes a pod is linked with the row of its node", () => {
  const byNode = smallRun();
  byNode.rows = { name: { texts: ["n-0", "n-1"], at: [0, 1] }, pod: [null, null], lanes: [1, 1] };
  const pulls = decoded(byNode);
  const moment = new Instants(pulls).at(70);
  assert.deepEqual(linkedWith(pulls, moment, { chip: 1 }).rows, [1]);
  assert.deepEqual(linkedWith(pulls, moment, { row: 1 }), { rows: [1], chips: [1], nodes: [1], versions: [] });
});

test("a row is told in words, as a screen reader says it", () => {
  assert.equal(rowInWords(run, now, 1), "web-b: Running b on n-1");
  assert.equal(rowInWords(run, new Instants(run).at(45), 1), "web-b: pull failed, again in 6 s on n-1");
  assert.equal(rowInWords(run, new Instants(run).at(10), 1), "web-b: nothing");
});

test("keys go through the rows, and stay among them", () => {
  assert.deepEqual(
    ["ArrowDown", "ArrowUp", "PageDown", "Home", "End", "a"].map((key) => rowAfterKey(key, 1, 5)),
    [2, 0, 4, 0, 4, null],
  );
});
