// The script of questions in a notebook: a widget that nobody sees defines the elements when its kernel makes it.

import { defineQuestions } from "./elements.js";

export default {
  initialize() {
    defineQuestions();
  },
};
