/** Storage as a browser has it, with room for so many characters. */
export class SmallStorage {
  #items = new Map();

  /** @param {number} room */
  constructor(room = Infinity) {
    this.room = room;
    // `Object.keys(localStorage)` lists what is stored.
    return new Proxy(this, {
      ownKeys: () => [...this.#items.keys()],
      getOwnPropertyDescriptor: (_, key) => ({ value: this.#items.get(key), enumerable: true, configurable: true }),
      get: (target, name) => (typeof target[name] === "function" ? target[name].bind(target) : target[name]),
    });
  }

  getItem(key) {
    return this.#items.get(key) ?? null;
  }

  setItem(key, value) {
    const others = [...this.#items].filter(([name]) => name !== key);
    const size = [...others, [key, value]].reduce((sum, [name, text]) => sum + name.length + text.length, 0);
    if (size > this.room) throw new DOMException("full", "QuotaExceededError");
    this.#items.set(key, value);
  }
}
