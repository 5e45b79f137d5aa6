/** What every page has: the theme button. */

/** @returns {"light" | "dark"} the theme that is shown now */
function shownTheme() {
  const chosen = document.documentElement.dataset.theme;
  if (chosen === "light" || chosen === "dark") return chosen;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
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
