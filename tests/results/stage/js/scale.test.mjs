import assert from "node:assert/strict";
import { test } from "node:test";

import { RIGHT, Scale } from "../../../../imagesim/results/stage/js/sheet/scale.js";

const scale = new Scale({ left: 176, end_s: 400 });

test("the axis goes from its left to the right edge", () => {
  assert.equal(scale.x(0), 176);
  assert.equal(scale.x(400), RIGHT);
  assert.equal(scale.part(0.5), scale.x(200));
});

test("a place tells its time, and none beyond the axis", () => {
  assert.equal(scale.time(scale.x(123)), 123);
  assert.equal(scale.time(0), 0);
  assert.equal(scale.time(2000), 400);
});

test("a run that takes no time has an axis all the same", () => {
  assert.equal(new Scale({ left: 176, end_s: 0 }).time(500), 0);
});
