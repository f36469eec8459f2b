// The moment of a run with many pods: how many containers are how, and a cell for each node.

import { NOTHING, binAt, kindsByBin, mostAtOnce } from "./bins.js";
import { MOMENT_WIDTH } from "./moment.js";
import { saidAt } from "./instant.js";
import { sharesLooks } from "./shares.js";
import { Sheet, writing } from "./sheet.js";
import { SMALL, told } from "./words.js";

const COUNT_LINE = 32;
const COUNTS_LEFT = 260;
const CELLS_HIGH = 380; // how high the cells are together, at most

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
    this.back.begin();
    writing(this.back, 0, 18, "Containers now", { size: SMALL, more: { "font-weight": "bold" } });
    const y = 34 + this.looks.length * COUNT_LINE;
    const words = `The ${run.nodes.length} nodes: what most containers of each are in`;
    writing(this.back, 0, y + 26, words, { size: SMALL, more: { "font-weight": "bold" } });
    this.back.end();
    this.sheet.size(MOMENT_WIDTH, y + 34);
    this.#prepare();
  }

  at(seconds) {
    const bin = binAt(this.run, seconds);
    if (bin !== this.bin) this.#draw(bin);
    this.bin = bin;
    return { said: saidAt(this.run.causes, seconds) };
  }

  #prepare() {
    const ratio = Math.min(2, Math.max(1, window.devicePixelRatio || 1));
    const rows = Math.ceil(this.run.nodes.length / this.grid.columns);
    this.canvas.width = Math.round(MOMENT_WIDTH * ratio);
    this.canvas.height = Math.max(1, Math.round(rows * this.grid.size * ratio));
    this.scale = ratio;
    this.shown = new Uint8Array(this.run.nodes.length).fill(NOTHING - 1);
  }

  #draw(bin) {
    this.front.begin();
    const counts = this.looks.map(({ kind }) => this.run.shares.counts[kind][bin]);
    this.looks.forEach(({ look }, place) => {
      const y = 30 + place * COUNT_LINE;
      writing(this.front, 0, y + 20, look.label, { size: SMALL });
      const width = Math.max(counts[place] ? 2 : 0, ((MOMENT_WIDTH - COUNTS_LEFT - 90) * counts[place]) / this.most);
      this.front.mark("rect", { x: COUNTS_LEFT, y: y + 2, width, height: 24, fill: this.sheet.fill(look), class: "edged" }, { title: told(look) });
      writing(this.front, COUNTS_LEFT + width + 8, y + 20, String(counts[place]), { size: SMALL });
    });
    this.front.end();
    const words = this.looks.map(({ look }, place) => `${counts[place]} ${look.label}`).join(", ");
    this.sheet.say(`Containers: ${words}.`);
    this.canvas.setAttribute("aria-label", `${this.run.nodes.length} nodes as cells.`);
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
