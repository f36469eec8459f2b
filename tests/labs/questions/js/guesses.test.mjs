import assert from "node:assert/strict";
import { test } from "node:test";

import { SETTLED, settle, settledOn } from "../../../../imagesim/labs/questions/js/guessBook.js";
import { guessPlaces } from "../../../../imagesim/labs/questions/js/guessMark.js";
import { axisTicks } from "../../../../imagesim/labs/questions/js/numberGuesses.js";
import { moved } from "../../../../imagesim/labs/questions/js/orderGuess.js";

const question = { name: "1", title: "Question 1", guess: { kind: "number", least: 0, most: 4 } };

test("what is locked stays, and who waits is told once", () => {
  const lesson = new EventTarget();
  const told = [];
  lesson.addEventListener(SETTLED, (event) => told.push(event.detail));
  assert.equal(settledOn(lesson, question), null);
  settle(lesson, question, { state: "locked", value: 4 });
  settle(lesson, question, { state: "locked", value: 0 });
  assert.deepEqual(settledOn(lesson, question), { state: "locked", value: 4 });
  assert.deepEqual(told, [{ name: "1", state: "locked", value: 4 }]);
});

test("another lesson, and a question that was changed, are asked anew", () => {
  const lesson = new EventTarget();
  settle(lesson, question, { state: "skipped" });
  assert.equal(settledOn(new EventTarget(), question), null);
  assert.equal(settledOn(lesson, { ...question, guess: { kind: "words" } }), null);
});

test("a guess stands on the picture's axis, and never beyond it", () => {
  const line = { axis: "x", ends: [0.1, 0.9], within: [0.1, 0.7], across: [0, 1] };
  const guess = { least: 0, most: 40 };
  assert.deepEqual(guessPlaces(line, guess, 10), [0.30000000000000004, 0.30000000000000004]);
  assert.deepEqual(guessPlaces(line, guess, [0, 40]), [0.1, 0.7]);
  const upwards = { axis: "y", ends: [0.9, 0.1], within: [0.1, 0.9], across: [0, 1] };
  assert.deepEqual(guessPlaces(upwards, guess, [0, 20]), [0.5, 0.9]);
});

test("an axis has ticks that people count in", () => {
  assert.deepEqual(axisTicks(0, 30), [0, 5, 10, 15, 20, 25, 30]);
  assert.deepEqual(axisTicks(8, 30), [10, 15, 20, 25, 30]);
  assert.deepEqual(axisTicks(0, 1), [0, 0.2, 0.4, 0.6, 0.8, 1]);
});

test("a thing is moved to a place, and not out of the list", () => {
  assert.deepEqual(moved(["a", "b", "c"], 2, 0), ["c", "a", "b"]);
  assert.deepEqual(moved(["a", "b", "c"], 0, 1), ["b", "a", "c"]);
  assert.deepEqual(moved(["a", "b", "c"], 2, 9), ["a", "b", "c"]);
  assert.deepEqual(moved(["a", "b", "c"], 0, -1), ["a", "b", "c"]);
});
