/** The code of one problem in a link or a QR code: to another computer, to a teacher. It is in the fragment, so no server gets it. */

import { toClipboard } from "../../base/clipboard.js";
import { element, find } from "../../base/dom.js";
import { packText, unpackText } from "../../base/packed-text.js";
import { MOST, qrCode } from "../../elements/qr-code.js";

/** The most code that a link brings, in bytes. */
const LARGEST = 200_000;
const KEY = "code=";

/**
 * The link that brings `code` to this problem.
 * @param {string} code
 */
export async function workLink(code) {
  const page = location.href.split("#")[0];
  return `${page}#${[...otherParts(), `${KEY}${await packText(code)}`].join("&")}`;
}

/**
 * The code that the address of the page brings: null where it brings none, an error where it cannot be read. The address is
 * the problem's own again afterwards, so that a reload does not bring it once more.
 * @returns {Promise<string | Error | null>}
 */
export async function broughtCode() {
  const packed = parts().find((part) => part.startsWith(KEY));
  if (packed === undefined) return null;
  const kept = otherParts().join("&");
  history.replaceState(null, "", location.pathname + location.search + (kept && `#${kept}`));
  try {
    return await unpackText(packed.slice(KEY.length), LARGEST);
  } catch {
    return new Error("This link was to bring code, but it is not whole. Copy it again from where it was made.");
  }
}

/** What stands in the fragment, one thing between each two ampersands. */
function parts() {
  return location.hash.slice(1).split("&").filter(Boolean);
}

/** What is there besides the code: which problem of a pack that was opened. */
function otherParts() {
  return parts().filter((part) => !part.startsWith(KEY));
}

/**
 * Opens the dialog with the link and its QR code.
 * @param {HTMLDialogElement} dialog
 * @param {{ code: string, title: string, library: string }} what
 */
export async function openWorkLink(dialog, { code, title, library }) {
  const link = await workLink(code);
  const close = element("button", { type: "button", class: "quiet" }, "Close");
  close.addEventListener("click", () => dialog.close());
  const field = element("input", { type: "text", readonly: true, value: link, "aria-label": "Link with your code" });
  field.addEventListener("focus", () => field.select());
  const copy = element("button", { type: "button", class: "primary" }, "Copy link");
  const said = element("span", { class: "note", role: "status" });
  copy.addEventListener("click", async () => {
    field.select();
    said.textContent = (await toClipboard(link)) ? "Copied." : "Copy the marked text with the keyboard.";
  });
  const picture = element("div", { class: "work-qr" });
  dialog.replaceChildren(
    element(
      "div",
      { class: "history-head" },
      element("h2", { id: find("h2", HTMLElement, dialog).id }, "Take your code along"),
      element("span", { class: "push" }),
      close,
    ),
    element(
      "div",
      { class: "work-link" },
      element(
        "p",
        {},
        "Whoever opens this link gets your code beside the problem; nothing runs by itself, and no server sees it.",
      ),
      element("div", { class: "toolbar" }, field, copy, said),
      picture,
    ),
  );
  dialog.showModal();
  if (link.length > MOST) {
    picture.append(
      element(
        "p",
        { class: "note" },
        `The link has ${link.length} letters; a QR code that phones can read holds ${MOST}.`,
      ),
    );
  } else picture.append(await qrCode(library, link, `QR code of the link with your code for ${title}`));
}
