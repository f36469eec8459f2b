// A lab's host in a page: the worker answers. One question of the lab is under way at a time: a slider that is dragged
// asks for where it is when the last answer came, not for every place that it passed.

const BUSY_AFTER_MS = 400; // below that the answer is there before one has read that it is awaited

/**
 * The host that `mountLab` takes. *first* is the answer to {kind: "lab"}; `busy(isBusy)` is told when an answer takes
 * long, and `link(code)` makes an address of a share code.
 */
export function pageHost({ python, module, first, busy, link }) {
  const secrets = {}; // here alone, and in the questions
  const callbacks = [];
  let waiting = null; // the question that comes next
  let underWay = false;

  const given = () => ({ ...host.values, ...secrets });
  async function ask(question) {
    underWay = true;
    const slow = setTimeout(() => busy(true), BUSY_AFTER_MS);
    try {
      const answer = await python.ask({ ...question, lab: module });
      host.view = answer.view;
      if (waiting === null) host.values = answer.values;
    } catch (error) {
      host.view = { ...host.view, mistake: error.message };
    }
    clearTimeout(slow);
    busy(false);
    underWay = false;
    for (const callback of callbacks) callback();
    if (waiting !== null) {
      const question = waiting;
      waiting = null;
      ask(question);
    }
  }
  const soon = (question) => {
    if (underWay) waiting = question;
    else ask(question);
  };

  const host = {
    lab: first.lab,
    values: first.values,
    view: first.view,
    set(values) {
      host.values = values;
      soon({ kind: "view", values: given() });
    },
    secret(name, value) {
      secrets[name] = value;
      soon({ kind: "view", values: given() });
    },
    reset() {
      for (const name of Object.keys(secrets)) delete secrets[name];
      soon({ kind: "view", values: {} });
    },
    restore: (code) => soon({ kind: "restore", values: given(), code }),
    scenario: () => python.ask({ kind: "scenario", lab: module, values: given() }),
    link: () => link(host.view.share),
    onChange: (callback) => callbacks.push(callback),
  };
  return host;
}
