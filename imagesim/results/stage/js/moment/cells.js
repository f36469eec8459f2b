// The moment of a run with many pods: what tags mean, how many containers are how, and a cell for each node.

import { NOTHING, binAt, kindsByBin, mostAtOnce } from "../bins.js";
import { Instants, saidAt } from "./instant.js";
import { MOMENT_WIDTH } from "./moment.js";
import { sharesLooks } from "../time/shares.js";
import { Sheet, writing } from "../sheet/sheet.js";
import { TAG_STEP, drawTagLines, tagsToShow } from "./tag_lines.js";
import { told } from "../sheet/words.js";

const COUNT_LINE = 36;
const COUNTS_LEFT = 270;
const CELLS_HIGH = 330; // at most
const BOLD = { "font-weight": "bold" };

/** How many columns make cells as nearly square as can be, and how large one is. */
export function cellGrid(count, width, height) {
  const columns = Math.max(1, Math.ceil(Math.sqrt((count * width) / height)));
  const size = Math.min(28, width / columns, height / Math.ceil(count / columns));
  return { columns: Math.max(columns, Math.min(count, Math.floor(width / size))), size };
}

export class Cells {
  constructor(parent) {
    this.sheet = new Sheet(parent, "moment");
    this.back = this.sheet.layer();
    this.tags = this.sheet.layer();
    this.front = this.sheet.layer();
    this.canvas = parent.appendChild(document.createElement("canvas"));
    this.canvas.className = "imagesim-cells";
    this.canvas.setAttribute("role", "img");
  }

  show(run) {
    this.run = run;
    this.kinds = kindsByBin(run);
    this.most = mostAtOnce(run.shares.counts);
    this.looks = sharesLooks(run).map((look) => ({ look, kind: run.shares.kinds.indexOf(look) }));
    this.grid = cellGrid(run.nodes.length, MOMENT_WIDTH, CELLS_HIGH);
    this.bin = null;
    this.instants = new Instants(run);
    this.tagged = tagsToShow(run, (host) => this.instants.tags.get(host) ?? []);
    this.top = this.tagged.length ? this.tagged.length * TAG_STEP + 14 : 0;
    this.#titles();
    this.#prepare();
  }

  at(seconds) {
    const bin = binAt(this.run, seconds);
    if (bin !== this.bin) this.#draw(bin);
    this.bin = bin;
    this.tags.begin();
    drawTagLines(this.sheet, this.tags, this.run, this.tagged, this.instants.registriesAt(seconds), 0, MOMENT_WIDTH);
    this.tags.end();
    return { said: saidAt(this.run.causes, seconds) };
  }

  #titles() {
    const y = this.top + 28 + this.looks.length * COUNT_LINE;
    this.back.begin();
    writing(this.back, 0, this.top + 18, "Containers", { more: BOLD });
    writing(this.back, 0, y + 32, `${this.run.nodes.length} nodes: the state that most containers of each are in`, {
      more: BOLD,
    });
    this.back.end();
    this.sheet.size(MOMENT_WIDTH, y + 42);
  }

  #prepare() {
    const ratio = Math.min(2, Math.max(1, window.devicePixelRatio || 1));
    const rows = Math.ceil(this.run.nodes.length / this.grid.columns);
    this.canvas.width = Math.round(MOMENT_WIDTH * ratio);
    this.canvas.height = Math.max(1, Math.round(rows * this.grid.size * ratio));
    this.scale = ratio;
    this.shown = new Uint8Array(this.run.nodes.length).fill(NOTHING - 1);
    this.canvas.setAttribute("aria-label", `A cell for each of ${this.run.nodes.length} nodes`);
  }

  #draw(bin) {
    const counts = this.looks.map(({ kind }) => this.run.shares.counts[kind][bin]);
    const room = MOMENT_WIDTH - COUNTS_LEFT - 80;
    this.front.begin();
    this.looks.forEach(({ look }, place) => {
      const y = this.top + 28 + place * COUNT_LINE;
      const width = Math.max(counts[place] ? 2 : 0, (room * counts[place]) / this.most);
      const shape = { x: COUNTS_LEFT, y: y + 2, width, height: 27, fill: this.sheet.fill(look), class: "edged" };
      writing(this.front, 0, y + 22, look.label);
      this.front.mark("rect", shape, { title: told(look) });
      writing(this.front, COUNTS_LEFT + width + 8, y + 22, String(counts[place]));
    });
    this.front.end();
    this.sheet.say(`Containers: ${this.looks.map(({ look }, place) => `${counts[place]} ${look.label}`).join(", ")}.`);
    this.#cells(bin);
  }

  /** Only the cells that change are painted again. */
  #cells(bin) {
    const context = this.canvas.getContext("2d");
    const { columns, size } = this.grid;
    const nodes = this.run.nodes.length;
    const [step, gap] = [size * this.scale, Math.min(2, size / 5) * this.scale];
    for (let node = 0; node < nodes; node += 1) {
      const kind = this.kinds[bin * nodes + node];
      if (kind === this.shown[node]) continue;
      this.shown[node] = kind;
      const [x, y] = [(node % columns) * step, Math.floor(node / columns) * step];
      context.clearRect(x, y, step, step);
      context.fillStyle = kind === NOTHING ? "rgba(128,128,128,0.18)" : this.run.shares.kinds[kind].colour;
      context.fillRect(x, y, step - gap, step - gap);
    }
  }
}
