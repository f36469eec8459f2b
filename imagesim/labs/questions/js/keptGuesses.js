// The guesses of a page that is no notebook, kept for its reader: in this browser, under the address of the page, and
// nowhere else. A browser that keeps nothing, as a private window may, asks all of it again.

import { SETTLED, allSettled, beginWith } from "./guessBook.js";

const nameFor = (path) => `imagesim-guesses ${path}`;

/** The browser's own store; null where it keeps nothing. */
export function browserStore(window) {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

/** What *store* has of the page at *path*: {settled: as `beginWith` takes it, asked: how many questions it has}. */
export function keptOf(store, path) {
  try {
    const { settled, asked } = JSON.parse(store.getItem(nameFor(path)));
    if (settled.every(([name, entry]) => typeof name === "string" && isEntry(entry))) return { settled, asked };
  } catch {
    // nothing is there, or something else
  }
  return { settled: [], asked: 0 };
}

const isEntry = ({ question, settled }) => typeof question === "string" && ["locked", "skipped"].includes(settled.state);

/** "7 of 9 questions done", "" where nobody has begun. */
export function keptWords({ settled, asked }) {
  return settled.length === 0 ? "" : `${settled.length} of ${asked} questions done`;
}

/** Begins the page of *document* with the guesses that *store* has of it, and keeps there what is settled from now on. */
export function keepGuesses(document, store, path) {
  const lesson = document.documentElement;
  const kept = keptOf(store, path);
  if (kept.settled.length > 0) beginWith(lesson, kept.settled);
  const buttons = document.querySelectorAll("[data-forget-guesses]");
  const offer = () => {
    for (const button of buttons) button.hidden = allSettled(lesson).length === 0;
  };
  document.addEventListener(SETTLED, () => {
    const asked = document.querySelectorAll("imagesim-question").length;
    try {
      store.setItem(nameFor(path), JSON.stringify({ settled: allSettled(lesson), asked }));
    } catch {
      return; // it is full, or there is none: the page has them until it is closed
    }
    offer();
  });
  for (const button of buttons) {
    button.addEventListener("click", () => {
      store?.removeItem(nameFor(path));
      document.defaultView.location.reload();
    });
  }
  offer();
}
