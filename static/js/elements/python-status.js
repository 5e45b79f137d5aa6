/** `<python-status>`: one line about Python: loading (with progress), ready, or failed (with the reason and Retry). */

import { element } from "../base/dom.js";

const STAGES = {
  download: "Fetching Python",
  python: "Starting Python",
  numpy: "Starting NumPy",
  descent: "Loading the rules",
  ready: "Python is ready",
};

export class PythonStatus extends HTMLElement {
  #label = element("span");
  #progress = element("progress", { max: "1", "aria-label": "Python is loading" });

  /** @param {import("../python/runtime.js").ProgressEvent} progress */
  progress({ stage, loaded, total }) {
    if (!this.#progress.isConnected) this.replaceChildren(this.#label, this.#progress);
    if (this.#label.textContent !== STAGES[stage]) this.#label.textContent = STAGES[stage];
    const value = total ? String(Math.min(loaded / total, 1)) : null;
    if (value === null) this.#progress.removeAttribute("value");
    else this.#progress.setAttribute("value", value);
  }

  ready() {
    this.#label.textContent = STAGES.ready;
    this.replaceChildren(this.#label);
  }

  /**
   * @param {string} reason
   * @param {() => void} retry
   */
  failed(reason, retry) {
    this.#label.textContent = reason.startsWith("Python did not start") ? reason : `Python did not start: ${reason}`;
    const button = element("button", { type: "button" }, "Retry");
    button.addEventListener("click", retry, { once: true });
    this.replaceChildren(this.#label, button);
  }
}

customElements.define("python-status", PythonStatus);
