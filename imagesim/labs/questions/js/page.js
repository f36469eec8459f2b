// The script of questions in a page without a kernel: <script type="module" src=".../page.js">.

import { defineQuestions } from "./elements.js";

defineQuestions();
