/** The sheet behind Share: who the link is for, what they are to see, the link, its QR code. Nothing of it is sent anywhere. */

import { at } from "../../base/address.js";
import { toClipboard } from "../../base/clipboard.js";
import { element } from "../../base/dom.js";
import { MOST, qrCode } from "../../elements/qr-code.js";
import { embedSnippet } from "../embed-snippet.js";
import { pack } from "./link.js";
import { HIDEABLE, sharedLink, USUALLY_HIDDEN, withPaths } from "./shared-link.js";

/** @typedef {import("./shared-link.js").Audience} Audience */

const AUDIENCES = /** @type {[Audience, string, string][]} */ ([
  ["seen", "As I see it", "The race, its settings and its code, with what this page shows now."],
  ["students", "For students", "The same race, without what they are not to touch or to see yet."],
  ["projector", "Projector", "Large type and little around the map, for a class to look at."],
  ["embed", "In another page", "Two lines of HTML that show it in a page of a course, a blog or a notebook."],
]);

/**
 * Opens the sheet. Esc, Close and a press beside it close it.
 * @param {import("../../panels/kit/types.js").State} state
 * @param {{qr: string, embeddedBy: string, paths: string | null}} parts `qr` is the bundled module, `embeddedBy` says whose
 *   pages may show it, `paths` are those of the race as a link carries them
 */
export async function openShareSheet(state, { qr, embeddedBy, paths }) {
  const packed = await pack(state);
  const root = document.documentElement;
  const lesson = document.querySelector("[data-lesson]");
  const what = {
    page: new URL(at("/playground"), location.href).href,
    packed,
    lesson: lesson instanceof HTMLElement ? (lesson.dataset.lesson ?? null) : null,
    seen: {
      controls: root.dataset.controls ? root.dataset.controls.split(" ").join(",") : null,
      projector: root.hasAttribute("data-projector"),
    },
  };
  /** @type {Audience} */
  let audience = "seen";
  let asked = 0;

  const says = element("p", { class: "note", id: "share-says" });
  const link = element("textarea", { readonly: true, rows: "3", "data-share-link": true, spellcheck: "false" });
  link.addEventListener("focus", () => link.select());
  const copy = element("button", { type: "button", class: "primary", "data-share-copy": true });
  const open = element("a", { target: "_blank", rel: "noopener", "data-share-open": true }, "Open it in a new tab");
  const told = element("p", { class: "note", role: "status", "data-share-told": true });
  const picture = element("div", { class: "share-qr" });
  const boxes = new Map(HIDEABLE.map(([word]) => [word, element("input", { type: "checkbox", "data-hide": word })]));
  const hide = element(
    "fieldset",
    { class: "share-hide" },
    element("legend", {}, "Hide"),
    ...HIDEABLE.map(([word, name]) => element("label", {}, boxes.get(word), name)),
  );

  const show = async () => {
    const mine = (asked += 1);
    const hidden = [...boxes].filter(([, box]) => box.checked).map(([word]) => word);
    const bare = sharedLink(audience, { ...what, hidden });
    const address = withPaths(bare, paths);
    const embeds = audience === "embed";
    says.textContent = AUDIENCES.find(([name]) => name === audience)?.[2] ?? "";
    hide.hidden = audience !== "students" && !embeds;
    link.value = embeds ? embedSnippet(address) : address;
    link.setAttribute("aria-label", embeds ? "Two lines of HTML" : "Link");
    copy.textContent = embeds ? "Copy the two lines" : "Copy link";
    open.href = address;
    open.hidden = embeds;
    told.textContent = embeds
      ? embeddedBy
      : `${address.length} characters. The link holds everything; nothing was sent.`;
    picture.hidden = embeds;
    if (embeds) return;
    // A code is the coarser the less it holds: it does without the paths.
    if (bare.length > MOST) {
      picture.replaceChildren(
        element("p", { class: "note" }, `Too long for a QR code: phones read ${MOST} characters, and this has more.`),
      );
      return;
    }
    const code = await qrCode(qr, bare, "QR code of the link");
    if (mine === asked) picture.replaceChildren(code);
  };

  const choices = AUDIENCES.map(([name, title]) => {
    const radio = element("input", { type: "radio", name: "audience", value: name, checked: name === audience });
    radio.addEventListener("change", () => {
      audience = name;
      const usual = name === "students" || name === "embed" ? USUALLY_HIDDEN[name] : [];
      for (const [word, box] of boxes) box.checked = usual.includes(word);
      void show();
    });
    return element("label", {}, radio, title);
  });
  for (const box of boxes.values()) box.addEventListener("change", () => void show());
  copy.addEventListener("click", async () => {
    const done = await toClipboard(link.value);
    if (!done) link.select();
    const rest = audience === "embed" ? ` ${embeddedBy}` : "";
    told.textContent = done
      ? `Copied.${rest}`
      : "The browser does not let the page copy; copy the marked text by hand.";
  });

  const close = element("button", { type: "button", class: "quiet" }, "Close");
  const heading = element("h2", { id: "share-heading" }, "Share this race");
  const dialog = element(
    "dialog",
    { class: "sheet share", "aria-labelledby": heading.id, "data-share-sheet": true },
    element("div", { class: "sheet-head" }, heading, close),
    element(
      "fieldset",
      { class: "share-for", "aria-describedby": says.id },
      element("legend", { class: "visually-hidden" }, "Who is it for?"),
      ...choices,
    ),
    says,
    hide,
    link,
    element("div", { class: "share-actions" }, copy, open),
    told,
    picture,
  );
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  await show();
}
