/** The search over a list: every word that is typed must be somewhere in the text, whatever its case. */

/**
 * @param {string | null} text
 * @param {string} query
 */
export function holdsWords(text, query) {
  const found = (text ?? "").toLowerCase();
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return words.every((word) => found.includes(word));
}
