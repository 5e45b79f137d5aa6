// What the map needs of d3-contour, as one module. Set-up bundles this file into static/vendor/contours.mjs.

export { contours } from "d3-contour";
