// A run as JSON (docs/reference.md, "A run as a file"), ready to be asked: columns become rows, places become looks.

/** The values of one column: a plain list, or texts that stand once each. */
export function columnOf(table, name) {
  const column = table[name];
  return Array.isArray(column) ? column : column.at.map((place) => column.texts[place]);
}

/** The rows of a table of columns, as objects. */
export function rowsOf(table) {
  const columns = Object.keys(table).map((name) => [name, columnOf(table, name)]);
  const [, first] = columns[0];
  return first.map((_, place) => Object.fromEntries(columns.map(([name, values]) => [name, values[place]])));
}

const TABLES = ["nodes", "registries", "rows", "states", "pods", "pulls", "requests", "images", "tags", "causes"];

/**
 * The run with its tables as rows, and `lookAt(place)`: how a bar of that place looks, as `states.look` counts them.
 *
 * A version's look in `versions` is that of the image; a container that runs it is said to.
 */
export function decoded(run) {
  const running = run.versions.map((look) => ({ ...look, label: `Running ${look.label}` }));
  const tables = Object.fromEntries(TABLES.map((name) => [name, rowsOf(run[name])]));
  return { ...run, ...tables, lookAt: (place) => (place >= 0 ? run.looks[place] : running[-1 - place]) };
}

/** The looks that occur in the bars, as `looksOfBars` orders them. */
export function looksInUse(run) {
  return looksOfBars(run, run.states);
}

/** The looks of some bars: versions first and in their order, then the others in theirs. */
export function looksOfBars(run, states) {
  const places = [...new Set(states.map((state) => state.look))];
  const order = (place) => (place < 0 ? -1 - place : run.versions.length + place);
  return places.sort((one, other) => order(one) - order(other)).map(run.lookAt);
}

/** Whether rows are nodes and their bars pulls; else they are containers and their states. */
export function showsPulls(run) {
  return run.rows.length > 0 && run.rows.every((row) => row.pod === null);
}
