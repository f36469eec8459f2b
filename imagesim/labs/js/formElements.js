// The browser's own elements, made in one line each. They have a role, a keyboard and, through <label for> or <legend>,
// a name that a screen reader says and that a test finds.

// By chance and not by a counter: several labs share one page, each with a copy of this module.
export const freshId = () => `imagesim-${Math.random().toString(36).slice(2)}`;

export function formElement(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  // Without this, on the element itself, JupyterLab takes arrow keys, letters and Enter for its own shortcuts.
  made.setAttribute("data-lm-suppress-shortcuts", "true");
  return made;
}
