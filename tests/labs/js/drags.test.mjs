import assert from "node:assert/strict";
import { test } from "node:test";

import { labDrags } from "../../../imagesim/labs/js/drags.js";

const controls = { mended: { label: "Wrong until minute", min: 0, max: 20, step: 1 } };
const drag = { control: "mended", event: "credential", nth: 0, edge: "start", unit_s: 60, zero_s: 30, least: null };

test("a time in the picture becomes the nearest value of the control, within its bounds", () => {
  const [found] = labDrags({ controls, drags: [drag] });
  assert.deepEqual([found.min_s, found.max_s, found.step_s], [30, 1230, 60]);
  assert.deepEqual([0, 340, 9999].map(found.value), [0, 5, 20]);
});

test("a drag ends before the value that would take its cause away", () => {
  const [found] = labDrags({ controls, drags: [{ ...drag, least: 1 }] });
  assert.equal(found.min_s, 90);
  assert.equal(found.value(0), 1);
});

test("the handle has a name of its own, and shows the label", () => {
  const [found] = labDrags({ controls, drags: [drag] });
  assert.equal(found.label, controls.mended.label);
  assert.notEqual(found.name, controls.mended.label);
});
