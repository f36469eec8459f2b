// The playground: manifests and world documents are run by the page's own worker, and what came of them is shown.

import { editorsPage } from "./editorsPage.js";

const part = (id) => document.getElementById(id);

const texts = editorsPage({
  names: ["manifests.yaml", "world.yaml"],
  question(files) {
    const seed = part("seed").valueAsNumber;
    return { kind: "run", files, seed: Number.isNaN(seed) ? null : seed };
  },
  nothing: "Nothing was run:",
});

async function offerExamples() {
  const examples = await (await fetch("examples.json")).json();
  part("example").append(...examples.map(({ title }, place) => new Option(title, place)));
  part("example").addEventListener("change", () => {
    texts.show(examples[part("example").value]?.files ?? {});
    texts.run();
  });
}

offerExamples();
