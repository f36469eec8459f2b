import assert from "node:assert/strict";
import { test } from "node:test";

import { decoded } from "../../../../imagesim/results/stage/js/data.js";
import { dotsOf, way } from "../../../../imagesim/results/stage/js/moment/travels.js";
import { hostOf, tripsAt, tripsOf } from "../../../../imagesim/results/stage/js/moment/trips.js";
import { smallRun } from "./run.mjs";

const trips = tripsOf(decoded(smallRun()));

test("the host of an image's name is its first part if that can be a host", () => {
  const names = ["nginx", "shop/web:v1", "registry.example/web", "localhost/web", "host:5000/web"];
  assert.deepEqual(names.map(hostOf), ["docker.io", "docker.io", "registry.example", "localhost", "host:5000"]);
});

test("requests that follow each other are one trip, and a pull gives it its version", () => {
  assert.deepEqual(
    trips.map(({ node, kind, version }) => ({ node, kind, version })),
    [
      { node: 0, kind: "fetched", version: 0 },
      { node: 1, kind: "failed", version: null },
      { node: 1, kind: "fetched", version: 1 },
    ],
  );
});

test("a trip is shown from its beginning, at least a little while", () => {
  assert.deepEqual(tripsAt(trips, 39.9), []);
  assert.equal(tripsAt(trips, 40)[0].part, 0);
  assert.equal(tripsAt(trips, 42)[0].kind, "failed");
  assert.deepEqual(tripsAt(trips, 43), []);
});

test("layers move to the node, a question there and back", () => {
  assert.ok(dotsOf({ kind: "fetched", part: 0.1 }).places[0] < dotsOf({ kind: "fetched", part: 0.2 }).places[0]);
  assert.deepEqual(
    [0, 0.5, 1].map((part) => dotsOf({ kind: "asked", part }).places[0]),
    [1, 0, 1],
  );
});

test("a failed trip ends in a cross near the registry", () => {
  const { places, bad } = dotsOf({ kind: "failed", part: 0.9 });
  assert.ok(bad && places[0] < 0.1);
});

test("a way begins and ends where it should", () => {
  const { at } = way([10, 20], [110, 220]);
  assert.deepEqual(
    [at(0), at(1)],
    [
      [10, 20],
      [110, 220],
    ],
  );
});
