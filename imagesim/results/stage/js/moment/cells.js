// The moment of a run with many pods: what tags mean, how many containers are how, and a cell for each node.

import { NOTHING, binAt, kindsByBin } from "../bins.js";
import { looksInUse } from "../data.js";
import { Instants, saidAt } from "./instant.js";
import { MixOverTime, mixInWords } from "./mix.js";
import { MOMENT_WIDTH } from "./moment.js";
import { sharesLooks } from "../time/shares.js";
import { Sheet, writing } from "../sheet/sheet.js";
import { TAG_STEP, drawTagLines, tagsToShow } from "./tag_lines.js";
import { counted, told } from "../sheet/words.js";

const COUNT_LINE = 36;
const COUNTS_LEFT = 270;
const COUNT_BAR = 27; // of which a run that is kept has the lower third
const ROOM_OF_COUNT = 80;
const ROOM_OF_TWO = 210;
const CELLS_HIGH = 330; // at most
const BOLD = { "font-weight": "bold" };

/** How many columns make cells as nearly square as can be, and how large one is. */
export function cellGrid(count, width, height) {
  const columns = Math.max(1, Math.ceil(Math.sqrt((count * width) / height)));
  const size = Math.min(28, width / columns, height / Math.ceil(count / columns));
  return { columns: Math.max(columns, Math.min(count, Math.floor(width / size))), size };
}

/** The looks of a run and of one that is kept, each once by what it is called. */
export function looksOfBoth(run, kept) {
  const own = sharesLooks(run);
  const before = kept ? (kept.shares ? sharesLooks(kept) : looksInUse(kept)) : [];
  return [...own, ...before.filter(({ label }) => !own.some((look) => look.label === label))];
}

function countOf(mix, { label }) {
  return mix.find(({ look }) => look.label === label)?.count ?? 0;
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

  /** Take another run, and one that is kept. */
  show(run, kept = null) {
    this.run = run;
    this.own = new MixOverTime(run);
    this.kept = kept ? new MixOverTime(kept) : null;
    this.kinds = kindsByBin(run);
    this.most = Math.max(this.own.most, this.kept?.most ?? 0);
    this.looks = looksOfBoth(run, kept);
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
    if (bin !== this.bin || this.kept) this.#counts(seconds);
    if (bin !== this.bin) this.#cells(bin);
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
    if (this.kept) writing(this.back, COUNTS_LEFT, this.top + 18, "thin, below: the run that was kept");
    writing(this.back, 0, y + 32, `${counted(this.run.nodes.length)} nodes: the state that most containers of each are in`, {
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
    this.canvas.setAttribute("aria-label", `A cell for each of ${counted(this.run.nodes.length)} nodes`);
  }

  #counts(seconds) {
    const [now, before] = [this.own.at(seconds), this.kept?.at(seconds)];
    this.front.begin();
    this.looks.forEach((look, place) => this.#count(look, place, countOf(now, look), before && countOf(before, look)));
    this.front.end();
    const kept = before ? ` The kept run: ${mixInWords(before)}.` : "";
    const all = this.looks.map((look) => `${counted(countOf(now, look))} ${look.label}`).join(", ");
    this.sheet.say(`Containers: ${all}.${kept}`);
  }

  /** A line of the counts: how many containers are so now and, thin below it, in the run that is kept. */
  #count(look, place, count, before) {
    const y = this.top + 28 + place * COUNT_LINE;
    const two = before !== undefined;
    const room = MOMENT_WIDTH - COUNTS_LEFT - (two ? ROOM_OF_TWO : ROOM_OF_COUNT);
    const long = (some) => Math.max(some ? 2 : 0, (room * some) / this.most);
    const bar = { x: COUNTS_LEFT, fill: this.sheet.fill(look), class: "edged" };
    const high = two ? (COUNT_BAR * 2) / 3 : COUNT_BAR;
    writing(this.front, 0, y + 22, look.label);
    this.front.mark("rect", { ...bar, y: y + 2, width: long(count), height: high }, { title: told(look) });
    if (two) {
      const thin = { ...bar, y: y + 4 + high, width: long(before), height: COUNT_BAR - high - 2, class: "edged kept" };
      this.front.mark("rect", thin, { title: `kept run: ${told(look)}` });
    }
    const end = COUNTS_LEFT + Math.max(long(count), two ? long(before) : 0) + 8;
    writing(this.front, end, y + 22, two ? `${counted(count)}, kept ${counted(before)}` : counted(count));
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
