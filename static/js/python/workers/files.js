/**
 * The files of an interpreter and its pipes are kept in JavaScript's memory, which no limit of WebAssembly counts: they have
 * one of their own. What was written counts although it is removed again; an interpreter does not live long.
 */

/** The most bytes that may be written, and the most files that may be made. */
export const FILE_BYTES = 64 * 1024 * 1024;
const FILES = 10_000;
const LONGEST_LINK = 4096;

/** The numbers under which Emscripten knows these errors (WASI). */
const NO_SPACE = 51;
const NAME_TOO_LONG = 37;

/** @param {import("pyodide").PyodideInterface} pyodide */
export function capFiles(pyodide) {
  /** @type {any} */
  const FS = pyodide.FS;
  const { MEMFS } = FS.filesystems;
  let bytes = FILE_BYTES;
  let files = FILES;
  /** @param {number} size */
  const take = (size) => {
    if (size > bytes) throw new FS.ErrnoError(NO_SPACE);
    bytes -= Math.max(size, 0);
  };
  /**
   * Has `owner[name]` ask `before` first, with the same arguments.
   * @param {any} owner
   * @param {string} name
   * @param {(...given: any[]) => void} before
   */
  const guard = (owner, name, before) => {
    const usual = owner[name];
    owner[name] = (/** @type {any[]} */ ...given) => {
      before(...given);
      return usual.apply(owner, given);
    };
  };
  const { dir, file } = MEMFS.ops_table;
  guard(file.stream, "write", ({ node }, _buffer, _offset, length, position) =>
    take(position + length - node.usedBytes),
  );
  guard(file.node, "setattr", (node, { size }) => size !== undefined && take(size));
  guard(dir.node, "symlink", (_parent, _name, target) => {
    if (target.length > LONGEST_LINK) throw new FS.ErrnoError(NAME_TOO_LONG);
  });
  guard(MEMFS, "createNode", () => {
    if ((files -= 1) < 0) throw new FS.ErrnoError(NO_SPACE);
  });
  const os = pyodide.pyimport("os");
  const ends = os.pipe().toJs();
  guard(FS.getStream(ends[0]).stream_ops, "write", (_stream, _buffer, _offset, length) => take(length));
  for (const end of ends) os.close(end);
  os.destroy();
}
