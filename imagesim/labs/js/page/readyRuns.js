// A lab's host whose answers are there already: runs that were simulated while the site was built, by their settings.

/** What a run is found by, as Python writes it (docs/site/book/start.py): "5 IfNotPresent the tag v1". */
export const runKey = (lab, values) => Object.keys(lab.controls).map((name) => values[name]).join(" ");

/**
 * The host that `mountLab` takes. *first* is {lab, values, view} and *runs* a promise of the views by their keys;
 * `all(code)` opens what has every control, `scenario(code)` promises a setting as a text, `link(code)` is its address.
 */
export function readyHost({ first, runs, all, scenario, link }) {
  const callbacks = [];
  const host = {
    ...first,
    async set(values) {
      host.values = values;
      const view = await answer(values);
      if (host.values !== values) return; // the reader went on
      host.view = view;
      for (const callback of callbacks) callback();
    },
    reset: () => host.set({ ...first.values }),
    restore: (code) => all(code),
    scenario: () => scenario(host.view.share),
    link: () => link(host.view.share),
    onChange: (callback) => callbacks.push(callback),
  };
  async function answer(values) {
    try {
      return (await runs)[runKey(first.lab, values)];
    } catch {
      return { ...host.view, mistake: "The runs of this page did not come. Load the page again." };
    }
  }
  return host;
}
