// What a QR code needs of the package qr, as one module. Set-up bundles this file into static/vendor/qr.mjs.

export { encodeQR } from "qr";
