// The controls of the labs, drawn with the browser's own form elements: those have a role, a keyboard and, through
// <label for> or <legend>, a name that a screen reader says and that a test finds. One function per kind below;
// each builds its elements, writes the model when the person acts, and returns how to show the model's state.

// By chance and not by a counter: each control loads a copy of this module of its own, and all share one page.
const freshId = () => `imagesim-${Math.random().toString(36).slice(2)}`;

function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  // Without this, on the element itself, JupyterLab takes arrow keys and letters for its own shortcuts.
  element.setAttribute("data-lm-suppress-shortcuts", "true");
  return element;
}

function tell(model, value) {
  model.set("value", value);
  model.save_changes();
}

function labelled(model, root, input, ...more) {
  input.id = freshId();
  root.append(make("label", { htmlFor: input.id, textContent: model.get("label") }), input, ...more);
}

function slider(model, root) {
  const input = make("input", { type: "range" });
  const output = make("output", { ariaHidden: "true" }); // said already, as the slider's value text
  labelled(model, root, input, output);
  const say = (value) => {
    const text = model.get("unit") ? `${value} ${model.get("unit")}` : String(value);
    output.textContent = text;
    input.setAttribute("aria-valuetext", text);
  };
  input.addEventListener("input", () => {
    say(input.valueAsNumber); // at once, before the kernel answers
    tell(model, input.valueAsNumber);
  });
  return () => {
    for (const name of ["min", "max", "step"]) input[name] = model.get(name);
    input.value = model.get("value");
    input.disabled = model.get("disabled");
    say(model.get("value"));
  };
}

function dropdown(model, root) {
  const select = make("select");
  labelled(model, root, select);
  select.addEventListener("change", () => tell(model, select.value));
  return () => {
    select.replaceChildren(...model.get("options").map((text) => make("option", { value: text, textContent: text })));
    select.value = model.get("value");
    select.disabled = model.get("disabled");
  };
}

// Radio buttons or checkboxes side by side: *type* is the input's, *ticked* says whether an option is chosen.
function group(model, root, type, ticked, changed) {
  const fieldset = make("fieldset");
  const name = freshId();
  root.append(fieldset);
  let shown = null;
  fieldset.addEventListener("change", (event) => changed(event.target, fieldset));
  return () => {
    // Buttons stay in place while their options stay: a rebuilt button would lose the keyboard's focus.
    const options = model.get("options");
    if (JSON.stringify(options) !== shown) {
      shown = JSON.stringify(options);
      const buttons = options.map((text) => make("label", {}, make("input", { type, name, value: text }), text));
      fieldset.replaceChildren(make("legend", { textContent: model.get("label") }), make("div", {}, ...buttons));
    }
    for (const input of fieldset.querySelectorAll("input")) input.checked = ticked(input.value);
    fieldset.disabled = model.get("disabled");
  };
}

function radio(model, root) {
  return group(model, root, "radio", (text) => text === model.get("value"), (input) => tell(model, input.value));
}

function several(model, root) {
  const checked = (fieldset) => [...fieldset.querySelectorAll("input:checked")].map((input) => input.value);
  const changed = (_, fieldset) => tell(model, checked(fieldset));
  return group(model, root, "checkbox", (text) => model.get("value").includes(text), changed);
}

function checkbox(model, root) {
  const input = make("input", { type: "checkbox" });
  labelled(model, root, input);
  input.addEventListener("change", () => tell(model, input.checked));
  return () => {
    input.checked = model.get("value");
    input.disabled = model.get("disabled");
  };
}

function text(model, root) {
  const input = make("input", { type: "text", spellcheck: false, autocomplete: "off" });
  labelled(model, root, input);
  input.addEventListener("change", () => tell(model, input.value)); // Enter, or leaving the field
  return () => {
    input.value = model.get("value");
    input.placeholder = model.get("placeholder");
    input.disabled = model.get("disabled");
  };
}

function password(model, root) {
  const input = make("input", { type: "password", autocomplete: "off" });
  labelled(model, root, input);
  // As a message: what is part of the model's state can end up in a stored notebook.
  input.addEventListener("change", () => model.send({ value: input.value }));
  return () => {
    input.placeholder = model.get("placeholder");
    input.disabled = model.get("disabled");
  };
}

function button(model, root) {
  const pressed = make("button", { type: "button", textContent: model.get("label") });
  root.append(pressed);
  pressed.addEventListener("click", () => tell(model, model.get("value") + 1));
  return () => {
    pressed.disabled = model.get("disabled");
  };
}

const kinds = { slider, dropdown, radio, checkbox, several, text, password, button };

export default {
  render({ model, el }) {
    el.classList.add("imagesim-control", `imagesim-${model.get("kind")}`);
    const show = kinds[model.get("kind")](model, el);
    if (model.get("hint")) {
      const hint = make("small", { id: freshId(), textContent: model.get("hint") });
      el.append(hint);
      el.querySelector("input, select, fieldset, button").setAttribute("aria-describedby", hint.id);
    }
    show();
    model.on("change", show);
    return () => model.off("change", show);
  },
};
