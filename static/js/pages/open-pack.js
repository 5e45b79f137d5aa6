/**
 * Packs on the list of problems: one is opened from a file or an address, shown, and only begun by a press. None of its Python
 * runs on this page.
 */

import { element, find } from "../base/dom.js";
import { pythonSize, readPack } from "../base/pack.js";
import { keepPack, keptPacks, removePack } from "../base/storage/packs.js";

/** @typedef {import("../base/pack.js").Pack} Pack */

/**
 * Makes the buttons work and lists what was opened before; `changed` is called after every change of the list.
 * @param {() => void} changed
 */
export function packsOnPage(changed) {
  const place = find("[data-packs]", HTMLElement);
  const address = place.dataset.opened ?? "";
  const dialog = find("[data-pack-dialog]", HTMLDialogElement);
  const list = find("[data-opened-packs]", HTMLElement, place);
  const said = find("[data-pack-said]", HTMLElement, place);
  const file = find("[data-pack-file]", HTMLInputElement, place);
  const form = find("[data-pack-form]", HTMLFormElement, place);

  /** @param {string} text @param {() => Promise<void>} [undo] */
  const say = (text, undo) => {
    said.replaceChildren(text);
    if (!undo) return;
    const button = element("button", { type: "button", class: "quiet" }, "Undo");
    button.addEventListener("click", () => attempt(undo));
    said.append(" ", button);
  };

  /** What goes wrong is said. @param {() => Promise<void>} task */
  const attempt = async (task) => {
    try {
      await task();
    } catch (error) {
      say(error instanceof Error ? error.message : String(error));
    }
  };

  const show = async () => {
    list.replaceChildren(...(await keptPacks()).map((pack) => section(pack, address, () => remove(pack))));
    changed();
  };

  /** @param {Pack} pack */
  const keep = async (pack) => {
    await keepPack(pack);
    await show();
  };

  /** @param {Pack} pack */
  const remove = (pack) =>
    attempt(async () => {
      await removePack(pack.id);
      await show();
      say(`Removed: ${pack.title}. Your work on its problems is kept.`, async () => {
        await keep(pack);
        say("");
      });
    });

  /** @param {() => Promise<ArrayBuffer>} bytes */
  const open = (bytes) =>
    attempt(async () => {
      say("");
      const pack = await readPack(await bytes());
      const before = (await keptPacks()).find(({ id }) => id === pack.id) ?? null;
      preview(dialog, pack, before, () =>
        attempt(async () => {
          await keep(pack);
          say(
            `Opened: ${pack.title}.`,
            before
              ? async () => {
                  await keep(before);
                  say("");
                }
              : undefined,
          );
        }),
      );
    });

  find("[data-pack-choose]", HTMLButtonElement, place).addEventListener("click", () => file.click());
  file.addEventListener("change", () => {
    const chosen = file.files?.[0];
    if (chosen) void open(() => chosen.arrayBuffer());
    file.value = "";
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const from = find("[data-pack-address]", HTMLInputElement, place).value;
    void open(() => fetched(from));
  });
  place.hidden = false;
  void attempt(show);
}

/** @param {string} from */
async function fetched(from) {
  let response;
  try {
    response = await fetch(new URL(from, document.baseURI), { credentials: "omit" });
  } catch {
    throw new Error(
      `${from} could not be fetched: it must be of this site, or of one by https that lets other sites read it (CORS).`,
    );
  }
  if (!response.ok) throw new Error(`${from} could not be fetched: the server answered ${response.status}.`);
  return response.arrayBuffer();
}

/**
 * What a pack says of itself, before anything of it is kept.
 * @param {HTMLDialogElement} dialog
 * @param {Pack} pack
 * @param {Pack | null} before the one of the same id that is here
 * @param {() => void} begin
 */
function preview(dialog, pack, before, begin) {
  const start = element("button", { type: "button", class: "primary" }, before ? "Replace and begin" : "Begin");
  const cancel = element("button", { type: "button", class: "quiet" }, "Cancel");
  start.addEventListener("click", () => {
    dialog.close();
    begin();
  });
  cancel.addEventListener("click", () => dialog.close());
  const count = pack.problems.length === 1 ? "1 problem" : `${pack.problems.length} problems`;
  /** @type {(Node | null)[]} */
  const parts = [
    element("h2", { id: "pack-heading" }, pack.title),
    element("p", {}, `By ${pack.author}`),
    pack.about ? element("p", {}, pack.about) : null,
    element("p", {}, `${count}, ${Math.ceil(pythonSize(pack) / 1024)} KB of Python:`),
    element("ul", {}, ...pack.problems.map(({ title, level }) => element("li", {}, `${title} (${level})`))),
    element(
      "p",
      { class: "note" },
      `This pack’s tests are Python by ${pack.author}; they run in your browser, apart from everything else. `,
      before ? `It takes the place of “${before.title}”, which has the same id; your work is kept.` : "",
    ),
    element("div", { class: "toolbar" }, start, cancel),
  ];
  dialog.replaceChildren(...parts.filter((part) => part !== null));
  dialog.showModal();
}

/**
 * @param {Pack} pack
 * @param {string} address of the page of an opened problem
 * @param {() => void} remove
 */
function section(pack, address, remove) {
  const button = element("button", { type: "button", class: "quiet" }, "Remove");
  button.addEventListener("click", remove);
  const heading = `opened-${pack.id}`;
  return element(
    "section",
    { class: "pack", "data-opened-pack": pack.id, "aria-labelledby": heading },
    element("h2", { id: heading }, pack.title),
    element("p", { class: "note" }, `A pack by ${pack.author}, opened in this browser. `, button),
    element(
      "ol",
      { class: "course" },
      ...pack.problems.map(({ slug, title, level, tags }, place) =>
        element(
          "li",
          { "data-problem": `${pack.id}/${slug}` },
          element("span", { class: "number", "aria-hidden": "true" }, String(place + 1)),
          element(
            "span",
            { class: "what" },
            element("a", { href: `${address}#${pack.id}/${slug}` }, title),
            " ",
            element("span", { class: "tags" }, tags.join(", ")),
          ),
          element("span", { class: "level" }, level),
          element("span", { class: "progress", "data-progress-word": true }),
        ),
      ),
    ),
  );
}
