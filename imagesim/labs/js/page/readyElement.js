// <imagesim-ready-lab data-lab="moved_tag" data-runs="runs.json" data-page="labs/moved-tag.html">: a lab that can be moved
// before Python has come. In it stand, as JSON in a script, its first view, and what is read without scripts. Python
// comes behind it, for those who want all controls.

import "./labElement.js";
import { formElement } from "../formElements.js";
import { mountLab } from "../lab.js";
import { readyHost } from "./readyRuns.js";
import { thisPagesPython } from "./thisPagesPython.js";

const BEHIND_MS = 3000; // the page comes first, whatever a slow machine still does for it

async function fetchedJson(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response.json();
}

class ReadyElement extends HTMLElement {
  #begun = false;

  connectedCallback() {
    if (this.#begun) return;
    this.#begun = true;
    const first = JSON.parse(this.querySelector("script").textContent);
    const root = document.createElement("div");
    const host = readyHost({
      first,
      runs: fetchedJson(this.dataset.runs),
      all: (code) => this.#openAll(code),
      scenario: (code) => this.#scenario(code),
      link: (code) => new URL(`${this.dataset.page}#${code}`, document.baseURI).href,
    });
    mountLab(root, host);
    this.replaceChildren(root, this.#more(host));
    if (!navigator.connection?.saveData) this.#callPython();
  }

  /** Every lab has six controls or so; this says how to come to them. */
  #more(host) {
    const button = formElement("button", { type: "button", textContent: "Show all its controls" });
    button.addEventListener("click", () => this.#openAll(host.view.share));
    return formElement("p", { className: "imagesim-more" }, button);
  }

  /** The whole lab in this place. What was there stays until it comes. */
  #openAll(code) {
    const whole = document.createElement("imagesim-lab");
    Object.assign(whole.dataset, { lab: this.dataset.lab, code });
    whole.append(this.firstElementChild);
    this.replaceChildren(whole);
  }

  async #scenario(code) {
    const { values } = await this.#ask({ kind: "lab", code });
    return this.#ask({ kind: "scenario", values });
  }

  #ask(question) {
    return thisPagesPython().ask({ ...question, lab: this.dataset.lab });
  }

  #callPython() {
    const soon = window.requestIdleCallback ?? setTimeout;
    const call = () => this.#ask({ kind: "lab", code: "" }).catch(() => {}); // who asks for it hears what is wrong
    setTimeout(() => soon(call), BEHIND_MS);
  }
}

customElements.define("imagesim-ready-lab", ReadyElement);
