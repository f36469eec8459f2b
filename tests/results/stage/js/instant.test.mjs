import assert from "node:assert/strict";
import { test } from "node:test";

import { decoded } from "../../../../imagesim/results/stage/js/data.js";
import { Instants, saidAt } from "../../../../imagesim/results/stage/js/moment/instant.js";
import { waitingFor } from "../../../../imagesim/results/stage/js/moment/waiting.js";
import { smallRun } from "./run.mjs";

const run = decoded(smallRun());
const instants = new Instants(run);
const tagAt = (seconds) => instants.at(seconds).registries[0].tags[0];

test("a tag means the version that was pushed last, and is fresh for a while", () => {
  assert.deepEqual([tagAt(29).version, tagAt(29).fresh], [0, false]);
  assert.deepEqual([tagAt(31).version, tagAt(31).fresh], [1, true]);
  assert.deepEqual([tagAt(60).version, tagAt(60).fresh], [1, false]);
});

test("a node has pods and images from the moment at which they come to that at which they go", () => {
  const counts = (seconds, node) => {
    const { chips, store, there } = instants.at(seconds).nodes[node];
    return [there, chips.length, store.length];
  };
  assert.deepEqual(counts(1, 0), [true, 1, 0]);
  assert.deepEqual(counts(2, 0), [true, 1, 1]);
  assert.deepEqual(counts(70, 0), [true, 1, 0]);
  assert.deepEqual(counts(39, 1), [false, 0, 0]);
  assert.deepEqual(counts(60, 1), [true, 1, 1]);
});

test("a pod says what it waits for, and then what it runs", () => {
  const said = (seconds) => instants.at(seconds).nodes[1].chips[0].ways[0];
  assert.equal(said(45), "pull failed, again in 6 s");
  assert.equal(said(52), "about to pull again");
  assert.equal(said(60), "b");
});

test("a container that is created waits for its turn, pulls, or starts", () => {
  const pull = { queued_s: 0, started_s: 5, ended_s: 9 };
  const said = (seconds) => waitingFor("ContainerCreating", pull, seconds)[0];
  assert.deepEqual([1, 6, 9].map(said), ["waits for its turn to pull", "pulling its image", "starting"]);
});

test("a pull whose layers have all come to the node only unpacks them", () => {
  const pulls = { ...smallRun().pulls, ended_s: [9, 41, 60] };
  const states = { ...smallRun().states, started_s: [0, 9, 40, 60], ended_s: [9, null, 60, null] };
  const unpacking = new Instants(decoded(smallRun({ pulls, states })));
  const said = (seconds) => unpacking.at(seconds).nodes[0].chips[0].ways[0];
  assert.deepEqual([1, 3, 9].map(said), ["pulling its image", "unpacking its layers", "a"]);
});

test("what lasts is a trouble of its registry as long as it lasts", () => {
  assert.equal(instants.at(34).registries[0].trouble, null);
  assert.equal(instants.at(35).registries[0].trouble.label, "outage");
  assert.equal(instants.at(55).registries[0].trouble, null);
});

test("what was done or ended last is told, and how long ago", () => {
  assert.equal(saidAt(run.causes, 10), "nothing was done yet");
  assert.equal(saidAt(run.causes, 33), "3 s ago: push b over registry.example/shop/web:v1");
  assert.equal(saidAt(run.causes, 40), "now: registry.example does not answer");
  assert.equal(saidAt(run.causes, 60), "ended 5 s ago: registry.example does not answer");
  const during = { ...run.causes[0], time_s: 40, ended_s: 40, text: "scale web" };
  assert.equal(saidAt([...run.causes, during], 55), "ended now: registry.example does not answer");
});

test("a node that crashes for good is in trouble to the end, one that comes back only until then", () => {
  const one = (ended_s) => {
    const causes = {
      time_s: [10],
      ended_s: [ended_s],
      event: ["crashNode"],
      target: ["node/n-0"],
      label: ["crash"],
      text: [""],
    };
    const { nodes } = new Instants(decoded(smallRun({ causes }))).at(90);
    return [nodes[0].trouble?.label, nodes[1].trouble?.label];
  };
  assert.deepEqual(one(null), ["crash", undefined]);
  assert.deepEqual(one(40), [undefined, undefined]);
  assert.deepEqual(one(10), [undefined, undefined]); // over at once
});
