/** Addresses of the site's own pages, wherever it is served. */

/**
 * @param {string} path from the site's root: `/compare?rules=adam`
 * @returns {string} the same below the path that this copy of the site is served at
 */
export function at(path) {
  return (document.documentElement.dataset.base ?? "/") + path.slice(1);
}
