// A lab on a page: controls, a sentence, the stage, what else there is to say. *host* answers: a notebook's kernel, or
// whatever else runs the lab's function.
//
// host = {
//   lab, values, view        as Python says them (Lab.drawn, the controls' values, View.drawn)
//   set(values)              asks for the view of other values
//   secret(name, value)      the same for what must not be stored
//   reset()                  asks for the values at first
//   restore(code)            asks for the values of a code
//   scenario()               a promise of the scenario as text
//   link()                   the address that opens as what is shown; a host without one leaves it out
//   onChange(callback)       calls back when values or view are others
// }

import { labActions } from "./actions.js";
import { comparisonSentence } from "./comparison.js";
import { labControl } from "./controls.js";
import { labDrags } from "./drags.js";
import { labFindings } from "./findings.js";
import { formElement } from "./formElements.js";
import { stage } from "../../results/stage/js/stage.js";

const part = (name, tag = "div") => formElement(tag, { className: `imagesim-${name}` });

/** Puts the lab into *root*. */
export function mountLab(root, host) {
  const { lab } = host;
  const drags = labDrags(lab);
  const change = (name, value) => host.set({ ...host.values, [name]: value });
  const controls = Object.entries(lab.controls).map(([name, spec]) => {
    const tell = spec.kind === "password" ? (value) => host.secret(name, value) : (value) => change(name, value);
    return { name, ...labControl(spec, tell) };
  });
  const task = part("task", "p");
  task.append(formElement("strong", {}, "Try this: "), lab.task);
  const form = part("controls");
  form.append(...controls.map((control) => control.root));
  const sentence = part("sentence", "p");
  sentence.setAttribute("role", "status");
  const compared = part("compared", "p");
  const [head, onStage, pictures, below] = ["head", "on-stage", "pictures", "below"].map((name) => part(name));
  const showFindings = labFindings(below);

  let shownStage = null;
  let kept = null;
  const acts = {
    keep: () => {
      kept = { values: host.values, view: host.view };
      shownStage?.keep();
      show();
    },
    forget: () => {
      kept = null;
      shownStage?.forget();
      show();
    },
    reset: () => {
      for (const control of controls) control.show(lab.controls[control.name].value);
      host.reset();
    },
    code: () => host.view.share,
    restore: (code) => host.restore(code),
    scenario: () => host.scenario(),
    link: host.link,
  };
  const actions = labActions(acts, lab.has_scenario);
  head.append(task, actions.row); // above the pictures, so that they stay where they are however high those become
  root.classList.add("imagesim-lab");
  root.replaceChildren(head, actions.panel, form, sentence, compared, onStage, pictures, below);

  function show() {
    const { values, view } = host;
    const mistaken = view.mistake !== "";
    for (const control of controls) control.show(values[control.name]);
    sentence.textContent = mistaken ? view.mistake : view.sentence;
    sentence.classList.toggle("imagesim-mistake", mistaken);
    for (const each of [onStage, pictures, below]) each.classList.toggle("imagesim-stale", mistaken);
    if (!mistaken) {
      showRun(view.run);
      showPictures(view.pictures.join(""));
      showFindings(view);
    }
    compared.hidden = kept === null || mistaken;
    compared.textContent = kept === null ? "" : comparisonSentence(lab, kept, { values, view });
    actions.show(kept !== null);
  }

  function showRun(run) {
    onStage.hidden = run === null;
    if (run === null) {
      onStage.after(pictures); // a stage that is hidden would hide them
      return;
    }
    const dragged = (place, time_s) => change(lab.drags[place].control, drags[place].value(time_s));
    if (shownStage === null) shownStage = stage(onStage, run, { drags, dragged });
    else shownStage.show(run);
    shownStage.under(pictures);
  }

  // Made by Python from texts that passed its gate; nothing of a reader's stands in it unescaped.
  function showPictures(drawings) {
    if (pictures.dataset.drawn === drawings) return;
    pictures.innerHTML = drawings;
    pictures.dataset.drawn = drawings;
  }

  host.onChange(show);
  show();
}
