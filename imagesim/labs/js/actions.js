// What one can do with a whole run: keep it for comparison, go back to the beginning, share it, take it away.

import { formElement, freshId } from "./formElements.js";

function actionButton(words, act) {
  const button = formElement("button", { type: "button", textContent: words });
  button.addEventListener("click", act);
  return button;
}

// Where a page may not write to the clipboard, the text stands there, selected, and the reader copies it.
function copyButton(field) {
  const button = actionButton("Copy", async () => {
    try {
      await navigator.clipboard.writeText(field.value);
      button.textContent = "Copied";
    } catch {
      field.focus();
      field.select();
      button.textContent = "Selected: now copy it";
    }
  });
  return button;
}

// A page has an address, which opens as what is shown; a notebook has none.
function linkParts(acts) {
  if (!acts.link) return [];
  const link = formElement("input", { type: "text", readOnly: true, value: acts.link(), id: freshId() });
  return [formElement("label", { htmlFor: link.id, textContent: "A link to this setting" }), link, copyButton(link)];
}

function sharePanel(acts) {
  const own = formElement("input", { type: "text", readOnly: true, value: acts.code(), id: freshId() });
  const other = formElement("input", { type: "text", id: freshId(), placeholder: "paste a code here" });
  other.spellcheck = false;
  const open = () => other.value && acts.restore(other.value);
  other.addEventListener("keydown", (event) => {
    if (event.key === "Enter") open();
  });
  return [
    ...linkParts(acts),
    formElement("label", { htmlFor: own.id, textContent: "The code of this setting" }),
    own,
    copyButton(own),
    formElement("label", { htmlFor: other.id, textContent: "Somebody else's code" }),
    other,
    actionButton("Restore", open),
  ];
}

async function scenarioPanel(acts) {
  const text = await acts.scenario();
  const area = formElement("textarea", { readOnly: true, value: text, rows: 14, id: freshId(), spellcheck: false });
  const label = formElement("label", {
    htmlFor: area.id,
    textContent: "Save it as scenario.yaml; then: imagesim run scenario.yaml",
  });
  return [label, area, copyButton(area)];
}

/**
 * A row of buttons and the panel that some of them open; *acts* are functions by name: keep, forget, reset, code,
 * restore(code), scenario() -> text; link() -> address, where there is one.
 */
export function labActions(acts, hasScenario) {
  const keep = actionButton("Keep this run", () => acts.keep());
  const forget = actionButton("Forget the kept run", () => acts.forget());
  const reset = actionButton("Reset", () => acts.reset());
  const panel = formElement("div", { className: "imagesim-panel", hidden: true });
  const folding = (name, fill) => async () => {
    const open = panel.hidden || panel.dataset.shows !== name;
    panel.dataset.shows = name;
    panel.hidden = !open;
    if (open) panel.replaceChildren(...(await fill(acts)));
  };
  const share = actionButton("Share", folding("share", sharePanel));
  const scenario = actionButton("Copy as scenario", folding("scenario", scenarioPanel));
  const row = formElement("div", { className: "imagesim-actions" }, keep, forget, reset, share);
  if (hasScenario) row.append(scenario);
  const show = (isKept) => {
    keep.textContent = isKept ? "Keep this run instead" : "Keep this run";
    forget.hidden = !isKept;
  };
  return { row, panel, show };
}
