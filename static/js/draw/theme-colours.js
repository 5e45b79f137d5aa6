/** Tokens of the theme that is shown as numbers, for pixels; and when they change. */

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
 * Calls `listener` whenever the theme changes; answers how to end this.
 * @param {() => void} listener
 */
export function onTheme(listener) {
  const scheme = matchMedia("(prefers-color-scheme: dark)");
  const attribute = new MutationObserver(listener);
  attribute.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  scheme.addEventListener("change", listener);
  return () => {
    attribute.disconnect();
    scheme.removeEventListener("change", listener);
  };
}
