// Guesses that are one or several of some texts, or a text of one's own; in the terms of numberGuesses.js.

import { formElement, freshId } from "../../js/formElements.js";

function optionInputs(guess, root, type) {
  const name = freshId();
  const inputs = guess.options.map((words) => formElement("input", { type, name, value: words }));
  const labels = inputs.map((input) => formElement("label", {}, input, formElement("span", {}, input.value)));
  root.append(formElement("div", { className: "imagesim-options" }, ...labels));
  return inputs;
}

export function choiceGuess(guess, root) {
  const inputs = optionInputs(guess, root, "radio");
  return {
    read: () => {
      const chosen = inputs.find((input) => input.checked);
      return chosen ? { value: chosen.value } : { problem: "Choose one first.", at: inputs[0] };
    },
    show: (value) => {
      for (const input of inputs) input.checked = input.value === value;
    },
  };
}

export function severalGuess(guess, root) {
  const inputs = optionInputs(guess, root, "checkbox");
  root.append(formElement("small", { textContent: "none, some or all of them" }));
  return {
    read: () => ({ value: inputs.filter((input) => input.checked).map((input) => input.value) }),
    show: (value) => {
      for (const input of inputs) input.checked = value.includes(input.value);
    },
  };
}

export function wordsGuess(_, root) {
  const area = formElement("textarea", { rows: 2, id: freshId() });
  root.append(formElement("label", { htmlFor: area.id, textContent: "In your own words:" }), area);
  return {
    read: () => (area.value.trim() ? { value: area.value.trim() } : { problem: "Write something first.", at: area }),
    show: (value) => {
      area.value = value;
    },
  };
}
