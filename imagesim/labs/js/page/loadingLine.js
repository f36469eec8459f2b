// What stands above a lab while Python comes: how far it is, in words and as a bar; if it cannot come, why.

import { formElement } from "../formElements.js";

const megabytes = (bytes) => (bytes / 1e6).toFixed(1);

/** The progress in words: *total* is 0 while nobody knows. */
export function progressWords({ loaded, total }) {
  if (total === 0) return "Python is coming …";
  if (loaded < total) return `Python is coming: ${megabytes(loaded)} of ${megabytes(total)} MB`;
  return "Python is at work …";
}

/**
 * `show(progress)`, `fail(words)` and `late(seconds, goOn)`, which offers to go on; *again* is called when the person
 * wants another try, after *failed* and why.
 */
export function loadingLine(again, failed = "The lab cannot be moved here:") {
  const bar = formElement("progress", { max: 1 });
  const words = formElement("span", { role: "status" });
  words.setAttribute("role", "status");
  bar.setAttribute("aria-label", "Loading");
  const root = formElement("p", { className: "imagesim-loading" }, bar, words);
  const show = (progress) => {
    words.textContent = progressWords(progress);
    if (progress.total > 0) bar.value = Math.min(1, progress.loaded / progress.total);
  };
  const fail = (reason) => {
    const button = formElement("button", { type: "button", textContent: "Try again" });
    button.addEventListener("click", again);
    root.setAttribute("role", "alert");
    root.replaceChildren(`${failed} ${reason} `, button);
  };
  const late = (seconds, goOn) => {
    const button = formElement("button", { type: "button", textContent: "Go on" });
    button.addEventListener("click", () => {
      goOn();
      button.remove();
      words.textContent = "Python is at work, until you stop it …";
    });
    words.textContent = `It takes longer than ${seconds} seconds, and is stopped after as many more. `;
    root.append(button);
  };
  show({ loaded: 0, total: 0 });
  return { root, show, fail, late };
}
