/**
 * Saves the code on every pause in typing and before the page goes away, and says so; conflicts with another tab and
 * full storage become notices with a way out. No character is lost: the editor's text is never replaced unasked.
 */

import { download } from "../../base/download.js";
import { untilLeft } from "../../base/shown.js";
import { parseDraft, Drafts } from "../../base/storage/drafts.js";

const PAUSE = 400;
/** Browsers keep what a frame stores apart, for each site that shows it. */
const SAVED = document.documentElement.dataset.embedded === undefined ? "Saved" : "Saved in this frame";

export class DraftKeeper {
  #seen = 0;
  #dirty = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {object} parts
   * @param {import("../../elements/code-editor.js").CodeEditor} parts.editor
   * @param {Drafts} parts.drafts
   * @param {import("./notices.js").Notices} parts.notices
   * @param {HTMLElement} parts.saved where "Saved" is said
   * @param {string} parts.slug
   * @param {string} parts.starter the code that the problem opens with
   * @param {string} parts.starterHash
   */
  constructor({ editor, drafts, notices, saved, slug, starter, starterHash }) {
    this.editor = editor;
    this.drafts = drafts;
    this.notices = notices;
    this.saved = saved;
    this.slug = slug;
    this.starter = starter;
    this.starterHash = starterHash;
  }

  /** Puts the stored draft into the editor and keeps it from now on. */
  start() {
    const draft = this.drafts.read(this.slug);
    if (draft) {
      this.#seen = draft.revision;
      this.editor.value = draft.code;
      if (draft.starter && draft.starter !== this.starterHash) this.#announceStarter();
    }
    if (!this.drafts.storage) this.#blocked();
    this.editor.addEventListener("edit", () => {
      this.#dirty = true;
      this.saved.textContent = "";
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.save(), PAUSE);
    });
    // Where the next page comes from another process, `pagehide` can come after that page has read what is stored.
    const signal = untilLeft();
    signal.addEventListener("abort", () => this.save());
    window.addEventListener("beforeunload", () => this.save(), { signal });
    window.addEventListener("pagehide", () => this.save(), { signal });
    const hidden = () => document.visibilityState === "hidden" && this.save();
    window.addEventListener("visibilitychange", hidden, { signal });
    /** @param {StorageEvent} event */
    const changed = (event) => {
      if (event.key === Drafts.key(this.slug)) this.#elsewhere(parseDraft(event.newValue));
    };
    window.addEventListener("storage", changed, { signal });
  }

  /** Saves now, if there is anything to save. */
  save() {
    clearTimeout(this.#timer);
    if (!this.#dirty) return;
    const { outcome, revision } = this.drafts.save(
      this.slug,
      this.editor.value,
      this.starterHash,
      this.#seen,
      Date.now(),
    );
    this.#seen = revision;
    if (outcome === "saved") {
      this.#dirty = false;
      this.saved.textContent = SAVED;
      this.notices.clear("storage");
    } else if (outcome === "conflict") this.#conflict();
    else if (outcome === "full") this.#full();
    else this.#blocked();
  }

  /**
   * Another tab saved: taken over silently only where nothing of this tab would be lost.
   * @param {import("../../base/storage/drafts.js").Draft | null} draft
   */
  #elsewhere(draft) {
    if (!draft || draft.code === this.editor.value) {
      this.#seen = draft?.revision ?? this.#seen;
      return;
    }
    this.#dirty = true;
    this.#conflict();
  }

  #conflict() {
    this.saved.textContent = "Not saved";
    this.notices.show("conflict", "This problem changed in another tab. Nothing was overwritten.", [
      {
        label: "Keep this one",
        act: () => {
          this.#seen = this.drafts.read(this.slug)?.revision ?? this.#seen;
          this.#dirty = true;
          this.save();
        },
      },
      {
        label: "Take the other",
        act: () => {
          const other = this.drafts.read(this.slug);
          if (!other) return;
          this.#seen = other.revision;
          this.editor.value = other.code;
          this.#dirty = false;
        },
      },
    ]);
  }

  #full() {
    this.saved.textContent = "Not saved";
    this.notices.show("storage", "The browser's storage for this site is full, so the code is not saved.", [
      { label: "Download the code", act: () => download(`${this.slug}.py`, this.editor.value) },
    ]);
  }

  #blocked() {
    this.saved.textContent = "Not saved";
    this.notices.show("storage", "This browser lets the site store nothing; the code lasts until the page is left.", [
      { label: "Download the code", act: () => download(`${this.slug}.py`, this.editor.value) },
    ]);
  }

  #announceStarter() {
    this.notices.show("starter", "The starting code of this problem has changed since you began. Yours is untouched.", [
      { label: "Use the new start", act: () => (this.editor.value = this.starter) },
    ]);
  }
}
