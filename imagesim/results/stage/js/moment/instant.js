// What is so at one moment of a run: tags, stores, pods, trips, and what was done last. Nothing is drawn here.

import { showsPulls } from "../data.js";
import { tripsAt, tripsOf } from "./trips.js";
import { waitingFor } from "./waiting.js";
import { inWords } from "../sheet/words.js";

const FRESH = 1 / 15; // of the run: so long a tag that moved is called new

const isThere = (seconds, from, until) => from !== null && from <= seconds && (until === null || seconds < until);

/** Answers for one run; what does not depend on the moment is worked out once. */
export class Instants {
  constructor(run) {
    this.run = run;
    this.trips = run.shares ? [] : tripsOf(run);
    this.tags = tagHistories(run);
    this.images = [...run.images].sort((one, other) => one.from_s - other.from_s);
    this.statesOfRow = grouped(run.states, "row");
    this.statesOfPod = grouped(run.states, "pod");
    this.pullsOfPod = grouped(run.pulls, "pod");
    this.byPulls = showsPulls(run);
  }

  at(seconds) {
    const nodes = this.run.nodes.map((node, place) => ({
      ...node,
      place,
      there: isThere(seconds, node.created_s, node.gone_s),
      store: [],
      chips: [],
      trouble: null,
    }));
    const unplaced = [];
    for (const image of this.images) {
      if (image.node !== null && isThere(seconds, image.from_s, image.to_s)) nodes[image.node].store.push(image);
    }
    for (const chip of this.#chips(seconds)) (chip.node === null ? unplaced : nodes[chip.node].chips).push(chip);
    for (const node of nodes) node.trouble = this.#troubleOf(`node/${node.name}`, seconds);
    return {
      nodes,
      unplaced,
      registries: this.registriesAt(seconds),
      trips: tripsAt(this.trips, seconds),
      said: saidAt(this.run.causes, seconds),
    };
  }

  /** The registries with what their tags mean, and what is wrong with them. */
  registriesAt(seconds) {
    return this.run.registries.map((registry) => ({
      ...registry,
      tags: this.#tagsAt(registry.host, seconds),
      trouble: this.#troubleOf(registry.host, seconds),
    }));
  }

  /** A chip for each container that is there: its pod, its look, and words for it. */
  #chips(seconds) {
    if (this.byPulls) return this.run.pods.flatMap((pod, place) => this.#chipByPulls(pod, place, seconds));
    return this.run.rows.flatMap((row, place) => {
      const state = last(this.statesOfRow.get(place), (each) => each.started_s <= seconds);
      if (!state || !isThere(seconds, state.started_s, state.ended_s)) return [];
      const version = state.look < 0 ? -1 - state.look : null;
      return [{ id: place, version, ...this.#chip(row.name, state.pod, this.run.lookAt(state.look), seconds) }];
    });
  }

  #chipByPulls(pod, place, seconds) {
    if (!isThere(seconds, pod.created_s, pod.deleted_s)) return [];
    const bar = last(this.statesOfPod.get(place), (state) => isThere(seconds, state.started_s, state.ended_s));
    const version = last(
      this.pullsOfPod.get(place),
      (pull) => pull.version !== null && pull.ended_s <= seconds,
    )?.version;
    const running = version === undefined ? null : this.run.lookAt(-1 - version);
    const look = bar
      ? this.run.lookAt(bar.look)
      : (running ?? { label: "waiting", colour: "#dcdcdc", hatch: "", ink: "#000000", detail: "" });
    const runs = bar || version === undefined ? null : version;
    return [{ id: place, version: runs, ...this.#chip(pod.pod, place, look, seconds) }];
  }

  #chip(name, pod, look, seconds) {
    const pull = last(this.pullsOfPod.get(pod), (each) => each.queued_s <= seconds);
    const node = pod === null ? null : this.run.pods[pod].node;
    const ways = waitingFor(look.label, pull, seconds, this.#hasAll(node, pull, seconds));
    return { name, pod, node: node ?? null, look, ways };
  }

  /** Whether the layers of a pull that goes well have all come to the node: it only unpacks them. */
  #hasAll(node, pull, seconds) {
    if (pull?.outcome !== "Pulled") return false;
    const own = this.trips.filter(
      (trip) => trip.node === node && trip.kind === "fetched" && trip.from_s < pull.ended_s && trip.until_s > pull.started_s,
    );
    return own.length > 0 && own.every((trip) => trip.until_s <= seconds);
  }

  #tagsAt(host, seconds) {
    return (this.tags.get(host) ?? []).map(({ name, moves }) => {
      const now = last(moves, (move) => move.time_s <= seconds);
      const fresh = Boolean(now) && now.time_s > 0 && seconds - now.time_s < this.run.end_s * FRESH;
      return { name, version: now?.version ?? null, digest: now?.digest ?? "", there: Boolean(now?.digest), fresh };
    });
  }

  /** What was done to it, or to a part of it, and lasts. */
  #troubleOf(name, seconds) {
    const of = this.run.causes.filter(({ target }) => target === name || target.startsWith(`${name}/`));
    const cause = of.find((each) => isThere(seconds, each.time_s, each.ended_s));
    return cause ? { label: cause.label || cause.event, text: cause.text } : null;
  }
}

/** What was done last or came to its end last, and how long ago; what lasts is told as long as it does. */
export function saidAt(causes, seconds) {
  const lasts = (cause) => cause.ended_s > cause.time_s;
  const now = causes.filter((cause) => lasts(cause) && isThere(seconds, cause.time_s, cause.ended_s));
  if (now.length) return `now: ${now.map((cause) => cause.text).join("; ")}`;
  const lastOf = (cause) => Math.max(cause.time_s, cause.ended_s ?? 0);
  const done = causes.filter((cause) => lastOf(cause) <= seconds);
  if (!done.length) return causes.length ? "nothing was done yet" : "";
  const latest = done.reduce((one, other) => (lastOf(other) >= lastOf(one) ? other : one));
  const ago = seconds - lastOf(latest);
  const when = ago < 1 ? "now" : `${inWords(ago < 120 ? Math.round(ago) : Math.round(ago / 6) * 6)} ago`;
  return lasts(latest) ? `ended ${when}: ${latest.text}` : `${when}: ${latest.text}`;
}

/** The tags of each host, those that pods pull first, then those that move. */
function tagHistories(run) {
  const wanted = new Set(run.pulls.map((pull) => pull.image));
  const found = new Map();
  for (const move of run.tags) {
    const name = `${move.repository}:${move.tag}`;
    if (!found.has(move.host)) found.set(move.host, new Map());
    const tags = found.get(move.host);
    if (!tags.has(name)) tags.set(name, { name, moves: [], wanted: wanted.has(`${move.host}/${name}`) });
    tags.get(name).moves.push(move);
  }
  const rank = (tag) => (tag.wanted ? 0 : 2) + (tag.moves.length > 1 ? 0 : 1);
  return new Map(
    [...found].map(([host, tags]) => [host, [...tags.values()].sort((one, other) => rank(one) - rank(other))]),
  );
}

function grouped(rows, name) {
  const found = new Map();
  for (const row of rows) {
    if (!found.has(row[name])) found.set(row[name], []);
    found.get(row[name]).push(row);
  }
  return found;
}

function last(rows, fits) {
  for (let place = (rows?.length ?? 0) - 1; place >= 0; place -= 1) if (fits(rows[place])) return rows[place];
  return undefined;
}
