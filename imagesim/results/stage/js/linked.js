// What belongs together at a moment: a row of the time picture, a pod, its node, and the image that it runs.

import { showsPulls } from "./data.js";

const NONE_LINKED = { rows: [], chips: [], nodes: [], versions: [] };
const placesOf = (values) => [...new Set(values.filter((value) => value !== null && value !== undefined))];

/** The row in which a container is told: its own, or that of its node where rows are nodes. */
function rowOf(run, chip) {
  if (!showsPulls(run)) return chip.id;
  const place = run.rows.findIndex((row) => row.name === run.nodes[chip.node]?.name);
  return place < 0 ? null : place;
}

function nodeOfRow(run, row) {
  return run.nodes.findIndex((node) => node.name === run.rows[row].name);
}

/**
 * All that is linked with `at`, which is {row}, {chip}, {node} or {version}, by their places, or null.
 *
 * `now` is the moment (`Instants.at`). A pod brings its node and its image, a node or an image brings its pods.
 */
export function linkedWith(run, now, at) {
  if (!at || run.shares || (at.row ?? 0) >= Math.max(1, run.rows.length)) return NONE_LINKED;
  if (at.row !== undefined && showsPulls(run)) {
    return { ...linkedWith(run, now, { node: nodeOfRow(run, at.row) }), rows: [at.row] };
  }
  const chips = [...now.nodes.flatMap((node) => node.chips), ...now.unplaced].filter(
    (chip) =>
      chip.id === (at.row ?? at.chip) ||
      (at.node !== undefined && chip.node === at.node) ||
      (at.version !== undefined && chip.version === at.version),
  );
  const pod = at.row !== undefined || at.chip !== undefined;
  return {
    rows: placesOf([at.row, ...chips.map((chip) => rowOf(run, chip))]),
    chips: chips.map((chip) => chip.id),
    nodes: placesOf([at.node, ...(pod ? chips.map((chip) => chip.node) : [])]),
    versions: placesOf([at.version, ...(pod ? chips.map((chip) => chip.version) : [])]),
  };
}

/** What a row is at a moment, for people who cannot see it. */
export function rowInWords(run, now, row) {
  const { name } = run.rows[row];
  const { chips } = linkedWith(run, now, { row });
  const all = [...now.nodes.flatMap((node) => node.chips), ...now.unplaced];
  const told = all
    .filter((chip) => chips.includes(chip.id))
    .map((chip) => {
      const what = chip.look.label.startsWith("Running ") ? chip.look.label : chip.ways[0];
      if (showsPulls(run)) return `${chip.name} ${what}`;
      return `${what}${chip.node === null ? "" : ` on ${run.nodes[chip.node].name}`}`;
    });
  return `${name}: ${told.join(", ") || "nothing"}`;
}
