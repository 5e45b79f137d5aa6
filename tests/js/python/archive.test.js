import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { place, stored } from "../../../static/js/python/workers/archive.js";

const made = new URL("../../../static/compiled/descent.zip", import.meta.url);
const archive = () => new Uint8Array(readFileSync(made)).buffer;

/** @param {[string, string][]} members @param {number} [method] */
function zip(members, method = 0) {
  const text = new TextEncoder();
  /** @type {number[]} */
  const out = [];
  /** @type {number[]} */
  const table = [];
  const two = (/** @type {number} */ value) => [value & 255, value >> 8];
  const four = (/** @type {number} */ value) => [...two(value & 0xffff), ...two(value >>> 16)];
  for (const [path, content] of members) {
    const [name, data] = [text.encode(path), text.encode(content)];
    const start = out.length;
    const sizes = [...four(0), ...four(data.length), ...four(data.length), ...two(name.length), ...two(0)];
    out.push(...four(0x04034b50), ...two(20), ...two(0), ...two(method), ...four(0), ...sizes, ...name, ...data);
    table.push(...four(0x02014b50), ...two(20), ...two(20), ...two(0), ...two(method), ...four(0), ...sizes);
    table.push(...two(0), ...two(0), ...two(0), ...four(0), ...four(start), ...name);
  }
  const comment = text.encode("made by hand");
  const end = [...four(0x06054b50), ...two(0), ...two(0), ...two(members.length), ...two(members.length)];
  end.push(...four(table.length), ...four(out.length), ...two(comment.length), ...comment);
  return new Uint8Array([...out, ...table, ...end]).buffer;
}

test("the files of an archive are views of it, folders are none", () => {
  const buffer = zip([
    ["a/", ""],
    ["a/b.py", "x = 1\n"],
    ["é.txt", ""],
  ]);
  const files = stored(buffer);
  assert.deepEqual(
    files.map(({ path, content }) => [path, new TextDecoder().decode(content)]),
    [
      ["a/b.py", "x = 1\n"],
      ["é.txt", ""],
    ],
  );
  assert.ok(files.every(({ content }) => content.buffer === buffer));
});

test("what is no archive of stored files is refused with the reason", () => {
  assert.throws(() => stored(new ArrayBuffer(0)), /no zip archive/);
  assert.throws(() => stored(new TextEncoder().encode("<html>".repeat(10)).buffer), /no zip archive/);
  assert.throws(() => stored(zip([["a.py", "x"]], 8)), /a\.py is compressed/);
  const damaged = zip([["a.py", "x"]]);
  new DataView(damaged).setUint8(30 + "a.py".length + "x".length, 0);
  assert.throws(() => stored(damaged), /damaged/);
});

test("the package as set-up made it is read whole and placed", () => {
  /** @type {Map<string, Uint8Array>} */
  const written = new Map();
  /** @type {string[]} */
  const folders = [];
  const FS = {
    mkdirTree: (/** @type {string} */ path) => folders.push(path),
    writeFile: (/** @type {string} */ path, /** @type {Uint8Array} */ content) => written.set(path, content),
  };
  place(FS, archive(), "/site");
  const source = readFileSync(new URL("../../../pyodide_pkgs/descent/rules/adam.py", import.meta.url));
  assert.deepEqual(Buffer.from(written.get("/site/descent/rules/adam.py") ?? []), source);
  assert.ok(written.has("/site/descent/rules/__pycache__/adam.cpython-314.pyc"));
  assert.equal(new Set(folders).size, folders.length);
});
