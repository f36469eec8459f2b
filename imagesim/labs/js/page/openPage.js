// A page onto which one drops a file with a run. It is read here and sent nowhere.

import { runOfFile } from "./runFile.js";
import { shownRun } from "./shownRun.js";

const part = (id) => document.getElementById(id);
const show = shownRun(part("outcome"));
const LARGEST = 200e6; // a run of 5,000 nodes takes less than one megabyte

async function open(file) {
  const said = part("said");
  try {
    if (file.size > LARGEST) throw new Error("This file is too large for a run.");
    show(runOfFile(await file.text()));
    said.textContent = `${file.name}, read in this page and sent nowhere.`;
    said.classList.remove("imagesim-mistake");
  } catch (error) {
    said.textContent = `${file.name}: ${error.message}`;
    said.classList.add("imagesim-mistake");
  }
}

part("file").addEventListener("change", () => part("file").files.length > 0 && open(part("file").files[0]));
part("file").disabled = false;
// On the whole page: a file that misses a small place would be opened by the browser instead of this page.
document.addEventListener("dragover", (event) => {
  event.preventDefault();
  part("drop").classList.add("imagesim-over");
});
document.addEventListener("dragleave", () => part("drop").classList.remove("imagesim-over"));
document.addEventListener("drop", (event) => {
  event.preventDefault();
  part("drop").classList.remove("imagesim-over");
  if (event.dataTransfer.files.length > 0) open(event.dataTransfer.files[0]);
});
