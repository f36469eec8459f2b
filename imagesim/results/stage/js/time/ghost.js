// A run that is kept, to be compared with what comes next: in the rows of the new one where both have the same rows.

const SHARE = 0.32; // of a row's height

/** Whether the two have the same rows, so that each bar of one can stand under those of the other. */
export function sameRows(run, kept) {
  return (
    run.rows.length > 0 &&
    run.rows.length === kept.rows.length &&
    run.rows.every((row, place) => row.name === kept.rows[place].name && row.lanes === kept.rows[place].lanes)
  );
}

/** The part of each row that the kept run has in the picture of the other: 0 where there is none, or rows differ. */
export function ghostShare(run, kept) {
  return kept && sameRows(run, kept) ? SHARE : 0;
}

/** Whether a kept run needs a picture of its own. */
export function standsBeside(run, kept) {
  return Boolean(kept) && !sameRows(run, kept);
}
