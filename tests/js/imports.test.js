/** Who may import whom in static/js: upper floors know lower ones, never the other way round, and nobody in a circle. */

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../static/js", import.meta.url));

/** From the ground floor up; those on one floor do not know each other. Types count, too. */
const FLOORS = [
  ["base"],
  ["python", "plots", "editor", "embed"],
  ["draw"],
  ["elements"],
  ["panels/kit"],
  ["panels"],
  ["pages", "static-site"],
];

/** @param {string} module */
function roomOf(module) {
  const rooms = FLOORS.flat().sort((one, other) => other.length - one.length);
  return rooms.find((room) => module.startsWith(`${room}/`)) ?? "";
}

/** @param {string} room */
const floorOf = (room) => FLOORS.findIndex((rooms) => rooms.includes(room));

/** Each module with the modules that it names. */
function modules() {
  const names = readdirSync(ROOT, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".js"));
  return new Map(
    names.map((name) => {
      const source = readFileSync(join(ROOT, name), "utf8");
      const named = [...source.matchAll(/(from |import |import\()"(\.[^"]+)"/g)].map(([, how, path]) => ({
        module: relative(ROOT, normalize(join(ROOT, dirname(name), path))),
        runs: how !== "import(",
      }));
      return [name, named];
    }),
  );
}

test("every module has a room", () => {
  assert.deepEqual(
    [...modules().keys()].filter((name) => roomOf(name) === ""),
    [],
  );
});

test("a module names modules of its own room and of floors below", () => {
  const wrong = [...modules()].flatMap(([name, named]) =>
    named
      .filter(({ module }) => roomOf(module) !== roomOf(name) && floorOf(roomOf(module)) >= floorOf(roomOf(name)))
      .map(({ module }) => `${name} names ${module}`),
  );
  assert.deepEqual(wrong, []);
});

test("a panel names no other panel; the index names them all", () => {
  const all = modules();
  const panels = [...all.keys()].filter((name) => /^panels\/[^/]+\.js$/.test(name) && name !== "panels/index.js");
  const wrong = panels.flatMap((name) =>
    (all.get(name) ?? [])
      .filter(({ module }) => panels.includes(module))
      .map(({ module }) => `${name} names ${module}`),
  );
  assert.deepEqual(wrong, []);
  const listed = (all.get("panels/index.js") ?? []).map(({ module }) => module).filter((name) => panels.includes(name));
  assert.deepEqual([...new Set(listed)].sort(), panels.sort());
});

test("no module imports itself in a circle", () => {
  const all = modules();
  /** @type {Set<string>} */
  const done = new Set();
  /** @param {string} name @param {string[]} way */
  const visit = (name, way) => {
    assert.ok(!way.includes(name), [...way.slice(way.indexOf(name)), name].join(" -> "));
    if (done.has(name)) return;
    for (const { module, runs } of all.get(name) ?? []) if (runs) visit(module, [...way, name]);
    done.add(name);
  };
  for (const name of all.keys()) visit(name, []);
});

test("the browser tests name modules that there are", () => {
  const folder = fileURLToPath(new URL("../browser", import.meta.url));
  const all = modules();
  for (const file of readdirSync(folder).filter((name) => /\.(js|py)$/.test(name))) {
    const source = readFileSync(join(folder, file), "utf8");
    const named = [...source.matchAll(/"scripts:([^"]+)"|scripts \+ ["']([^"']+)["']/g)];
    for (const [, one, other] of named) assert.ok(all.has(one ?? other), `${file}: ${one ?? other}`);
  }
});
