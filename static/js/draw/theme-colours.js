/** Tokens of the theme that is shown: as numbers for pixels, as colours for a canvas or a figure; and when they change. */

/** @typedef {import("../plots/cell-map.js").Colour} Colour */

/**
 * The colours of custom properties, such as `--accent`, as they are at `host`.
 * @param {HTMLElement} host
 * @param {string[]} names
 * @returns {Colour[]}
 */
export function colours(host, names) {
  const probe = document.createElement("span");
  host.append(probe);
  const found = names.map((name) => {
    probe.style.color = `var(${name})`;
    const [red = 0, green = 0, blue = 0] = (getComputedStyle(probe).color.match(/[\d.]+/g) ?? []).map(Number);
    return /** @type {Colour} */ ([red, green, blue]);
  });
  probe.remove();
  return found;
}

/** From low to high, as maps show it. */
export const RAMP = ["--ramp-1", "--ramp-2", "--ramp-3", "--ramp-4", "--ramp-5"];

/**
 * Calls `listener` whenever the theme changes, or the page goes to the projector and back; answers how to end this.
 * @param {() => void} listener
 */
export function onTheme(listener) {
  const scheme = matchMedia("(prefers-color-scheme: dark)");
  const attribute = new MutationObserver(listener);
  attribute.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme", "data-projector"] });
  scheme.addEventListener("change", listener);
  return () => {
    attribute.disconnect();
    scheme.removeEventListener("change", listener);
  };
}

const NAMES = [
  "ink",
  "ink-soft",
  "ink-faint",
  "line",
  "line-strong",
  "contour",
  "ground",
  "ground-raised",
  "accent",
  "fail",
];
const RACERS = 6;

/** @typedef {{racers: string[], [name: string]: any}} Colours */

/**
 * The design tokens as a canvas understands them, `--ink-soft` as `inkSoft`: custom properties hold `light-dark(...)`
 * unresolved; a used colour is resolved.
 * @param {"" | "light" | "dark"} [scheme] the theme that is shown, if none is named
 * @returns {Colours}
 */
export function themeColours(scheme = "") {
  const probe = document.createElement("i");
  probe.style.colorScheme = scheme;
  document.body.append(probe);
  const resolve = (/** @type {string} */ name) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  /** @type {Colours} */
  const found = { racers: Array.from({ length: RACERS }, (_, place) => resolve(`racer-${place + 1}`)) };
  for (const name of NAMES) found[name.replace(/-(.)/g, (_, letter) => letter.toUpperCase())] = resolve(name);
  probe.remove();
  return found;
}
