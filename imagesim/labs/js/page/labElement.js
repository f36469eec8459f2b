// <imagesim-lab data-lab="moved_tag">what it shows at first, as HTML</imagesim-lab>: a lab in any page. What stands in it
// stays until the reader comes to it and Python is there; a page whose address names a setting of it opens that one.

import { codeIn, linkTo } from "./labLinks.js";
import { loadingLine } from "./loadingLine.js";
import { mountLab } from "../lab.js";
import { pageHost } from "./pageHost.js";
import { thisPagesPython } from "./thisPagesPython.js";

class LabElement extends HTMLElement {
  #begun = false;
  #host = null;

  connectedCallback() {
    if (this.#begun) return; // it was moved within the page
    this.#begun = true;
    window.addEventListener("hashchange", () => this.#followAddress());
    if (codeIn(location.hash, this.dataset.lab)) this.#followAddress();
    else this.#whenSeen(() => this.#open(this.dataset.code ?? ""));
  }

  #whenSeen(act) {
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      if (this.#host === null) act();
    });
    observer.observe(this);
  }

  #followAddress() {
    const code = codeIn(location.hash, this.dataset.lab);
    if (!code) return;
    this.scrollIntoView({ block: "start" });
    if (this.#host === null) this.#open(code);
    else if (code !== this.#host.view.share) this.#host.restore(code);
  }

  async #open(code) {
    const python = thisPagesPython();
    const line = loadingLine(() => this.#open(code));
    this.querySelector(".imagesim-loading")?.remove();
    this.prepend(line.root);
    const stopListening = python.onProgress(line.show);
    try {
      this.#mount(python, await python.ask({ kind: "lab", lab: this.dataset.lab, code }));
    } catch (error) {
      line.fail(error.message);
    } finally {
      stopListening();
    }
  }

  #mount(python, first) {
    if (this.#host !== null) return; // an address and a scroll asked for it at once
    const root = document.createElement("div");
    const busy = (isBusy) => root.setAttribute("aria-busy", isBusy);
    this.#host = pageHost({ python, module: this.dataset.lab, first, busy, link: (code) => linkTo(code, location) });
    if (this.hasAttribute("data-own-page")) this.#host.onChange(() => this.#tellAddress());
    mountLab(root, this.#host);
    this.replaceChildren(root);
  }

  /** In a page of its own the address is always the one of what is shown, so that it may be kept or sent. */
  #tellAddress() {
    const { share } = this.#host.view;
    if (share) history.replaceState(history.state, "", linkTo(share, location));
  }
}

customElements.define("imagesim-lab", LabElement);
