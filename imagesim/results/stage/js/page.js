// run.html: the run that stands in the page, on the stage.

import { stage } from "./stage.js";

const inPage = (id) => document.getElementById(id);

inPage("stage").replaceChildren();
stage(inPage("stage"), JSON.parse(inPage("run").textContent), {});
