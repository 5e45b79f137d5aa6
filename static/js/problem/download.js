/** Hands a text to the visitor as a file. */

/**
 * @param {string} name
 * @param {string} text
 * @param {string} type
 */
export function download(name, text, type = "text/x-python") {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
