import assert from "node:assert/strict";
import { test } from "node:test";

import { NOTHING, binAt, kindsByBin, mostAtOnce, stacked } from "../../../../imagesim/results/stage/js/bins.js";
import { cellGrid } from "../../../../imagesim/results/stage/js/moment/cells.js";
import { areaPath, nodesOfLines } from "../../../../imagesim/results/stage/js/time/shares.js";

const run = {
  end_s: 40,
  nodes: [{ name: "n-0" }, { name: "n-1" }, { name: "n-2" }],
  shares: { bins: 4, nodes: { node: [0, 0, 2], bin: [0, 2, 1], kind: [1, null, 0] } },
};

test("a time lies in a bin, and the end in the last one", () => {
  assert.deepEqual(
    [0, 9.9, 10, 40].map((time) => binAt(run, time)),
    [0, 0, 1, 3],
  );
});

test("runs of bins become the kind of each node in each bin", () => {
  const column = (node) => [0, 1, 2, 3].map((bin) => kindsByBin(run)[bin * 3 + node]);
  assert.deepEqual(column(0), [1, 1, NOTHING, NOTHING]);
  assert.deepEqual(column(1), Array(4).fill(NOTHING));
  assert.deepEqual(column(2), [NOTHING, 0, 0, 0]);
});

test("kinds lie upon each other", () => {
  assert.deepEqual(
    stacked([
      [1, 2],
      [3, 0],
    ]),
    [
      [
        [0, 1],
        [0, 2],
      ],
      [
        [1, 4],
        [2, 2],
      ],
    ],
  );
  assert.equal(
    mostAtOnce([
      [1, 2],
      [3, 0],
    ]),
    4,
  );
  assert.equal(mostAtOnce([]), 1);
});

test("an area has a step where its count changes, and no point where it does not", () => {
  const path = areaPath(
    [
      [0, 1],
      [0, 1],
      [0, 3],
    ],
    (bin) => bin,
    (count) => count,
  );
  assert.equal(path, "M0,1L2,1L2,3L3,3L3,0L0,0Z");
});

test("more nodes than lines of pixels are shown by some of them, over the whole height", () => {
  assert.deepEqual(nodesOfLines(3, 10), [0, 1, 2]);
  const lines = nodesOfLines(5000, 100);
  assert.equal(lines.length, 100);
  assert.ok(lines[0] < 50 && lines[99] >= 4950);
});

test("cells fit the room that they have", () => {
  for (const count of [1, 41, 500, 5000, 20000]) {
    const { columns, size } = cellGrid(count, 720, 380);
    assert.ok(columns * size <= 720.01 && Math.ceil(count / columns) * size <= 380.01, String(count));
  }
});
