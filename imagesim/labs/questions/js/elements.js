// Brings questions and answers to life wherever they stand in a document, now or later: two custom elements.

import { mountAnswer } from "./answerElement.js";
import { SETTLED } from "./guessBook.js";
import { mountQuestion } from "./questionElement.js";

function defineElement(name, mount) {
  class ImagesimElement extends HTMLElement {
    #show = null;

    #heard = () => this.#show();

    connectedCallback() {
      // What is moved to another place in the page keeps its form.
      this.#show ??= mount(this, JSON.parse(this.dataset.is));
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
