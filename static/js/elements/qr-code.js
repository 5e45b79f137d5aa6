/** A text as a QR code, drawn here: nothing of it is sent anywhere. */

import { svg } from "../base/dom.js";

/** Letters, as many as the camera of a phone reads from a screen without trouble; the form itself ends near 2,900. */
export const MOST = 1500;
/** Modules of empty ground that the form asks for on each side. */
const QUIET = 4;

/**
 * @param {string} library the address of the bundled module
 * @param {string} text at most `MOST` letters
 * @param {string} label
 * @returns {Promise<SVGSVGElement>}
 */
export async function qrCode(library, text, label) {
  /** @type {typeof import("./qr-library.js")} */
  const { encodeQR } = await import(library);
  const modules = encodeQR(text, "raw", { ecc: "low", border: QUIET });
  const dark = modules.flatMap((row, y) => row.flatMap((on, x) => (on ? [`M${x} ${y}h1v1h-1z`] : [])));
  const size = String(modules.length);
  return svg(
    "svg",
    { viewBox: `0 0 ${size} ${size}`, class: "qr", role: "img", "aria-label": label, "shape-rendering": "crispEdges" },
    svg("rect", { width: size, height: size, class: "ground" }),
    svg("path", { d: dark.join("") }),
  );
}
