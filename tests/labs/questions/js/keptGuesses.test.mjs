import assert from "node:assert/strict";
import { test } from "node:test";

import { settle, settledOn } from "../../../../imagesim/labs/questions/js/guessBook.js";
import { browserStore, keepGuesses, keptOf, keptWords } from "../../../../imagesim/labs/questions/js/keptGuesses.js";

const QUESTION = { name: "1", title: "Question 1", guess: { kind: "number", least: 0, most: 4 } };
const LOCKED = { state: "locked", value: 3 };
const PATH = "/notebooks/01.html";

// As much of a page as guesses need: an element that hears what it is told, and a button.
function page(asked = 2) {
  const document = new EventTarget();
  const button = Object.assign(new EventTarget(), { hidden: true });
  const reloads = [];
  document.documentElement = { dispatchEvent: (event) => document.dispatchEvent(new CustomEvent(event.type)) };
  document.querySelectorAll = (selector) => (selector === "imagesim-question" ? Array(asked).fill({}) : [button]);
  document.defaultView = { location: { reload: () => reloads.push(true) } };
  return { document, button, lesson: document.documentElement, reloads };
}

function store(entries = {}) {
  const held = new Map(Object.entries(entries));
  return {
    held,
    getItem: (name) => held.get(name) ?? null,
    setItem: (name, text) => held.set(name, text),
    removeItem: (name) => held.delete(name),
  };
}

test("a page that is opened again has the guesses that were locked in it", () => {
  const kept = store();
  const first = page();
  keepGuesses(first.document, kept, PATH);
  assert.equal(first.button.hidden, true);
  settle(first.lesson, QUESTION, LOCKED);
  assert.equal(first.button.hidden, false);
  const again = page();
  keepGuesses(again.document, kept, PATH);
  assert.deepEqual(settledOn(again.lesson, QUESTION), LOCKED);
  assert.equal(keptWords(keptOf(kept, PATH)), "1 of 2 questions done");
});

test("another page, or a question that is another one now, is asked anew", () => {
  const kept = store();
  const first = page();
  keepGuesses(first.document, kept, PATH);
  settle(first.lesson, QUESTION, LOCKED);
  const other = page();
  keepGuesses(other.document, kept, "/notebooks/02.html");
  assert.equal(settledOn(other.lesson, QUESTION), null);
  const again = page();
  keepGuesses(again.document, kept, PATH);
  assert.equal(settledOn(again.lesson, { ...QUESTION, guess: { kind: "words" } }), null);
});

test("they are forgotten when the reader says so", () => {
  const kept = store();
  const { document, button, lesson, reloads } = page();
  keepGuesses(document, kept, PATH);
  settle(lesson, QUESTION, { state: "skipped" });
  button.dispatchEvent(new Event("click"));
  assert.equal(kept.held.size, 0);
  assert.equal(reloads.length, 1);
});

test("a browser that keeps nothing, or has something else, takes nothing from the page", () => {
  assert.equal(browserStore({ get localStorage() { throw new Error("SecurityError"); } }), null);
  for (const text of ["", "{}", "[1]", '{"settled":[["1",{}]]}', '{"settled":[["1",{"question":"x","settled":null}]]}']) {
    assert.deepEqual(keptOf(store({ [`imagesim-guesses ${PATH}`]: text }), PATH), { settled: [], asked: 0 });
  }
  const { document, lesson } = page();
  keepGuesses(document, null, PATH);
  settle(lesson, QUESTION, LOCKED);
  assert.deepEqual(settledOn(lesson, QUESTION), LOCKED);
  assert.equal(keptWords(keptOf(null, PATH)), "");
});
