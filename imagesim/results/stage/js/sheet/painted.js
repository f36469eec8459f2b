// A group of an SVG picture that is drawn again and again: what has not changed stays as it is, so nothing flickers.

const SVG = "http://www.w3.org/2000/svg";

/** A new SVG element with these attributes. */
export function svgElement(tag, attributes = {}) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

/** A coordinate, short. */
export function short(value) {
  return typeof value === "number" ? String(Math.round(value * 100) / 100) : value;
}

/**
 * A drawing is `begin()`, a call of `mark` for each element, and `end()`, which removes what was not drawn again.
 *
 * An element is known by its key; without one, by its place in the drawing.
 */
export class Painted {
  constructor(parent, attributes = {}) {
    this.group = parent.appendChild(svgElement("g", attributes));
    this.kept = new Map();
    this.drawn = new Set();
  }

  begin() {
    this.drawn.clear();
  }

  /** Draw an element. `text` is written in it, `title` is what a mouse over it tells. */
  mark(tag, attributes, { text = "", title = "", key = `${this.drawn.size}` } = {}) {
    const name = `${tag} ${key}`;
    let kept = this.kept.get(name);
    if (!kept) {
      kept = { element: this.group.appendChild(svgElement(tag)), attributes: {}, text: null, title: null };
      this.kept.set(name, kept);
    }
    this.drawn.add(name);
    setAttributes(kept, attributes);
    setTexts(kept, text, title);
    return kept.element;
  }

  end() {
    for (const [name, { element }] of this.kept) {
      if (this.drawn.has(name)) continue;
      element.remove();
      this.kept.delete(name);
    }
  }
}

function setAttributes(kept, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    const written = String(short(value));
    if (kept.attributes[name] === written) continue;
    kept.attributes[name] = written;
    kept.element.setAttribute(name, written);
  }
  for (const name of Object.keys(kept.attributes)) {
    if (name in attributes) continue;
    delete kept.attributes[name];
    kept.element.removeAttribute(name);
  }
}

function setTexts(kept, text, title) {
  if (kept.text === text && kept.title === title) return;
  kept.text = text;
  kept.title = title;
  kept.element.textContent = text;
  if (title) kept.element.appendChild(svgElement("title")).textContent = title;
}
