import assert from "node:assert/strict";
import { test } from "node:test";

import { fitPictures } from "../../../../imagesim/labs/questions/js/pictureFit.js";

function image(naturalHeight, complete) {
  const it = { naturalHeight, complete, marked: null, heard: null };
  it.classList = { toggle: (name, on) => (it.marked = [name, on]) };
  it.addEventListener = (name, hear) => (it.heard = [name, hear]);
  return it;
}

test("a picture a little higher than a window is fitted, one of many rows is not", () => {
  const [usual, long] = [image(676, true), image(1200, true)];
  fitPictures({ querySelectorAll: () => [usual, long] });
  assert.deepEqual([usual.marked, long.marked], [["imagesim-fits", true], ["imagesim-fits", false]]);
});

test("one that is still being read waits for its size", () => {
  const late = image(0, false);
  fitPictures({ querySelectorAll: () => [late] });
  assert.equal(late.marked, null);
  late.naturalHeight = 1200;
  assert.equal(late.heard[0], "load");
  late.heard[1]();
  assert.deepEqual(late.marked, ["imagesim-fits", false]);
});
