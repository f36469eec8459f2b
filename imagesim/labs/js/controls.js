// The controls of a lab. One function per kind: it puts its elements into *root*, tells when the person acts, and
// returns how to show a value that came from elsewhere.

import { formElement, freshId } from "./formElements.js";

function labelled(spec, root, input, ...more) {
  input.id = freshId();
  root.append(formElement("label", { htmlFor: input.id, textContent: spec.label }), input, ...more);
}

function sliderControl(spec, root, tell) {
  const input = formElement("input", { type: "range" });
  Object.assign(input, { min: spec.min, max: spec.max, step: spec.step });
  const output = formElement("output", { ariaHidden: "true" }); // said already, as the slider's value text
  labelled(spec, root, input, output);
  const say = (value) => {
    const words = spec.unit ? `${value} ${spec.unit}` : String(value);
    output.textContent = words;
    input.setAttribute("aria-valuetext", words);
  };
  input.addEventListener("input", () => {
    say(input.valueAsNumber); // at once, before the answer comes
    tell(input.valueAsNumber);
  });
  return (value) => {
    input.value = value;
    say(value);
  };
}

function dropdownControl(spec, root, tell) {
  const select = formElement("select");
  select.append(...spec.options.map((words) => new Option(words, words)));
  labelled(spec, root, select);
  select.addEventListener("change", () => tell(select.value));
  return (value) => {
    select.value = value;
  };
}

// Radio buttons or checkboxes side by side: *type* is the input's, *ticked* says whether an option is chosen.
function groupControl(spec, root, type, changed, ticked) {
  const name = freshId();
  const buttons = spec.options.map((words) => {
    const input = formElement("input", { type, name, value: words });
    return formElement("label", {}, input, words);
  });
  const legend = formElement("legend", { textContent: spec.label });
  const fieldset = formElement("fieldset", {}, legend, formElement("div", {}, ...buttons));
  root.append(fieldset);
  fieldset.addEventListener("change", (event) => changed(event.target, fieldset));
  return (value) => {
    for (const input of fieldset.querySelectorAll("input")) input.checked = ticked(input.value, value);
  };
}

function radioControl(spec, root, tell) {
  return groupControl(spec, root, "radio", (input) => tell(input.value), (words, value) => words === value);
}

function severalControl(spec, root, tell) {
  const changed = (_, fieldset) => tell([...fieldset.querySelectorAll("input:checked")].map((input) => input.value));
  return groupControl(spec, root, "checkbox", changed, (words, value) => value.includes(words));
}

function checkboxControl(spec, root, tell) {
  const input = formElement("input", { type: "checkbox" });
  labelled(spec, root, input);
  input.addEventListener("change", () => tell(input.checked));
  return (value) => {
    input.checked = value;
  };
}

function textControl(spec, root, tell) {
  const secret = spec.kind === "password";
  const input = formElement("input", { type: secret ? "password" : "text", spellcheck: false, autocomplete: "off" });
  input.placeholder = spec.placeholder;
  labelled(spec, root, input);
  let told = null;
  const typed = () => {
    if (input.value === told) return; // leaving the field after Enter says nothing new
    told = input.value;
    tell(input.value);
  };
  input.addEventListener("change", typed);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") typed(); // a notebook may keep Enter from ending the change
  });
  return (value) => {
    if (secret && value !== "") return; // it is never told what was typed; empty, it is as at first
    if (value === told) return; // nothing new: what is being typed stays while the answer to another control comes
    input.value = value;
    told = value;
  };
}

const CONTROL_KINDS = {
  slider: sliderControl,
  dropdown: dropdownControl,
  radio: radioControl,
  several: severalControl,
  checkbox: checkboxControl,
  text: textControl,
  password: textControl,
};

/** A control as *spec* says (`Control.drawn` in Python); `show(value)` of what is returned sets it without telling. */
export function labControl(spec, tell) {
  const root = formElement("div", { className: `imagesim-control imagesim-${spec.kind}` });
  const show = CONTROL_KINDS[spec.kind](spec, root, tell);
  if (spec.hint) {
    const hint = formElement("small", { id: freshId(), textContent: spec.hint });
    root.append(hint);
    root.querySelector("input, select, fieldset").setAttribute("aria-describedby", hint.id);
  }
  return { root, show };
}
