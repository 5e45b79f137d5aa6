/**
 * The packs that were opened in this browser, in its IndexedDB, where they stay until they are removed. Work on their problems
 * is kept as all work is, under the pack's id.
 */

/** @typedef {import("../pack.js").Pack} Pack */

const DATABASE = "optimizer-playground-packs";
const STORE = "packs";

/** @returns {Promise<IDBDatabase>} */
function opened() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("this browser lets the site store nothing"));
  });
}

/**
 * @template Result
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest<Result>} ask
 * @returns {Promise<Result>}
 */
async function asked(mode, ask) {
  const database = await opened();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const request = ask(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = transaction.onabort = () =>
        reject(transaction.error ?? new Error("the browser's storage for this site is full"));
    });
  } finally {
    database.close();
  }
}

/** All packs, by title. @returns {Promise<Pack[]>} */
export async function keptPacks() {
  /** @type {Pack[]} */
  const found = await asked("readonly", (store) => store.getAll());
  return found.sort((one, other) => one.title.localeCompare(other.title));
}

/** @param {string} id @returns {Promise<Pack | undefined>} */
export function keptPack(id) {
  return asked("readonly", (store) => store.get(id));
}

/** Keeps a pack; one of the same id is replaced. @param {Pack} pack */
export function keepPack(pack) {
  return asked("readwrite", (store) => store.put(pack));
}

/** @param {string} id */
export function removePack(id) {
  return asked("readwrite", (store) => store.delete(id));
}
