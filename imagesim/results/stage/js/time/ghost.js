// A run that is kept, to be compared with what comes next: in the rows of the new one where both have the same rows.

const SHARE = 0.32; // of a row's height
const HASH = /-[a-z0-9]{8,10}(?=-[a-z0-9]{5}(\/|$))/; // of a pod's template

/** What a row is called in both runs: its name without the hash of the template. */
export function rowKey(name) {
  return name.replace(HASH, "");
}

/** For each row of the kept run its place among the rows of the other; null if one of the two has a row more. */
export function rowsInOther(run, kept) {
  const places = new Map(run.rows.map((row, place) => [rowKey(row.name), place]));
  const found = kept.rows.map((row) => places.get(rowKey(row.name)));
  const same = places.size === run.rows.length && new Set(found).size === places.size && !found.includes(undefined);
  return same && found.length > 0 && found.length === run.rows.length && sameLanes(run, kept) ? found : null;
}

function sameLanes(run, kept) {
  return run.rows[0].lanes === kept.rows[0].lanes;
}

/** The part of each row that the kept run has in the picture of the other: 0 where there is none, or rows differ. */
export function ghostShare(run, kept) {
  return kept && rowsInOther(run, kept) ? SHARE : 0;
}

/** Whether a kept run needs a picture of its own. */
export function standsBeside(run, kept) {
  return Boolean(kept) && !rowsInOther(run, kept);
}
