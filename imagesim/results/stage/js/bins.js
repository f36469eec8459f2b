// Shares of a run with many pods, ready to be asked: what most pods of each node were in, in each bin of time.

export const NOTHING = 255; // a node without pods, or one that is not there

/** The bin in which a time lies. */
export function binAt(run, seconds) {
  const { bins } = run.shares;
  return run.end_s > 0 ? Math.min(bins - 1, Math.max(0, Math.floor((seconds / run.end_s) * bins + 1e-9))) : 0;
}

/** The kind of each node in each bin, bin after bin: `kinds[bin * nodes + node]`. */
export function kindsByBin(run) {
  const { bins, nodes: rows } = run.shares;
  const nodes = run.nodes.length;
  const kinds = new Uint8Array(bins * nodes).fill(NOTHING);
  rows.node.forEach((node, place) => {
    const next = rows.node[place + 1] === node ? rows.bin[place + 1] : bins;
    const kind = rows.kind[place] ?? NOTHING;
    for (let bin = rows.bin[place]; bin < next; bin += 1) kinds[bin * nodes + node] = kind;
  });
  return kinds;
}

/** How the kinds lie upon each other: for each kind, in each bin, [from, to] in containers. */
export function stacked(counts) {
  const floor = counts[0]?.map(() => 0) ?? [];
  return counts.map((row) =>
    row.map((count, bin) => {
      const from = floor[bin];
      floor[bin] += count;
      return [from, floor[bin]];
    }),
  );
}

/** The greatest number of containers at once; at least 1. */
export function mostAtOnce(counts) {
  const sums = (counts[0] ?? []).map((_, bin) => counts.reduce((sum, row) => sum + row[bin], 0));
  return sums.reduce((most, sum) => Math.max(most, sum), 1);
}
