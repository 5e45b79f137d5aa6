/** One file out of a zip that anybody may have made: read within a limit, whatever the zip says of its sizes. */

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const LONGEST_COMMENT = 65_535;
const MOST_ENTRIES = 10_000;
const STORED = 0;
const DEFLATED = 8;

const NO_ZIP = "This file is no zip, or it is cut off.";

/**
 * The text of the file of that name, at the top or in the only folder there; null where there is none. Throws with a
 * sentence for a person.
 * @param {Uint8Array<ArrayBuffer>} bytes the zip
 * @param {string} name
 * @param {number} most bytes that the file may have
 * @returns {Promise<string | null>}
 */
export async function textInZip(bytes, name, most) {
  const entry = found(bytes, name);
  if (!entry) return null;
  const { method, start, end } = entry;
  if (method !== STORED && method !== DEFLATED) throw new Error("This zip is packed in a way that pages cannot read.");
  /** @type {ReadableStream<Uint8Array<ArrayBuffer>>} */
  const packed = new Blob([bytes.subarray(start, end)]).stream();
  const plain = method === STORED ? packed : packed.pipeThrough(new DecompressionStream("deflate-raw"));
  return new TextDecoder("utf-8", { fatal: true }).decode(await atMost(plain, most, name));
}

/**
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {string} name
 */
function found(bytes, name) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const end = endOfDirectory(view);
    const count = Math.min(view.getUint16(end + 10, true), MOST_ENTRIES);
    let place = view.getUint32(end + 16, true);
    for (let number = 0; number < count; number++) {
      if (view.getUint32(place, true) !== ENTRY) throw new Error(NO_ZIP);
      const [long, extra, comment] = [28, 30, 32].map((offset) => view.getUint16(place + offset, true));
      const own = new TextDecoder().decode(bytes.subarray(place + 46, place + 46 + long));
      if (own === name || (own.endsWith(`/${name}`) && own.split("/").length === 2)) {
        const local = view.getUint32(place + 42, true);
        if (view.getUint32(local, true) !== LOCAL) throw new Error(NO_ZIP);
        const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
        return {
          method: view.getUint16(place + 10, true),
          start,
          end: start + view.getUint32(place + 20, true),
        };
      }
      place += 46 + long + extra + comment;
    }
    return null;
  } catch (error) {
    throw error instanceof RangeError ? new Error(NO_ZIP) : error;
  }
}

/** @param {DataView} view */
function endOfDirectory(view) {
  const first = Math.max(0, view.byteLength - 22 - LONGEST_COMMENT);
  for (let place = view.byteLength - 22; place >= first; place--) if (view.getUint32(place, true) === END) return place;
  throw new Error(NO_ZIP);
}

/**
 * All bytes of a stream; it is given up as soon as there are more than `most`.
 * @param {ReadableStream<Uint8Array>} stream
 * @param {number} most
 * @param {string} name
 */
async function atMost(stream, most, name) {
  /** @type {Uint8Array[]} */
  const pieces = [];
  let size = 0;
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw new Error(NO_ZIP);
    });
    if (done) break;
    size += value.byteLength;
    if (size > most) {
      void reader.cancel();
      throw new Error(`${name} in this zip has more than ${most} bytes.`);
    }
    pieces.push(value);
  }
  const whole = new Uint8Array(size);
  let place = 0;
  for (const piece of pieces) {
    whole.set(piece, place);
    place += piece.byteLength;
  }
  return whole;
}
