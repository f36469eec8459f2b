// Files that came as one, put into Pyodide's file system (docs/site/packs.py says how they are joined).

/** The files of a pack, [name, bytes] each. *stream* is what was fetched. */
export async function unpacked(stream) {
  const whole = await new Response(stream.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
  const start = 4 + new DataView(whole).getUint32(0);
  const list = JSON.parse(new TextDecoder().decode(new Uint8Array(whole, 4, start - 4)));
  let at = start;
  return list.map(([name, length]) => [name, new Uint8Array(whole, (at += length) - length, length)]);
}

/** Write them below *folder*; *FS* is Pyodide's. */
export function placeFiles(FS, folder, files) {
  const made = new Set();
  for (const [name, bytes] of files) {
    const path = `${folder}/${name}`;
    const parent = path.slice(0, path.lastIndexOf("/"));
    if (!made.has(parent)) FS.mkdirTree(parent);
    made.add(parent);
    FS.writeFile(path, bytes, { canOwn: true }); // nobody else writes into these bytes
  }
}
