/** A text so short that it fits into the fragment of a link: deflated, in the letters of URLs; and back. */

/**
 * @param {string} text
 * @returns {Promise<string>}
 */
export async function packText(text) {
  const bytes = await through(new CompressionStream("deflate-raw"), new TextEncoder().encode(text), Infinity);
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/**
 * The text again; throws where it is none, or more than `most` bytes.
 * @param {string} packed
 * @param {number} most
 * @returns {Promise<string>}
 */
export async function unpackText(packed, most) {
  const binary = atob(packed.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
  const text = await through(new DecompressionStream("deflate-raw"), bytes, most);
  return new TextDecoder("utf-8", { fatal: true }).decode(text);
}

/**
 * @param {CompressionStream | DecompressionStream} stream
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {number} most
 * @returns {Promise<Uint8Array>}
 */
async function through(stream, bytes, most) {
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
    if (size > most) throw new RangeError("the link holds too much");
    pieces.push(value);
  }
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
}
