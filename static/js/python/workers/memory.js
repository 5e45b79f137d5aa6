/** Python may take this much; beyond it gets `MemoryError` instead of the visitor's whole machine. */
export const MEMORY_LIMIT = 512 * 1024 * 1024;

const PAGE = 64 * 1024;

let refused = false;

/** Whether more than the limit was asked for at any time: what an interpreter dies of may come a little later. */
export function ranOut() {
  return refused;
}

/**
 * Makes every WebAssembly memory of this worker refuse to grow beyond `limit` bytes; called before Pyodide is loaded.
 * @param {number} limit
 */
export function capMemory(limit) {
  const grow = WebAssembly.Memory.prototype.grow;
  /**
   * @this {WebAssembly.Memory}
   * @param {number} pages
   */
  WebAssembly.Memory.prototype.grow = function (pages) {
    const wanted = this.buffer.byteLength + pages * PAGE;
    refused ||= wanted > limit;
    // A RangeError is what the engine itself throws when there is no more.
    if (wanted > limit) throw new RangeError(`Python may use ${limit} bytes; ${wanted} were asked for`);
    return grow.call(this, pages);
  };
}
