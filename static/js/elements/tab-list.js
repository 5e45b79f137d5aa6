/** Tabs for narrow windows: one part of the page at a time. Arrow keys move between tabs. */

/**
 * Makes `list` (role tablist) show one of its panels: sets `data-tab` on `page`; the style sheet hides the others.
 * @param {HTMLElement} list
 * @param {HTMLElement} page
 * @returns {(panel: string) => void} shows the panel of that id
 */
export function tabs(list, page) {
  const buttons = [...list.querySelectorAll("button")];
  /** @param {string} panel */
  const show = (panel) => {
    page.dataset.tab = panel;
    for (const button of buttons) {
      const selected = button.getAttribute("aria-controls") === panel;
      button.setAttribute("aria-selected", String(selected));
      button.tabIndex = selected ? 0 : -1;
      if (selected) list.scrollLeft = button.offsetLeft - (list.clientWidth - button.offsetWidth) / 2;
    }
  };
  for (const [index, button] of buttons.entries()) {
    button.addEventListener("click", () => show(button.getAttribute("aria-controls") ?? ""));
    button.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (step === undefined) return;
      const next = buttons[(index + step + buttons.length) % buttons.length];
      next.focus();
      next.click();
    });
  }
  list.hidden = false;
  show(buttons[0].getAttribute("aria-controls") ?? "");
  return show;
}
