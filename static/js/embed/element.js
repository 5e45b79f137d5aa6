/**
 * `<optimizer-playground>`, for pages of others:
 *
 *     <script src="https://.../embed/element.js" async></script>
 *     <optimizer-playground problem="adam-step"></optimizer-playground>
 *
 * It is served as a classic script with `framed.js` in it: a module of another origin runs only where its host says so
 * (CORS), and many hosts of files do not.
 *
 * `src` is any link to the playground or to a problem of the site that this script comes from; `problem`, `lesson` and
 * `rule` name one, and `state` is what stands behind `#s=` in a link. `controls` chooses the parts, `height` is that of the
 * frame until the page has said its own. Fires `race` with the runs of every race: `event.detail.racers`.
 */

import { framed } from "./framed.js";

const SITE = new URL("..", /** @type {HTMLScriptElement} */ (document.currentScript).src);
const HEIGHT = 600;

class OptimizerPlayground extends HTMLElement {
  static observedAttributes = ["src", "problem", "lesson", "rule", "state", "controls"];
  /** @type {ReturnType<typeof framed> | null} */
  #shown = null;
  #waiting = false;

  connectedCallback() {
    this.#show();
  }

  disconnectedCallback() {
    this.#shown?.dispose();
    this.#shown = null;
  }

  /** Several attributes that change together are followed once. */
  attributeChangedCallback() {
    if (this.#waiting) return;
    this.#waiting = true;
    queueMicrotask(() => {
      this.#waiting = false;
      if (this.isConnected) this.#show();
    });
  }

  #show() {
    const address = addressOf(this);
    const frame = this.#shown?.frame;
    if (address instanceof URL && frame && pageOf(frame.src) === pageOf(address.href)) {
      // The page follows its fragment without being loaded anew.
      if (frame.src !== address.href) frame.src = address.href;
      return;
    }
    this.#shown?.dispose();
    this.#shown = null;
    if (!(address instanceof URL)) {
      this.textContent = address;
      return;
    }
    this.style.display ||= "block";
    this.#shown = framed(address.href, {
      title: this.getAttribute("title") ?? "Optimizer Playground",
      height: Number(this.getAttribute("height")) || HEIGHT,
      onRace: (racers) => this.dispatchEvent(new CustomEvent("race", { detail: { racers }, bubbles: true })),
    });
    this.replaceChildren(this.#shown.frame);
  }
}

/**
 * The page that an element's attributes mean, or a sentence on what is wrong with them.
 * @param {Element} element
 * @returns {URL | string}
 */
function addressOf(element) {
  const said = (/** @type {string} */ name) => element.getAttribute(name);
  const [src, problem] = [said("src"), said("problem")];
  let address = new URL("embed/playground", SITE);
  if (src !== null) {
    const link = URL.canParse(src, document.baseURI) ? new URL(src, document.baseURI) : null;
    const below = link?.href.startsWith(SITE.href) ? link.href.slice(SITE.href.length).replace(/^embed\//, "") : "";
    if (!/^(playground|problems\/[a-z0-9])/.test(below))
      return `src is a link to the playground or to a problem of ${SITE.href}, and ${src} is none.`;
    address = new URL(`embed/${below}`, SITE);
  } else if (problem !== null) address = new URL(`embed/problems/${encodeURIComponent(problem)}`, SITE);
  for (const name of ["lesson", "rule", "controls"]) {
    const value = said(name);
    if (value !== null) address.searchParams.set(name, value);
  }
  if (said("state") !== null) address.hash = `s=${said("state")}`;
  return address;
}

/** @param {string} address */
const pageOf = (address) => address.split("#")[0];

// Two copies of the script in one page are one element.
if (!customElements.get("optimizer-playground")) customElements.define("optimizer-playground", OptimizerPlayground);
