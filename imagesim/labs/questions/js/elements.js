// Brings questions and answers to life wherever they stand in a document, now or later: two custom elements.

import { mountAnswer } from "./answerElement.js";
import { SETTLED } from "./guessBook.js";
import { mountQuestion } from "./questionElement.js";

// A notebook may keep Enter from doing what it does elsewhere, so it is done here.
function entered(event) {
  if (event.key !== "Enter" || event.target.matches("textarea")) return;
  event.preventDefault();
  if (event.target.matches("button, summary")) event.target.click();
  else event.target.closest("form")?.requestSubmit();
}

function defineElement(name, mount) {
  class ImagesimElement extends HTMLElement {
    #show = null;

    #heard = () => this.#show();

    connectedCallback() {
      // What is moved to another place in the page keeps its form.
      if (this.#show === null) {
        this.addEventListener("keydown", entered);
        this.#show = mount(this, JSON.parse(this.dataset.is));
      }
      this.ownerDocument.addEventListener(SETTLED, this.#heard);
      this.#show();
    }

    disconnectedCallback() {
      this.ownerDocument.removeEventListener(SETTLED, this.#heard);
    }
  }
  customElements.define(name, ImagesimElement);
}

/** Defines the elements, once a page: a kernel that is restarted tries again. */
export function defineQuestions() {
  if (customElements.get("imagesim-question")) return;
  defineElement("imagesim-question", mountQuestion);
  defineElement("imagesim-answer", mountAnswer);
}
