// Which questions of a lesson have a locked guess, or were skipped. It is kept on the lesson's own element, in the page;
// who waits for a guess hears an event that rises to the document. A page that is no notebook may give a copy to the
// browser's own store (keptGuesses.js); a notebook gives it to nobody.

const BOOK = Symbol.for("imagesim.guesses");

export const SETTLED = "imagesim-settled";

/** The lesson that *element* belongs to: two notebooks in one page may both have a question 1. */
export const lessonOf = (element) => element.closest(".jp-Notebook") ?? element.ownerDocument.documentElement;

/** What was settled on *question*: {state: "locked", value}, {state: "skipped"}, or null while it is open. */
export function settledOn(lesson, question) {
  const entry = lesson[BOOK]?.get(question.name);
  // A question that was changed and shown again is asked anew.
  return entry?.question === JSON.stringify(question) ? entry.settled : null;
}

/** Settle *question*, once: what is locked stays as it is. Who waits is told. */
export function settle(lesson, question, settled) {
  if (settledOn(lesson, question) !== null) return;
  lesson[BOOK] ??= new Map();
  lesson[BOOK].set(question.name, { question: JSON.stringify(question), settled });
  lesson.dispatchEvent(new CustomEvent(SETTLED, { bubbles: true, detail: { name: question.name, ...settled } }));
}

/** All that is settled in *lesson*, as JSON can hold it: what `beginWith` takes. */
export const allSettled = (lesson) => [...(lesson[BOOK] ?? [])];

/** Begin *lesson* with what was settled in it before. A question that is another one now is asked anew. */
export function beginWith(lesson, entries) {
  lesson[BOOK] = new Map(entries);
}
