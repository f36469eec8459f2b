import assert from "node:assert/strict";
import { test } from "node:test";

import { decoded } from "../../../../imagesim/results/stage/js/data.js";
import { firstMoment } from "../../../../imagesim/results/stage/js/stage.js";
import { smallRun } from "./run.mjs";

const causes = { time_s: [], ended_s: [], event: [], target: [], label: [], text: [] };

test("the first moment is that of the first thing that was done", () => {
  assert.equal(firstMoment(decoded(smallRun())), 30);
});

test("where nothing was done it is one at which layers are on their way, or the end", () => {
  assert.equal(firstMoment(decoded(smallRun({ causes }))), 59.25);
  const { requests } = smallRun();
  const nobodyAsked = { ...requests, ended_s: [null, null, null] };
  assert.equal(firstMoment(decoded(smallRun({ causes, requests: nobodyAsked }))), 100);
});
