/** Words in lines, for pictures, where nothing breaks a text by itself. */

/**
 * Words in lines of about so many letters.
 * @param {string} words
 * @param {number} letters
 */
export function folded(words, letters) {
  /** @type {string[]} */
  const lines = [];
  for (const word of words.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < letters) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
