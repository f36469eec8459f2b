// How far the reader is stands beside each lesson, wherever the book lists it: as this browser kept it, which nobody else
// sees.

import { SETTLED } from "../imagesim/labs/questions/js/guessBook.js";
import { browserStore, keptOf, keptWords } from "../imagesim/labs/questions/js/keptGuesses.js";

const LISTED = ".sidebar-tree a, .toctree-wrapper a";

function show() {
  const store = browserStore(window);
  for (const link of document.querySelectorAll(LISTED)) {
    const { pathname, search } = new URL(link.getAttribute("href"), location); // of this page's own link it is "#"
    if (!pathname.includes("/notebooks/") || search) continue;
    const words = keptWords(keptOf(store, pathname));
    link.querySelector(".site-progress")?.remove();
    if (words === "") continue;
    const said = document.createElement("small");
    said.className = "site-progress";
    said.textContent = words;
    link.append(said);
  }
}

show();
document.addEventListener(SETTLED, () => queueMicrotask(show)); // when it is kept
