import assert from "node:assert/strict";
import { test } from "node:test";

import { afterKey, causeOf, within } from "../../../../imagesim/results/stage/js/time/handles.js";

const drag = { cause: "push", nth: 1, label: "Push", min_s: 10, max_s: 500 };

test("a drag moves the nth cause of its kind", () => {
  const causes = [
    { event: "push", at: 1 },
    { event: "scale", at: 2 },
    { event: "push", at: 3 },
  ];
  assert.equal(causeOf(causes, drag).at, 3);
  assert.equal(causeOf(causes.slice(0, 2), drag), undefined);
});

test("it stays within its bounds, or within the axis", () => {
  assert.deepEqual(
    [0, 100, 900].map((time) => within(drag, time, 600)),
    [10, 100, 500],
  );
  assert.equal(within({ cause: "push" }, 900, 600), 600);
});

test("keys move it as they move a slider, and others do not", () => {
  assert.equal(afterKey(drag, "ArrowRight", 100, 600), 110);
  assert.equal(afterKey(drag, "ArrowDown", 100, 600), 90);
  assert.equal(afterKey(drag, "ArrowLeft", 12, 600), 10);
  assert.equal(afterKey(drag, "Home", 100, 600), 10);
  assert.equal(afterKey(drag, "End", 100, 600), 500);
  assert.equal(afterKey(drag, "a", 100, 600), null);
});

test("a drag with steps stops at one of them, and keys go by them", () => {
  const stepped = { ...drag, step_s: 60 };
  assert.deepEqual(
    [0, 100, 135].map((time) => within(stepped, time, 600)),
    [10, 130, 130],
  );
  assert.equal(afterKey(stepped, "ArrowRight", 130, 600), 190);
});
