// node started.mjs PYODIDE PACK...: the modules of Python's own library that a lab's first view needs, one a line, for
// started.txt. With Pyodide as npm has it.

import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { startPython } from "../../imagesim/labs/js/page/startPython.js";

const PROGRAM = `
import sys
files = [getattr(module, "__file__", None) or "" for module in list(sys.modules.values())]
places = sorted({file.partition(".zip/")[2] for file in files if ".zip/" in file})
chr(10).join(places)
`;

const [, , home, ...packs] = process.argv;
const streams = packs.map(async (path) => Readable.toWeb(createReadStream(path)));
const python = await startPython(`${home}/`, streams);
python.pyimport("imagesim.labs.page.answering").answering('{"kind": "lab", "lab": "moved_tag", "code": ""}');
console.log(python.runPython(PROGRAM));
