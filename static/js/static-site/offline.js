/**
 * Keeps the whole site for a time without a network, once the page has what it needs itself. The same service worker
 * gives the next page shared memory, by which a running program can be interrupted; without it Stop ends the interpreter.
 */

const root = document.documentElement;

/** Python's own files are then in the browser's cache, and reading them again costs no network. */
function settled() {
  return new Promise((resolve) => {
    const look = () => root.dataset.python !== "booting" && resolve(undefined);
    new MutationObserver(look).observe(root, { attributes: true, attributeFilter: ["data-python"] });
    look();
  });
}

async function keep() {
  if (document.readyState !== "complete")
    await new Promise((resolve) => addEventListener("load", resolve, { once: true }));
  await settled();
  const base = root.dataset.base ?? "/";
  try {
    await navigator.serviceWorker.register(`${base}offline.js`, { scope: base });
    await navigator.serviceWorker.ready;
    root.dataset.offline = "ready";
  } catch {
    root.dataset.offline = "none"; // storage may be blocked or full; the site works with the network alone
  }
}

if (navigator.serviceWorker) void keep();
