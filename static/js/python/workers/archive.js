/**
 * Puts the files of an archive where Python finds them. Set-up has stored them uncompressed, so each is a piece of the
 * archive, which is not copied: unpacked by Python they would take ten times as long.
 */

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const END_SIZE = 22;
const ENTRY_SIZE = 46;
const HEADER_SIZE = 30;
const LONGEST_COMMENT = 0xffff;

/**
 * The files of a zip archive whose members are stored, as views of it. Throws where it is none.
 * @param {ArrayBuffer} buffer
 * @returns {{path: string, content: Uint8Array<ArrayBuffer>}[]}
 */
export function stored(buffer) {
  const view = new DataView(buffer);
  const text = new TextDecoder();
  let end = buffer.byteLength - END_SIZE;
  const first = Math.max(0, end - LONGEST_COMMENT);
  while (end >= first && view.getUint32(end, true) !== END) end -= 1;
  if (end < first) throw new Error("it is no zip archive");
  const files = [];
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left -= 1) {
    if (view.getUint32(at, true) !== ENTRY) throw new Error("its table of contents is damaged");
    const nameLength = view.getUint16(at + 28, true);
    const path = text.decode(new Uint8Array(buffer, at + ENTRY_SIZE, nameLength));
    const size = view.getUint32(at + 24, true);
    if (view.getUint16(at + 10, true) !== 0) throw new Error(`${path} is compressed in it`);
    const header = view.getUint32(at + 42, true);
    const start = header + HEADER_SIZE + view.getUint16(header + 26, true) + view.getUint16(header + 28, true);
    if (!path.endsWith("/")) files.push({ path, content: new Uint8Array(buffer, start, size) });
    at += ENTRY_SIZE + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return files;
}

/**
 * Places the files of an archive below a folder of Python's file system.
 * @param {any} FS Emscripten's
 * @param {ArrayBuffer} archive from now on the files' own
 * @param {string} folder
 */
export function place(FS, archive, folder) {
  const made = new Set();
  for (const { path, content } of stored(archive)) {
    const parent = `${folder}/${path.slice(0, path.lastIndexOf("/"))}`;
    if (!made.has(parent)) FS.mkdirTree(parent);
    made.add(parent);
    FS.writeFile(`${folder}/${path}`, content, { canOwn: true });
  }
}
