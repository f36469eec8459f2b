import assert from "node:assert/strict";
import { test } from "node:test";

import { holdsWords, markTextColumns } from "../../../../imagesim/labs/questions/js/textColumns.js";

test("a column holds words if one of its cells does not begin with a number", () => {
  assert.equal(holdsWords(["Pulling", "Failed"]), true);
  assert.equal(holdsWords(["1.9", "", "not yet"]), true);
  assert.equal(holdsWords(["sha256:5303…"]), true);
  assert.equal(holdsWords(["True", "False"]), true);
});

test("numbers, ranges of them, those with a unit and none at all are no words", () => {
  assert.equal(holdsWords(["1.9", "-3", " 12 ", "−4"]), false);
  assert.equal(holdsWords(["7.2 to 9.7", "26.5", "44 MB"]), false);
  assert.equal(holdsWords(["NaN", "None", "", "–"]), false);
});

// As much of a document as is asked for; the browser's own one is used in tests/browser.
const cell = (textContent, colSpan = 1) => {
  const classes = new Set();
  return { textContent, colSpan, classes, classList: { add: (name) => classes.add(name) } };
};
function tableOf(headings, rows, namesBefore) {
  const asRow = (cells) => ({ children: cells, querySelectorAll: () => cells.slice(namesBefore) });
  const names = rows.flatMap((cells) => cells.slice(0, namesBefore));
  const found = { "tbody tr": rows.map(asRow), "thead tr": headings.map(asRow), "tbody th": names };
  return { querySelectorAll: () => [{ querySelectorAll: (selector) => found[selector] }] };
}
const marked = (cells) => cells.map((each) => (each.classes.has("imagesim-words") ? each.textContent : "."));

test("headings are found past the names of rows, and one over several columns is left alone", () => {
  const over = [cell(""), cell("both", 2)];
  const headings = [cell("reason"), cell("time"), cell("message")];
  const rows = [
    [cell("Pulling"), cell("1.9"), cell("Pulling image")],
    [cell("Failed"), cell("2.1"), cell("12 of 20")],
  ];
  markTextColumns(tableOf([over, headings], rows, 1));
  assert.deepEqual(marked(headings), [".", ".", "message"]);
  assert.deepEqual(rows.map(marked), [[".", ".", "Pulling image"], [".", ".", "12 of 20"]]);
  assert.deepEqual(marked(over), [".", "."]);
});

test("a table without rows has nothing to mark", () => {
  const headings = [cell("message")];
  markTextColumns(tableOf([headings], [], 0));
  assert.deepEqual(marked(headings), ["."]);
});

test("a short name of a row stays on its line, a long one may not", () => {
  const [short, long] = [cell("arm64-0"), cell("registry.example/shop/web-of-a-team")];
  markTextColumns(tableOf([[cell("")]], [[short], [long]], 1));
  assert.deepEqual([short, long].map((each) => each.classes.has("imagesim-unbroken")), [true, false]);
});
