import assert from "node:assert/strict";
import { test } from "node:test";

import { saidGuess, verdict, withUnit } from "../../../../imagesim/labs/questions/js/verdicts.js";

const pods = (kind) => ({ kind, least: 0, most: 8, step: 1, unit: "pods" });
const minutes = { kind: "point", least: 0, most: 30, step: 1, unit: "min" };
const among = (kind, ...options) => ({ kind, options });
const locked = (value) => ({ state: "locked", value });
const exact = (value, said) => ({ low: value, high: value, runs: null, said });
const of = (value, said) => ({ value, said });

const says = (guess, value, truth) => {
  const { grade, text } = verdict(guess, locked(value), truth);
  return `${grade}: ${text}`;
};

test("numbers have a unit, which is one after a one, and stand as Python writes them", () => {
  assert.equal(withUnit(pods("number"), 1), "1 pod");
  assert.equal(withUnit(pods("number"), 1234.5), "1,234.5 pods");
  assert.equal(withUnit({ unit: "s" }, 1), "1 s");
  assert.equal(withUnit({ unit: "" }, 3), "3");
});

test("a number is right, or not", () => {
  assert.equal(says(pods("number"), 4, exact(0, "0 pods")), "wrong: You said 4 pods. It was 0 pods. Not so.");
  assert.equal(says(pods("number"), 0, exact(0, "0 pods")), "right: You said 0 pods. It was 0 pods. Right.");
});

test("a number within what came of many runs is right, and beside it close", () => {
  const truth = { low: 200, high: 300, runs: [200, 300], said: "200 to 300 s in 2 runs" };
  const guess = { kind: "number", least: 0, most: 1000, step: 1, unit: "s" };
  assert.equal(verdict(guess, locked(250), truth).grade, "right");
  assert.equal(verdict(guess, locked(350), truth).grade, "near");
  assert.equal(verdict(guess, locked(351), truth).grade, "wrong");
});

test("a point is right within half of its step", () => {
  assert.equal(verdict(minutes, locked(8), exact(8.03, "8.03 min")).grade, "right");
  assert.equal(verdict(minutes, locked(9), exact(8.03, "8.03 min")).grade, "near");
  assert.equal(verdict(minutes, locked(12), exact(8.03, "8.03 min")).grade, "wrong");
});

test("a range says how many of the runs it holds", () => {
  const truth = { low: 2, high: 4, runs: [2, 3, 4, 3], said: "2 to 4 pods in 4 runs" };
  const begun = "It was 2 to 4 pods in 4 runs.";
  assert.equal(says(pods("span"), [2, 4], truth), `right: You said 2 to 4 pods. ${begun} Right. Your range holds all of the 4 runs.`);
  assert.equal(says(pods("span"), [3, 3], truth), `near: You said 3 pods. ${begun} Close. Your range holds 2 of the 4 runs.`);
  assert.equal(says(pods("span"), [5, 8], truth), `wrong: You said 5 to 8 pods. ${begun} Not so. Your range holds 0 of the 4 runs.`);
});

test("a range that is nearly all that could be said is told so", () => {
  const truth = { low: 2, high: 4, runs: [2, 4], said: "2 to 4 pods in 2 runs" };
  assert.match(verdict(pods("span"), locked([0, 6]), truth).text, /all of the 2 runs\. It is a wide one\.$/);
});

test("a range without runs is close where it overlaps", () => {
  const truth = { low: 2, high: 4, runs: null, said: "2 to 4 pods" };
  const grades = [[1, 5], [4, 8], [5, 8]].map((value) => verdict(pods("span"), locked(value), truth).grade);
  assert.deepEqual(grades, ["right", "near", "wrong"]);
});

test("a choice is compared, and a sentence ends once", () => {
  const guess = among("choice", "Nobody.", "All");
  assert.equal(says(guess, "Nobody.", of("Nobody.", "Nobody")), "right: You said Nobody. It was Nobody. Right.");
  assert.equal(says(guess, "All", of("Nobody.", "Nobody")), "wrong: You said All. It was Nobody. Not so.");
});

test("of several it is said what is missing and what does not belong", () => {
  const guess = among("several", "a", "b", "c", "d");
  const truth = of(["a", "b", "c"], "a, b, c");
  const more = (value) => says(guess, value, truth).split("It was a, b, c. ")[1];
  assert.equal(more(["a", "b", "c"]), "Right.");
  assert.equal(more(["a", "d"]), "Close. 2 are missing, 1 does not belong.");
  assert.equal(more(["d"]), "Not so. 3 are missing, 1 does not belong.");
  assert.equal(saidGuess(guess, []), "none of them");
});

test("of an order it is said how many are in their place", () => {
  const guess = among("order", "a", "b", "c");
  const truth = of(["a", "b", "c"], "a, then b, then c");
  assert.match(says(guess, ["a", "c", "b"], truth), /^near: You said a, then c, then b\. .* 1 of 3 in the right place\.$/);
  assert.equal(verdict(guess, locked(["b", "c", "a"]), truth).grade, "wrong");
  assert.equal(verdict(guess, locked(["a", "b", "c"]), truth).grade, "right");
});

test("what was skipped, what is written and what nothing compares have no grade", () => {
  assert.deepEqual(verdict(pods("number"), { state: "skipped" }, exact(0, "0 pods")), {
    grade: "skipped",
    text: "You skipped this. It was 0 pods.",
  });
  assert.deepEqual(verdict({ kind: "words" }, { state: "skipped" }, of("x", "x")), {
    grade: "skipped",
    text: "You skipped this.",
  });
  assert.equal(says({ kind: "words" }, "Since", of("x", "x")), "open: You wrote: “Since”");
  assert.equal(says(pods("number"), 3, null), "open: You said 3 pods.");
});
