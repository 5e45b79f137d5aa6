// node bytecode.mjs <pyodide.mjs> <source.zip> <target.zip> <home> [<import> ...]: see bytecode.py.

import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [pyodide, source, target, home, ...imports] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(pyodide).href);
// Columns of expressions in library code are in nobody's traceback; without them the archives are a fifth smaller on the wire.
const python = await loadPyodide({ env: { PYTHONNODEBUGRANGES: "1" } });
python.FS.writeFile("/source.zip", readFileSync(source));
python.runPython(readFileSync(new URL("compile_archive.py", import.meta.url), "utf8"));
python.globals.get("compile_archive")("/source.zip", "/target.zip", home, imports);
writeFileSync(target, python.FS.readFile("/target.zip"));
process.exit(0);
