import assert from "node:assert/strict";
import { test } from "node:test";

import { stripHeight } from "../../../../imagesim/results/stage/js/time/causes.js";
import { pillWidth } from "../../../../imagesim/results/stage/js/moment/chips.js";
import { nodePlaces, pillsThatFit } from "../../../../imagesim/results/stage/js/moment/nodes.js";
import { registryPlaces, widestMeaning } from "../../../../imagesim/results/stage/js/moment/registries.js";
import { textWidth } from "../../../../imagesim/results/stage/js/sheet/words.js";
import { tagsToShow } from "../../../../imagesim/results/stage/js/moment/tag_lines.js";

const oneRegistry = { registries: [{ host: "a", kind: "registry", of: "" }], versions: [{ label: "v" }] };
const tagOf = (name, ...moves) => ({ name, moves: moves.map(([time_s, version, digest]) => ({ time_s, version, digest })) });

test("a tag whose image no pod ever runs has a line of its own for it, if that does not fit beside it", () => {
  const run = { ...oneRegistry, versions: [] };
  const tag = tagOf("web:v1", [0, null, "sha256:a"]);
  const [place] = registryPlaces(run, () => [tag], 30, 600);
  assert.ok(textWidth("web:v1", 18) + widestMeaning(run, tag) + 52 > place.width);
  assert.equal(place.twoLines, true);
});

test("what stands beside a tag is as wide as the widest thing that it means, or that it means nothing", () => {
  const width = (...moves) => widestMeaning(oneRegistry, tagOf("web:v1", ...moves));
  const version = width([0, 0, "sha256:a"]);
  const nothing = width([0, 0, "sha256:a"], [9, null, ""]);
  assert.ok(version < nothing && nothing < width([0, null, "sha256:b"]));
  assert.equal(width([5, 0, "sha256:a"]), nothing); // before it is pushed there is none
});

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

test("pills that do not all fit leave room for the number of the others", () => {
  const looks = Array.from({ length: 5 }, () => ({ label: "build-1" }));
  const each = pillWidth(looks[0], 18) + 4;
  assert.equal(pillsThatFit(looks, 5 * each, 18), 5);
  assert.equal(pillsThatFit(looks, 5 * each - 1, 18), 4);
  assert.equal(pillsThatFit(looks, 3 * each + 31, 18), 2);
  assert.equal(pillsThatFit(looks, 10, 18), 0);
});

test("of many tags those that moved are shown", () => {
  const run = { registries: [{ host: "a" }, { host: "b" }] };
  const tags = { a: [{ moves: [1] }, { moves: [1] }, { moves: [1] }], b: [{ moves: [1, 2] }] };
  const [first, ...rest] = tagsToShow(run, (host) => tags[host]);
  assert.deepEqual([first.place, first.at, rest.length], [1, 0, 2]);
});
