import assert from "node:assert/strict";
import { test } from "node:test";

import { decoded } from "../../../../imagesim/results/stage/js/data.js";
import { ghostShare, rowKey, rowsInOther, standsBeside } from "../../../../imagesim/results/stage/js/time/ghost.js";
import { bars, looksOf } from "../../../../imagesim/results/stage/js/time/rows.js";
import { Scale } from "../../../../imagesim/results/stage/js/sheet/scale.js";
import { smallRun } from "./run.mjs";

const run = decoded(smallRun());
const scale = new Scale(run.axis);
const otherRows = decoded(smallRun({ rows: { name: ["web-a", "web-c"], pod: [0, 1], lanes: [1, 1] } }));

test("a bar goes from its beginning to its end, or to that of the run, and says so", () => {
  const [first, second] = bars(run, scale, 100);
  assert.deepEqual([first.x, first.x + first.width], [scale.x(0), scale.x(2)]);
  assert.equal(second.title, "web-a: Running a (sha256:a), 2 s to 100 s");
  assert.equal(second.word, "a");
});

test("rows lie below each other and do not touch", () => {
  const found = bars(run, scale, 100);
  assert.ok(found[1].y + found[1].height < found[2].y);
});

test("a kept run has the lower part of each row, below what runs now", () => {
  const share = ghostShare(run, run);
  const now = bars(run, scale, 0, { share: 1 - share });
  const kept = bars(run, scale, 0, { from: 1 - share, share });
  now.forEach((bar, place) => assert.ok(Math.abs(bar.y + bar.height - kept[place].y) < 1e-9));
});

test("a kept run with other rows has a picture of its own", () => {
  assert.equal(ghostShare(run, otherRows), 0);
  assert.equal(standsBeside(run, otherRows), true);
  assert.equal(standsBeside(run, null), false);
  assert.equal(standsBeside(run, run), false);
});

test("a pull that took no time is still to be seen", () => {
  const rows = { name: ["n-0", "n-1"], pod: [null, null], lanes: [1, 1] };
  const states = { row: [0], pod: [0], started_s: [5], ended_s: [5], look: [0], ready: [false], lane: [0] };
  const [bar] = bars(decoded(smallRun({ rows, states })), scale, 0);
  assert.ok(bar.width >= 6);
});

test("two runs have one legend", () => {
  assert.equal(looksOf([run, otherRows]).length, looksOf([run]).length);
});

test("the legend has what is seen: no state that is a hairline or comes after the end of the axis", () => {
  const labels = (states) => looksOf([decoded(smallRun({ states: { ...smallRun().states, ...states } }))]).map((look) => look.label);
  const versions = ["Running a", "Running b"];
  assert.deepEqual(labels({}), [...versions, "ContainerCreating", "ImagePullBackOff"]);
  assert.deepEqual(labels({ ended_s: [0.2, null, 60, null] }), [...versions, "ImagePullBackOff"]);
  assert.deepEqual(labels({ started_s: [0, 2, 101, 60], ended_s: [2, null, 120, null] }), [...versions, "ContainerCreating"]);
});

test("what happens after the end of the axis is not drawn", () => {
  const states = { ...smallRun().states, started_s: [0, 2, 40, 101], ended_s: [2, 300, 60, null] };
  const found = bars(decoded(smallRun({ states })), scale, 0);
  assert.equal(found.length, 3);
  assert.equal(found[1].x + found[1].width, scale.x(100));
});

test("a row is the same in a run with another template, and may stand elsewhere", () => {
  assert.equal(rowKey("web-58cd97df88-cxdsc/proxy"), "web-cxdsc/proxy");
  assert.equal(rowKey("a-secret-for-each"), "a-secret-for-each");
  const names = (...name) => decoded(smallRun({ rows: { name, pod: [0, 1], lanes: [1, 1] } }));
  const kept = names("web-58cd97df88-cxdsc", "web-58cd97df88-tvkkf");
  const now = names("web-6c8f64d94-tvkkf", "web-6c8f64d94-cxdsc");
  assert.deepEqual(rowsInOther(now, kept), [1, 0]);
  const [first] = bars(kept, scale, 0, { places: [1, 0] });
  assert.equal(first.y, bars(kept, scale, 0)[2].y);
});
