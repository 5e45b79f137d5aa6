/** What every page has: the theme button, light paper, and a document that shows what its address says. */

import "./shown.js";

/** @returns {"light" | "dark"} the theme that is shown now */
function shownTheme() {
  const chosen = document.documentElement.dataset.theme;
  if (chosen === "light" || chosen === "dark") return chosen;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

/** What canvases are drawn with follows the theme: on paper it is the light one, and afterwards that of before. */
{
  /** @type {string | undefined} */
  let before;
  window.addEventListener("beforeprint", () => {
    before = document.documentElement.dataset.theme;
    document.documentElement.dataset.theme = "light";
  });
  window.addEventListener("afterprint", () => {
    if (before === undefined) delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = before;
  });
}

const button = document.querySelector("[data-theme-button]");
if (button instanceof HTMLButtonElement) {
  const label = () => {
    const next = shownTheme() === "dark" ? "light" : "dark";
    button.setAttribute("aria-label", `Use the ${next} theme`);
  };
  label();
  button.hidden = false;
  button.addEventListener("click", () => {
    const next = shownTheme() === "dark" ? "light" : "dark";
    document.documentElement.dataset.theme = next;
    try {
      localStorage.setItem("theme", next);
    } catch {
      // The choice then lasts until the page is left.
    }
    label();
  });
}
