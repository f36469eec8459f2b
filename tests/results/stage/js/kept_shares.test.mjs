import assert from "node:assert/strict";
import { test } from "node:test";

import { decoded } from "../../../../imagesim/results/stage/js/data.js";
import { looksOfBoth } from "../../../../imagesim/results/stage/js/moment/cells.js";
import { MixOverTime, mixInWords } from "../../../../imagesim/results/stage/js/moment/mix.js";
import { seenLooks } from "../../../../imagesim/results/stage/js/time/shares.js";
import { smallRun } from "./run.mjs";

const look = (label) => ({ label, detail: "", hatch: "", ink: "#000000", colour: "#0072b2" });
const shares = (counts) => ({
  bins: 4,
  kinds: Object.keys(counts).map(look),
  counts: Object.values(counts),
  nodes: { node: [], bin: [], kind: [] },
});
const many = decoded(smallRun({ shares: shares({ "Running a": [0, 3, 3, 9], "Running b": [0, 0, 6, 0], never: [0, 0, 0, 0] }) }));
const few = decoded(smallRun());

test("the mix of a run in shares is what its bin holds, and it ends with the run", () => {
  const mix = new MixOverTime(many);
  const said = (seconds) => mixInWords(mix.at(seconds));
  assert.deepEqual([0, 30, 60, 999].map(said), ["none", "3 Running a", "3 Running a, 6 Running b", "9 Running a"]);
  assert.equal(mix.most, 9);
});

test("the mix of a run in full is the same as without it", () => {
  const mix = new MixOverTime(few);
  assert.equal(mixInWords(mix.at(50)), "1 Running a, 1 ImagePullBackOff");
  assert.equal(mix.most, 2);
});

test("what only the kept run had is counted too, after what is there now", () => {
  const labels = (run, kept) => looksOfBoth(run, kept).map(({ label }) => label);
  assert.deepEqual(labels(many, null), ["Running a", "Running b"]);
  const before = decoded(smallRun({ shares: shares({ ErrImagePull: [1, 0, 0, 0], "Running a": [0, 1, 1, 1] }) }));
  assert.deepEqual(labels(many, before), ["Running a", "Running b", "ErrImagePull"]);
  assert.deepEqual(labels(many, few), ["Running a", "Running b", "ContainerCreating", "ImagePullBackOff"]);
});

test("the legend of an area has what is a line high at least: of a thousand more than one", () => {
  const labels = (counts) => seenLooks(decoded(smallRun({ shares: shares(counts) }))).map(({ label }) => label);
  assert.deepEqual(labels({ a: [999, 900, 0, 0], b: [1, 100, 0, 0], c: [5, 0, 0, 0] }), ["a", "b"]);
  assert.deepEqual(labels({ a: [9, 9, 0, 0], b: [1, 0, 0, 0], never: [0, 0, 0, 0] }), ["a", "b"]);
});
