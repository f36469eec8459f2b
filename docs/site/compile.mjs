// node compile.mjs PYODIDE FOLDER: compile every module below FOLDER with Pyodide's Python, each beside its source.

const [, , home, folder] = process.argv;
const { loadPyodide } = await import(`${home}/pyodide.mjs`);

// "unchecked": the source is not there to be compared with. The paths in tracebacks are those below FOLDER.
const PROGRAM = `
import compileall, py_compile
from pathlib import Path
done = compileall.compile_dir(
    "/stage", quiet=1, legacy=True, force=True, stripdir="/stage",
    invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
)
int(done)
`;

const python = await loadPyodide({ indexURL: `${home}/` });
python.FS.mkdir("/stage");
python.FS.mount(python.FS.filesystems.NODEFS, { root: folder }, "/stage");
process.exit(python.runPython(PROGRAM) === 1 ? 0 : 1);
