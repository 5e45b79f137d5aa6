/** The race as a picture for a slide: on the page's paper, on white or on nothing; as SVG, as PNG, on the clipboard. */

import { element } from "../../base/dom.js";
import { themeColours } from "../../draw/theme-colours.js";
import { raceSvg } from "./race-svg.js";

/** @typedef {import("./race-svg.js").Picture} Picture */

/** How many pixels of a PNG are one of the picture, along an edge. */
const SHARP = 2;

/** What a picture may stand on. */
export const GROUNDS = [
  { value: "paper", text: "as on the page" },
  { value: "white", text: "white" },
  { value: "none", text: "transparent, for a light slide" },
  { value: "none-dark", text: "transparent, for a dark slide" },
];

/**
 * @param {Picture} picture
 * @param {string} ground of `GROUNDS`
 * @returns {string} SVG
 */
export function pictureOn(picture, ground) {
  if (ground === "paper") return raceSvg(picture);
  const colours = themeColours(ground === "none-dark" ? "dark" : "light");
  return raceSvg({ ...picture, colours, ground: ground === "white" ? "#ffffff" : "" });
}

/**
 * The picture in pixels, twice as many as it is wide.
 * @param {string} svg
 * @returns {Promise<Blob>} PNG
 */
export async function pngOf(svg) {
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const [width, height] = [image.width * SHARP, image.height * SHARP];
    const canvas = element("canvas", { width: `${width}`, height: `${height}` });
    const context = canvas.getContext("2d");
    if (!context) throw new Error("this browser draws no canvas");
    context.drawImage(image, 0, 0, width, height);
    return await new Promise((resolve, reject) =>
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("this browser makes no PNG"))), "image/png"),
    );
  } finally {
    URL.revokeObjectURL(address);
  }
}
