// What somebody's kubectl printed is read by the page's own worker: why pods are stuck, and when they try again.

import { editorsPage } from "./editorsPage.js";

const now = document.getElementById("now");

editorsPage({
  names: ["kubectl.txt", "pods.json"],
  question: (files) => ({ kind: "replay", files, now: now.value.trim() || null }),
  nothing: "Nothing was read:",
  wordsFirst: true,
});
