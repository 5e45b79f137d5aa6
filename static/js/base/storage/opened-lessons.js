/** Which lessons have been opened in this browser, the last one last. */

const KEY = "lessons:opened";

/**
 * The names of the lessons, the last one last.
 * @param {Storage | null} storage
 * @returns {string[]}
 */
export function openedLessons(storage) {
  try {
    const stored = JSON.parse(storage?.getItem(KEY) ?? "[]");
    return Array.isArray(stored) ? stored.filter((name) => typeof name === "string") : [];
  } catch {
    return [];
  }
}

/**
 * Notes that a lesson was opened.
 * @param {Storage | null} storage
 * @param {string} name
 */
export function noteLesson(storage, name) {
  const others = openedLessons(storage).filter((other) => other !== name);
  try {
    storage?.setItem(KEY, JSON.stringify([...others, name]));
  } catch {
    // A full storage forgets which lessons were opened, and nothing else.
  }
}
