// node run_python.mjs PYODIDE PACKS [FOLDER=PLACE ...]: run the Python program that stands on standard input, in Pyodide
// with the packs of a site's folder. Folders of this machine are seen at their places; the program begins in /.

import { createReadStream, readdirSync, readFileSync } from "node:fs";
import { Readable } from "node:stream";
import { startPython } from "../../imagesim/labs/js/page/startPython.js";

const [, , home, packs, ...mounts] = process.argv;
const names = readdirSync(packs).filter((name) => name.endsWith(".pack"));
const streams = names.map(async (name) => Readable.toWeb(createReadStream(`${packs}/${name}`)));
const python = await startPython(`${home}/`, streams, { env: { HOME: "/home/pyodide", PYTHONHASHSEED: "0" } });
for (const mount of mounts) {
  const [folder, place] = mount.split("=");
  python.FS.mkdirTree(place);
  python.FS.mount(python.FS.filesystems.NODEFS, { root: folder }, place);
}
try {
  python.runPython(readFileSync(0, "utf8"));
} catch (error) {
  console.error(String(error.message).slice(0, 20000)); // the stack of what is compiled says nothing
  process.exit(1);
}
process.exit(0);
