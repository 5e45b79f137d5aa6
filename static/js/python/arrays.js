/**
 * The named arrays of an answer, as typed arrays over the bytes that crossed; nothing is copied.
 */

/** @typedef {Float64Array | Float32Array | Int32Array | Uint8Array} Numbers */
/** @typedef {{data: Numbers, shape: number[]}} Named */

const KINDS = { float64: Float64Array, float32: Float32Array, int32: Int32Array, uint8: Uint8Array };

/**
 * The arrays that `listing` names in `payload`: name to `[kind, shape, offset]`.
 * @param {Record<string, [keyof typeof KINDS, number[], number]> | undefined} listing
 * @param {Uint8Array | null | undefined} payload
 * @returns {Record<string, Named>}
 */
export function namedArrays(listing, payload) {
  /** @type {Record<string, Named>} */
  const arrays = {};
  if (!listing || !payload) return arrays;
  for (const [name, [kind, shape, offset]] of Object.entries(listing)) {
    const length = shape.reduce((product, size) => product * size, 1);
    // The bytes were transferred: they are never shared.
    const buffer = /** @type {ArrayBuffer} */ (payload.buffer);
    arrays[name] = { data: new KINDS[kind](buffer, payload.byteOffset + offset, length), shape };
  }
  return arrays;
}
