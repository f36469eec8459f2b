// The picture of one moment: registries at the left, nodes at the right, and what is on its way between them.

import { Instants } from "./instant.js";
import { drawNode, nodePlaces } from "./nodes.js";
import { SMALLEST, drawPod } from "./chips.js";
import { MixOverTime, drawMix, mixInWords, mixOf, mostContainers } from "./mix.js";
import { REGISTRY_WIDTH, drawRegistry, registryPlaces } from "./registries.js";
import { Sheet, writing } from "../sheet/sheet.js";
import { counted } from "../sheet/words.js";
import { drawTravelLegend, drawTrip, travelLegendHeight, way } from "./travels.js";

export const MOMENT_WIDTH = 720;
const NODES_LEFT = 305;
const MIX = { x: 118, width: MOMENT_WIDTH - 119, height: 30 };
const KEPT_MIX = { y: 34, height: 15 }; // thin, below the other, as in the rows of time
const MIX_LINE = 40;
const HEAD = 30; // of the two columns
const UNPLACED = 62;

export class Moment {
  constructor(parent) {
    this.sheet = new Sheet(parent, "moment");
    this.still = this.sheet.layer();
    this.lines = this.sheet.layer();
    this.boxes = this.sheet.layer();
    this.dots = this.sheet.layer();
  }

  /** Take another run, and one that is kept; nothing is drawn before `at`. */
  show(run, kept = null) {
    this.run = run;
    this.instants = new Instants(run);
    this.kept = kept ? new MixOverTime(kept) : null;
    this.most = Math.max(mostContainers(run), this.kept?.most ?? 0);
    this.head = MIX_LINE + (this.kept ? 18 : 8);
    const top = this.head + HEAD;
    this.form = nodePlaces(run.nodes.length, NODES_LEFT, MOMENT_WIDTH - 1, top);
    const tags = (host) => this.instants.tags.get(host) ?? [];
    this.registries = registryPlaces(run, tags, top, this.form.bottom - top);
    this.waits = run.pods.some((pod) => pod.node === null || pod.scheduled_s - pod.created_s > run.end_s / 200);
    this.tripKinds = new Set(this.instants.trips.map((trip) => trip.kind));
    if (this.form.dots) this.tripKinds.add("stored");
    const left =
      Math.max(0, ...this.registries.map((place) => place.y + place.height)) + travelLegendHeight(this.tripKinds);
    this.bottom = Math.max(this.form.bottom + (this.waits ? UNPLACED : 0), left + 14);
    this.#still();
  }

  /** Draw what is so at this time; returns it. */
  at(seconds) {
    const now = this.instants.at(seconds);
    const layers = [this.lines, this.boxes, this.dots];
    for (const layer of layers) layer.begin();
    const mix = mixOf(this.run, now);
    const place = { ...MIX, most: this.most };
    drawMix(this.sheet, this.boxes, mix, { ...place, y: 0, key: "mix" });
    if (this.kept)
      drawMix(this.sheet, this.boxes, this.kept.at(seconds), {
        ...place,
        ...KEPT_MIX,
        key: "kept mix",
      });
    now.registries.forEach((registry, number) =>
      drawRegistry(this.sheet, this.boxes, this.run, registry, this.registries[number], number),
    );
    const busy = new Set(now.trips.map((trip) => trip.node));
    now.nodes.forEach((node, number) => {
      const options = { draw: this.form.draw, busy: busy.has(number) };
      drawNode(this.sheet, this.boxes, this.run, node, this.form.places[number], number, options);
    });
    if (this.waits) this.#unplaced(now.unplaced);
    this.#trips(now.trips);
    for (const layer of layers) layer.end();
    this.sheet.say(`${counted(now.nodes.filter((node) => node.there).length)} nodes; pods: ${mixInWords(mix)}.`);
    return now;
  }

  #still() {
    this.still.begin();
    const more = { "font-weight": "bold" };
    const many = this.run.registries.length > 1;
    writing(this.still, 0, 22, "Pods now", { more });
    if (this.kept) writing(this.still, 0, KEPT_MIX.y + 13, "kept run", { size: 18 });
    writing(this.still, 0, this.head + 20, many ? "Registries and their tags" : "Registry and its tags", { more });
    writing(this.still, NODES_LEFT, this.head + 20, "Nodes, and the pods on them", { more });
    drawTravelLegend(this.still, this.tripKinds, this.bottom - 14 - travelLegendHeight(this.tripKinds));
    this.still.end();
    this.sheet.size(MOMENT_WIDTH, this.bottom);
  }

  /** Where many nodes stand together, one line for each registry leads to all of them. */
  #trips(trips) {
    const seen = new Set();
    for (const trip of trips) {
      const number = this.run.registries.findIndex((registry) => registry.host === trip.host);
      const key = this.form.together ? `${trip.host} ${trip.kind}` : `${trip.host} ${trip.node}`;
      if (number < 0 || seen.has(key)) continue;
      seen.add(key);
      const from = this.registries[number];
      const to = this.form.places[trip.node];
      const y = this.form.together ? this.head + HEAD + 40 + 30 * seen.size : to.y + to.height / 2;
      const line = way([REGISTRY_WIDTH + 2, from.y + Math.min(from.height / 2, 60)], [NODES_LEFT - 2, y]);
      drawTrip(this.sheet, this.lines, this.dots, this.run, trip, line, key);
    }
  }

  #unplaced(chips) {
    const y = this.form.bottom;
    writing(this.boxes, NODES_LEFT, y + 16, "Pods without a node", { size: 16, key: "unplaced" });
    const width = Math.min(150, (MOMENT_WIDTH - NODES_LEFT) / Math.max(1, chips.length) - 4);
    chips.forEach((chip, number) => {
      const place = { x: NODES_LEFT + number * (width + 4), y: y + 24, width, height: 28 };
      drawPod(
        this.sheet,
        this.boxes,
        `unplaced ${number}`,
        place,
        chip,
        width > 60 ? { name: 0, words: [18, SMALLEST] } : null,
      );
    });
  }
}
