/**
 * Requests and answers over one `MessagePort`.
 *
 * Messages are plain objects: a request `{id, method, params}`, its answer `{id, result}` or `{id, error}`, and in
 * between events `{id, event, detail}`; an event without `id` concerns the whole worker. The id is a random string made
 * for each request and held in JavaScript only, and the port is held by the worker's own module: Python in the worker
 * can name neither, so it cannot answer in the place of the worker.
 */

/**
 * What may cross as an error: never an `Error` object, whose text and stack the browser may drop.
 * @typedef {{kind: string, message: string}} Failure
 */

/** An error that came over the channel, or the end of the channel itself (`kind` is then `closed`). */
export class ChannelError extends Error {
  /** @param {Failure} failure */
  constructor(failure) {
    super(failure.message);
    this.name = "ChannelError";
    this.kind = failure.kind;
  }
}

/**
 * @typedef {object} Pending
 * @property {(result: any) => void} resolve
 * @property {(error: ChannelError) => void} reject
 * @property {(name: string, detail: any) => void} onEvent
 */

/** The asking side of a port. */
export class Channel {
  /** @type {Map<string, Pending>} */
  #pending = new Map();
  /** @type {ChannelError | null} */
  #closed = null;

  /**
   * @param {MessagePort} port
   * @param {(name: string, detail: any) => void} [onEvent] events that belong to no request
   */
  constructor(port, onEvent = () => {}) {
    this.port = port;
    this.onEvent = onEvent;
    port.onmessage = (message) => this.#receive(message.data);
  }

  /**
   * The answer to one request; rejects with `ChannelError`.
   * @param {string} method
   * @param {object} params
   * @param {{transfer?: Transferable[], onEvent?: (name: string, detail: any) => void}} [options]
   * @returns {Promise<any>}
   */
  request(method, params, { transfer = [], onEvent = () => {} } = {}) {
    if (this.#closed) return Promise.reject(this.#closed);
    const id = freshId();
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject, onEvent });
      this.port.postMessage({ id, method, params }, transfer);
    });
  }

  /**
   * Ends the channel: what is pending and what is asked from now on is rejected.
   * @param {Failure} failure
   */
  close(failure) {
    if (this.#closed) return;
    this.#closed = new ChannelError(failure);
    this.port.onmessage = null;
    this.port.close();
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of pending) reject(this.#closed);
  }

  /** @param {any} message */
  #receive(message) {
    if (message === null || typeof message !== "object") return;
    if (message.id === undefined) {
      if (typeof message.event === "string") this.onEvent(message.event, message.detail);
      return;
    }
    const pending = this.#pending.get(message.id);
    if (!pending) return;
    if (typeof message.event === "string") {
      pending.onEvent(message.event, message.detail);
      return;
    }
    this.#pending.delete(message.id);
    if (message.error) pending.reject(new ChannelError(message.error));
    else pending.resolve(message.result);
  }
}

/**
 * 128 random bits as text. `crypto.randomUUID` is there on secure origins only, and a class may meet this page over plain
 * HTTP in its own network.
 */
function freshId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * What a handler returns: the result, and the buffers in it that are handed over instead of copied.
 * @typedef {{result: any, transfer?: Transferable[]}} Answer
 */

/**
 * RacerAnswers requests on `port`; returns the function that sends an event to no request in particular.
 * @param {MessagePort} port
 * @param {Record<string, (params: any, emit: (name: string, detail: any) => void) => Answer | Promise<Answer>>} handlers
 * @param {(error: unknown) => Failure} describe what to tell of an error that a handler throws
 * @returns {(name: string, detail: any) => void}
 */
export function serve(port, handlers, describe) {
  // Bound now: code that runs later cannot put its own function in the way.
  const post = port.postMessage.bind(port);
  port.onmessage = async ({ data: { id, method, params } }) => {
    try {
      const handler = Object.hasOwn(handlers, method) ? handlers[method] : undefined;
      if (!handler) {
        const known = Object.keys(handlers).join(", ");
        post({ id, error: { kind: "UnknownMethod", message: `no method is called '${method}'; there are: ${known}` } });
        return;
      }
      const { result, transfer = [] } = await handler(params, (event, detail) => post({ id, event, detail }));
      post({ id, result }, transfer);
    } catch (error) {
      post({ id, error: describe(error) });
    }
  };
  return (event, detail) => post({ event, detail });
}
