/** A zip of anybody is read within a limit, and what is none is told as that. */

import assert from "node:assert/strict";
import { deflateRawSync } from "node:zlib";
import { test } from "node:test";
import { readPack } from "../../../static/js/base/pack.js";
import { textInZip } from "../../../static/js/base/zip.js";

/**
 * A zip with one file.
 * @param {string} name
 * @param {string} text
 */
function zipOf(name, text) {
  const named = new TextEncoder().encode(name);
  const packed = deflateRawSync(new TextEncoder().encode(text));
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(named.length, 26);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(8, 10);
  entry.writeUInt32LE(packed.length, 20);
  entry.writeUInt32LE(4, 24); // a lie: what it unpacks to is counted
  entry.writeUInt16LE(named.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(30 + named.length + packed.length, 16);
  return Uint8Array.from(Buffer.concat([local, named, packed, entry, named, end]));
}

test("a file is found at the top and in the only folder, and nowhere deeper", async () => {
  for (const name of ["page.json", "pack/page.json"])
    assert.equal(await textInZip(zipOf(name, "held"), "page.json", 10), "held");
  for (const name of ["a/b/page.json", "mypage.json"])
    assert.equal(await textInZip(zipOf(name, "held"), "page.json", 10), null);
});

test("what unpacks to more than is allowed is given up, whatever the zip says of it", async () => {
  await assert.rejects(textInZip(zipOf("page.json", "x".repeat(5_000_000)), "page.json", 1000), /more than 1000 bytes/);
});

test("what is cut off or no zip at all is told as that", async () => {
  const whole = zipOf("page.json", "held, and long enough to be cut");
  for (const bytes of [new Uint8Array(0), new TextEncoder().encode("no zip"), whole.slice(0, -30), whole.slice(20)])
    await assert.rejects(textInZip(bytes, "page.json", 1000), /no zip, or it is cut off/);
});

test("a pack is refused with what is wrong, and read where nothing is", async () => {
  const problem = {
    ...{ slug: "a-step", title: "A step", level: "easy", tags: [], papers: [], starter: "", statement: "" },
    ...{ hints: [], solution: "", afterTries: 3, reveal: "", files: { "tests.py": "TESTS = ()" } },
  };
  const sound = { format: 1, id: "mine", title: "Mine", author: "Me", about: "", problems: [problem], more: 1 };
  /** @param {object} value */
  const read = (value) => readPack(zipOf("page.json", JSON.stringify(value)).buffer);
  const { more, format, ...kept } = sound;
  assert.equal(more + format, 2);
  assert.deepEqual(await read(sound), kept);
  await assert.rejects(readPack(zipOf("pack.toml", "").buffer), /no page.json.*export-pack/);
  await assert.rejects(read({ ...sound, format: 2 }), /format 2; this page reads format 1/);
  for (const change of [
    { id: "../up" },
    { title: 7 },
    { problems: [] },
    { problems: [problem, problem] },
    { problems: [{ ...problem, statement: "x".repeat(2_000_000) }] },
    { problems: [{ ...problem, files: { "tests.py": 1 } }] },
  ])
    await assert.rejects(read({ ...sound, ...change }), /This pack cannot be opened/);
});
