import assert from "node:assert/strict";
import { test } from "node:test";

import { stripHeight } from "../../../../imagesim/results/stage/js/causes.js";
import { nodePlaces } from "../../../../imagesim/results/stage/js/nodes.js";

test("labels need room by lane, and none without any", () => {
  assert.equal(stripHeight({ lanes: 0 }), 0);
  assert.ok(stripHeight({ lanes: 3 }) > stripHeight({ lanes: 2 }));
});

test("boxes of nodes do not cover each other, and stay on the sheet", () => {
  for (const count of [1, 6, 7, 12, 13, 40]) {
    const { places, bottom } = nodePlaces(count, 305, 719, 30);
    assert.equal(places.length, count);
    places.forEach((one, at) => {
      assert.ok(one.x + one.width <= 719.01 && one.y + one.height <= bottom);
      for (const other of places.slice(at + 1)) {
        const beside = one.x + one.width <= other.x || other.x + other.width <= one.x;
        assert.ok(beside || one.y + one.height <= other.y || other.y + other.height <= one.y);
      }
    });
  }
});
