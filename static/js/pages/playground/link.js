/** The state, code included, in the fragment of a link; a fragment is never sent to a server. */

/** @typedef {import("../../panels/kit/types.js").State} State */

const LARGEST = 400_000;

/**
 * The text that a link carries after `#s=`.
 * @param {State} state
 * @returns {Promise<string>}
 */
export async function pack(state) {
  const { playing: _playing, ...kept } = state;
  const racers = state.racers.map(({ id: _id, trusted: _trusted, lost: _lost, ...racer }) => racer);
  const selected = `r${state.racers.findIndex((racer) => racer.id === state.selected) + 1}`;
  const text = JSON.stringify({ v: 1, ...kept, racers, selected });
  return toText(await through(new CompressionStream("deflate-raw"), new TextEncoder().encode(text)));
}

/**
 * What a link says, not yet checked; null where it says nothing that can be read.
 * @param {string} text
 * @returns {Promise<unknown>}
 */
export async function unpack(text) {
  try {
    const bytes = await through(new DecompressionStream("deflate-raw"), fromText(text));
    const said = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    return said && typeof said === "object" && !Array.isArray(said) ? said : null;
  } catch {
    return null;
  }
}

/**
 * @param {CompressionStream | DecompressionStream} stream
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @returns {Promise<Uint8Array>}
 */
async function through(stream, bytes) {
  const writer = stream.writable.getWriter();
  // Errors of the writing side come out of the reading side, too.
  void writer.write(bytes).catch(() => {});
  void writer.close().catch(() => {});
  const pieces = [];
  let size = 0;
  const reader = stream.readable.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > LARGEST) throw new RangeError("the link holds too much");
    pieces.push(value);
  }
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
}

/** @param {Uint8Array} bytes */
function toText(bytes) {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** @param {string} text */
function fromText(text) {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}
