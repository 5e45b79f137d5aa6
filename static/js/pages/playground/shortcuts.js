/** The keys of the playground. */

/**
 * @param {{clock: import("./transport.js").Clock, back: () => void, forth: () => void}} parts
 * @returns {import("../../base/shortcuts.js").Shortcut[]}
 */
export function shortcuts({ clock, back, forth }) {
  return [
    { keys: ["Space"], says: "Play or pause", act: clock.toggle },
    { keys: [","], says: "One step back", act: () => clock.by(-1) },
    { keys: ["."], says: "One step on", act: () => clock.by(1) },
    { keys: ["Mod+z"], says: "Undo", act: back },
    { keys: ["Mod+Shift+z", "Mod+y"], says: "Redo", act: forth },
  ];
}
