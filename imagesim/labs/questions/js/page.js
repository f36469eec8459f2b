// The script of questions in a page without a kernel: <script type="module" src=".../page.js">.

import { defineQuestions } from "./elements.js";
import { browserStore, keepGuesses } from "./keptGuesses.js";

keepGuesses(document, browserStore(window), location.pathname); // before an element asks what is settled
defineQuestions();
