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
      if (selected) centre(list, button);
    }
  };
  for (const button of buttons)
    button.addEventListener("click", () => show(button.getAttribute("aria-controls") ?? ""));
  moveByArrows(list, buttons, (button) => button.click());
  list.hidden = false;
  show(buttons[0].getAttribute("aria-controls") ?? "");
  return show;
}

/**
 * Arrow keys move the focus from tab to tab, round and round.
 * @param {HTMLElement} list
 * @param {HTMLButtonElement[]} buttons
 * @param {(button: HTMLButtonElement) => void} [onMove]
 */
export function moveByArrows(list, buttons, onMove = () => {}) {
  list.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const at = buttons.findIndex((button) => button === document.activeElement);
    if (by === undefined || at < 0) return;
    event.preventDefault();
    const next = buttons[(at + by + buttons.length) % buttons.length];
    next.focus();
    onMove(next);
  });
}

/**
 * Scrolls the list so that the tab stands in its middle.
 * @param {HTMLElement} list
 * @param {HTMLElement} tab
 */
export function centre(list, tab) {
  list.scrollLeft = tab.offsetLeft - (list.clientWidth - tab.offsetWidth) / 2;
}
