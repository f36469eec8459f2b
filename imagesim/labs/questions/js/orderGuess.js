// A guess that is an order: a list that is sorted by dragging, by two buttons beside each thing, or by arrow keys.

import { formElement } from "../../js/formElements.js";

/** The list with its nth thing moved to another place; beyond its ends it stays. */
export function moved(things, from, to) {
  const rest = things.filter((_, place) => place !== from);
  const at = Math.max(0, Math.min(things.length - 1, to));
  return [...rest.slice(0, at), things[from], ...rest.slice(at)];
}

function orderButton(words, arrow) {
  const button = formElement("button", { type: "button", textContent: arrow });
  button.setAttribute("aria-label", words);
  return button;
}

// Follows the pointer: the thing takes the place of the one that it is over.
function dragged(item, list, place, move) {
  item.addEventListener("pointerdown", (down) => {
    if (down.button !== 0 || down.target.closest("button") || item.closest("fieldset").disabled) return;
    item.setPointerCapture(down.pointerId);
    item.classList.add("imagesim-dragged");
    const follow = (event) => {
      const middles = [...list.children].map((each) => each.getBoundingClientRect()).map((box) => box.top + box.height / 2);
      const others = middles.filter((_, at) => at !== place());
      move(others.filter((middle) => middle < event.clientY).length);
    };
    const end = () => {
      item.classList.remove("imagesim-dragged");
      item.removeEventListener("pointermove", follow);
    };
    item.addEventListener("pointermove", follow);
    item.addEventListener("lostpointercapture", end, { once: true });
  });
}

export function orderGuess(guess, root) {
  let things = [...guess.options];
  const list = formElement("ol", { className: "imagesim-order" });
  const told = formElement("p", { className: "imagesim-told" });
  told.setAttribute("role", "status");
  const items = new Map();
  const draw = () => {
    // Only what stands elsewhere is moved: an element that is put in again loses focus and pointer.
    things.forEach((thing, place) => {
      if (list.children[place] !== items.get(thing)) list.insertBefore(items.get(thing), list.children[place] ?? null);
    });
  };
  const move = (thing, to) => {
    const before = things.indexOf(thing);
    const focused = list.contains(document.activeElement) ? document.activeElement : null;
    things = moved(things, before, to);
    if (things.indexOf(thing) === before) return;
    draw();
    focused?.focus();
    told.textContent = `${thing}: place ${things.indexOf(thing) + 1} of ${things.length}`;
  };
  for (const thing of guess.options) {
    const place = () => things.indexOf(thing);
    const up = orderButton(`${thing}: earlier`, "▲");
    const down = orderButton(`${thing}: later`, "▼");
    up.addEventListener("click", () => move(thing, place() - 1));
    down.addEventListener("click", () => move(thing, place() + 1));
    const item = formElement("li", {}, formElement("div", {}, formElement("span", {}, thing), up, down));
    item.addEventListener("keydown", (event) => {
      const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (step === undefined) return;
      event.preventDefault();
      move(thing, place() + step);
    });
    dragged(item, list, place, (to) => move(thing, to));
    items.set(thing, item);
  }
  draw();
  root.append(list, told);
  return {
    read: () => ({ value: things }),
    show: (value) => {
      things = [...value];
      draw();
    },
  };
}
