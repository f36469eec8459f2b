import assert from "node:assert/strict";
import { test } from "node:test";

import { comparisonSentence } from "../../../imagesim/labs/js/comparison.js";

const lab = {
  controls: {
    name: { kind: "dropdown", label: "Image name" },
    own: { kind: "text", label: "My own name" },
    replicas: { kind: "slider", label: "Replicas", unit: "pods" },
    entries: { kind: "several", label: "Entries" },
    secret: { kind: "password", label: "Password" },
  },
};
const values = { name: "nginx", own: "", replicas: 4, entries: ["a", "b"], secret: "" };
const view = { sentence: "It is so.", numbers: [], facts: [] };
const compared = (changes, before, now) =>
  comparisonSentence(lab, { values, view: { ...view, ...before } }, { values: { ...values, ...changes }, view: { ...view, ...now } });
const cameOf = (before, now) => compared({ replicas: 5 }, before, now).split("What came of it: ")[1];

test("without a change it says that one is to be made", () => {
  assert.match(compared({}, {}, {}), /^This is the run that you kept\./);
});

test("what was changed is told by label and with its unit, nothing as (none), and a password never", () => {
  const changes = { own: "redis", replicas: 5, entries: [], secret: "open" };
  assert.match(
    compared(changes, {}, {}),
    /You changed: My own name \(none\) → redis; Replicas 4 pods → 5 pods; Entries a, b → \(none\)\. What/,
  );
});

test("numbers that differ are told as they are said, also those that one of the two has not", () => {
  const before = { numbers: [["pulls", 4, "4"], ["megabytes", 8, "8"], ["pods that waited", 2, "2"]] };
  const now = { numbers: [["pulls", 4000, "4,000"], ["megabytes", 8, "8"]] };
  assert.equal(cameOf(before, now), "pulls 4 → 4,000; pods that waited 2 → (none).");
});

test("that no number differs is said only where there are numbers", () => {
  const numbers = [["pulls", 4, "4"]];
  assert.equal(cameOf({ numbers }, { numbers }), "no number differs.");
  assert.equal(cameOf({}, {}), "nothing differs.");
  assert.equal(cameOf({}, { sentence: "Now not." }), "“It is so.” → “Now not.”.");
});

test("facts are compared as numbers are", () => {
  const facts = (registry, tag) => ({ facts: [["registry", registry], ["repository", "app"], ["tag", tag]] });
  assert.equal(cameOf(facts("docker.io", ""), facts("ghcr.io", "v1")), "registry docker.io → ghcr.io; tag (none) → v1.");
  assert.equal(cameOf(facts("docker.io", ""), facts("docker.io", "")), "nothing that the lab says of it differs.");
});
