/**
 * Counts what a worker downloads while it starts, and says at once when a file cannot be had: Pyodide itself waits for
 * ever when its WebAssembly file is missing.
 */

export class Downloads {
  loaded = 0;
  /** Bytes of all files whose length the server gave. @type {number} */
  total = 0;
  /** Rejects with the first file that could not be fetched; never resolves. @type {Promise<never>} */
  failure;
  /** @type {(error: Error) => void} */
  #fail = () => {};

  /** @param {() => void} onChange called after every piece */
  constructor(onChange) {
    this.onChange = onChange;
    this.failure = new Promise((_, reject) => (this.#fail = reject));
    this.failure.catch(() => {});
    this.fetch = globalThis.fetch.bind(globalThis);
  }

  /**
   * The response to a request, its body counted as it passes.
   * @param {RequestInfo | URL} request
   * @param {RequestInit} [options]
   * @returns {Promise<Response>}
   */
  async open(request, options) {
    const name = new URL(request instanceof Request ? request.url : request, self.location.href).pathname;
    let response;
    try {
      response = await this.fetch(request, options);
    } catch {
      throw this.#failed(new Error(`${name} could not be fetched: the server did not answer`));
    }
    if (!response.ok)
      throw this.#failed(new Error(`${name} could not be fetched: the server answered ${response.status}`));
    const { body, headers } = response;
    // A compressed body is counted as it is unpacked, so its length as sent says nothing.
    if (!headers.has("content-encoding")) this.total += Number(headers.get("content-length") ?? 0);
    if (!body) return response;
    void this.#count(response.clone());
    return response;
  }

  /**
   * The whole file.
   * @param {string} url
   * @returns {Promise<ArrayBuffer>}
   */
  async file(url) {
    return (await this.open(url)).arrayBuffer();
  }

  /**
   * Counts the pieces of a copy: a response that was made here is none of the network's, for which a browser keeps the
   * code that it compiles of it.
   * @param {Response} copy
   */
  async #count(copy) {
    const reader = copy.body?.getReader();
    for (let piece = await reader?.read(); piece?.value; piece = await reader?.read()) {
      this.loaded += piece.value.byteLength;
      this.onChange();
    }
  }

  /** @param {Error} error */
  #failed(error) {
    this.#fail(error);
    return error;
  }
}
