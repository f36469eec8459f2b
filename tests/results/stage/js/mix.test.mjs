import assert from "node:assert/strict";
import { test } from "node:test";

import { decoded } from "../../../../imagesim/results/stage/js/data.js";
import { Instants } from "../../../../imagesim/results/stage/js/moment/instant.js";
import { mixInWords, mixOf, mostContainers } from "../../../../imagesim/results/stage/js/moment/mix.js";
import { smallRun } from "./run.mjs";

const run = decoded(smallRun());
const instants = new Instants(run);

test("a mix counts what is there, in the order of the legend", () => {
  const said = (seconds) => mixInWords(mixOf(run, instants.at(seconds)));
  assert.equal(said(1), "1 ContainerCreating");
  assert.equal(said(50), "1 Running a, 1 ImagePullBackOff");
  assert.equal(said(60), "1 Running a, 1 Running b");
});

test("a moment without pods has no mix", () => assert.equal(mixInWords([]), "none"));

test("the measure is the greatest number at once; a state that follows another one is no second container", () => {
  assert.equal(mostContainers(run), 2);
  const rows = { name: ["n-0"], pod: [null], lanes: [1] };
  assert.equal(mostContainers(decoded(smallRun({ rows }))), 2);
});
