/** The service worker of an exported site. What it knows of that site, `SITE`, stands before this text there. */
/* global SITE */

/** @type {ServiceWorkerGlobalScope} */
const worker = /** @type {any} */ (self);
const KEPT = `optimizer-playground ${SITE.base} `;
const NAME = KEPT + SITE.version;
const AT_A_TIME = 8;

worker.addEventListener("install", (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(NAME);
      for (let first = 0; first < SITE.files.length; first += AT_A_TIME) {
        await cache.addAll(SITE.files.slice(first, first + AT_A_TIME));
      }
      await worker.skipWaiting();
    })(),
  );
});

worker.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) if (name.startsWith(KEPT) && name !== NAME) await caches.delete(name);
      await worker.clients.claim();
    })(),
  );
});

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin || !url.pathname.startsWith(SITE.base)) return;
  event.respondWith(answer(request, url));
});

/**
 * What was kept, else what the host has, which is kept from now on; with the headers that a server would have sent.
 * @param {Request} request
 * @param {URL} url
 */
async function answer(request, url) {
  const cache = await caches.open(NAME);
  const path = request.mode === "navigate" && !/\.[a-z]+$|\/$/.test(url.pathname) ? `${url.pathname}/` : url.pathname;
  const kept = await cache.match(path);
  if (kept) return withHeaders(kept, url);
  let found;
  try {
    found = await fetch(request);
  } catch (error) {
    const home = request.mode === "navigate" && (await cache.match(nearest(path)));
    if (!home) throw error;
    return withHeaders(home, url);
  }
  if (found.ok && !found.redirected) await cache.put(path, found.clone());
  return found.ok && !found.redirected ? withHeaders(found, url) : found;
}

/**
 * The page that stands in for one that was never seen, without a network.
 * @param {string} path
 */
function nearest(path) {
  return path.startsWith(`${SITE.base}playground/`) ? `${SITE.base}playground/` : SITE.base;
}

/**
 * @param {Response} response
 * @param {URL} url
 */
function withHeaders(response, url) {
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(SITE.headers)) headers.set(name, value);
  // What pages of others show in a frame, as the server says it, too.
  if (url.pathname.startsWith(`${SITE.base}embed/`)) headers.set("Cross-Origin-Resource-Policy", "cross-origin");
  if (new RegExp(SITE.workerScript).test(url.pathname)) headers.set("Content-Security-Policy", workerPolicy());
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}

/** What a worker may reach, of this host: as the server says it, whose text this is. */
function workerPolicy() {
  const named = !location.host.includes("["); // a policy cannot express an IPv6 address
  return named ? SITE.workerPolicy.replaceAll("host.invalid", location.host) : SITE.workerPolicyAnywhere;
}
