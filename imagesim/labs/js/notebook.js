// The front end in a notebook: a kernel answers. One question is under way at a time: a slider that is dragged asks for
// where it is when the last answer came, not for every place that it passed.

import { mountLab } from "./lab.js";

function kernelHost(model) {
  let waiting = null; // values that are asked for once the answer is there
  let underWay = false;
  const callbacks = [];
  const answers = new Map();
  const ask = (values) => {
    underWay = true;
    model.set("state", { turn: model.get("state").turn + 1, values });
    model.save_changes();
  };
  const host = {
    lab: model.get("lab"),
    values: model.get("state").values,
    view: model.get("view"),
    set(values) {
      host.values = values;
      if (underWay) waiting = values;
      else ask(values);
    },
    // As a message: what is part of the model's state can end up in a stored notebook.
    secret: (name, value) => model.send({ kind: "secret", name, value }),
    reset: () => model.send({ kind: "reset" }),
    restore: (code) => model.send({ kind: "restore", code }),
    scenario: () =>
      new Promise((resolve) => {
        const id = Math.random().toString(36).slice(2);
        answers.set(id, resolve);
        model.send({ kind: "scenario", id });
      }),
    onChange: (callback) => callbacks.push(callback),
  };
  const heard = () => {
    underWay = false;
    host.view = model.get("view");
    if (waiting === null) host.values = model.get("state").values;
    for (const callback of callbacks) callback();
    if (waiting !== null) {
      const values = waiting;
      waiting = null;
      ask(values);
    }
  };
  const told = (message) => {
    answers.get(message.id)?.(message.text);
    answers.delete(message.id);
  };
  model.on("change:view", heard);
  model.on("msg:custom", told);
  const close = () => {
    model.off("change:view", heard);
    model.off("msg:custom", told);
  };
  return { host, close };
}

export default {
  render({ model, el }) {
    const { host, close } = kernelHost(model);
    mountLab(el, host);
    return close;
  },
};
