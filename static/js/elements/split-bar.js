/** `<split-bar>`: the divider between statement and workbench; dragged by pointer, moved by arrow keys. */

const KEY = "split";

class SplitBar extends HTMLElement {
  connectedCallback() {
    this.addEventListener("pointerdown", (event) => {
      this.setPointerCapture(event.pointerId);
      this.toggleAttribute("data-dragging", true);
    });
    this.addEventListener("pointermove", (event) => {
      if (!this.hasPointerCapture(event.pointerId)) return;
      const box = this.parentElement?.getBoundingClientRect();
      if (box) this.#move(((event.clientX - box.left) / box.width) * 100);
    });
    this.addEventListener("lostpointercapture", () => {
      this.toggleAttribute("data-dragging", false);
      this.#remember();
    });
    this.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -2, ArrowRight: 2, Home: -100, End: 100 }[event.key];
      if (step === undefined) return;
      event.preventDefault();
      this.#move(this.#value + step);
      this.#remember();
    });
    try {
      const stored = Number(localStorage.getItem(KEY));
      if (stored) this.#move(stored);
    } catch {
      // Storage may be blocked; the width then starts where the style sheet puts it.
    }
  }

  get #value() {
    return Number(this.getAttribute("aria-valuenow"));
  }

  /** @param {number} percent */
  #move(percent) {
    const low = Number(this.getAttribute("aria-valuemin"));
    const high = Number(this.getAttribute("aria-valuemax"));
    const width = Math.min(Math.max(percent, low), high);
    this.setAttribute("aria-valuenow", String(Math.round(width)));
    this.parentElement?.style.setProperty("--statement-width", `${width.toFixed(2)}%`);
  }

  #remember() {
    try {
      localStorage.setItem(KEY, String(this.#value));
    } catch {
      // As above: nothing is lost but the width.
    }
  }
}

customElements.define("split-bar", SplitBar);
