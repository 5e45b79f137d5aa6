/** For a class: large type, and only what is needed. */

/** The button, wherever it is, says whether it is so. */
export function showProjector() {
  const on = document.documentElement.hasAttribute("data-projector");
  document.querySelector("[data-projector-button]")?.setAttribute("aria-pressed", String(on));
}

export function toggleProjector() {
  document.documentElement.toggleAttribute("data-projector");
  showProjector();
}

/** A frame may not be allowed it, and phones have none for pages. */
export async function fullScreen() {
  try {
    if (document.fullscreenElement) await document.exitFullscreen();
    else await document.documentElement.requestFullscreen?.();
  } catch {
    // It then stays as it is, as with the browser's own key.
  }
}
