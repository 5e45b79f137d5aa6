import assert from "node:assert/strict";
import { test } from "node:test";

import { BYTES_PER_RUN, MESSAGES_PER_SECOND, Output } from "../../../../static/js/python/workers/output.js";

/** An output with a clock that is set by hand; `sent` holds what went out. */
function make() {
  const clock = { now: 1000 };
  const sent = [];
  const output = new Output(() => clock.now);
  output.begin((text, cut) => sent.push({ at: clock.now, text, cut }));
  return { clock, sent, output };
}

test("what is printed first goes at once", () => {
  const { sent, output } = make();
  output.print("hello");
  assert.deepEqual(sent, [{ at: 1000, text: "hello", cut: false }]);
});

test("no second holds more messages than are allowed, and nothing is lost", () => {
  const { clock, sent, output } = make();
  for (let i = 0; i < 3000; i++) {
    output.print("x");
    clock.now += 1;
  }
  output.end();
  for (const { at } of sent.slice(0, -1)) {
    assert.ok(
      sent.slice(0, -1).filter((other) => other.at >= at && other.at < at + 1000).length <= MESSAGES_PER_SECOND,
    );
  }
  assert.ok(sent.length > 2 * (MESSAGES_PER_SECOND / 2));
  assert.equal(sent.map(({ text }) => text).join(""), "x".repeat(3000));
});

test("a run's output is cut at the limit, and that is said once", () => {
  const { sent, output } = make();
  for (let i = 0; i < 100; i++) output.print("y".repeat(1000));
  output.end();
  assert.equal(sent.map(({ text }) => text).join("").length, BYTES_PER_RUN);
  assert.deepEqual(
    sent.filter(({ cut }) => cut).map(({ cut }) => cut),
    [true],
  );
});

test("the cut does not split a character", () => {
  const { sent, output } = make();
  output.print("a".repeat(BYTES_PER_RUN - 1));
  output.print("é");
  output.end();
  assert.equal(sent.map(({ text }) => text).join(""), "a".repeat(BYTES_PER_RUN - 1));
  assert.ok(sent.at(-1).cut);
});

test("a cut that leaves no text is still said", () => {
  const { sent, output } = make();
  output.print("a".repeat(BYTES_PER_RUN));
  output.print("b");
  output.end();
  assert.equal(sent.map(({ text }) => text).join(""), "a".repeat(BYTES_PER_RUN));
  assert.ok(sent.at(-1).cut);
});

test("the next run starts afresh, and what comes between runs is dropped", () => {
  const { sent, output } = make();
  output.print("z".repeat(2 * BYTES_PER_RUN));
  output.end();
  output.print("nobody listens");
  const second = [];
  output.begin((text, cut) => second.push({ text, cut }));
  output.print("again");
  output.end();
  assert.equal(sent.filter(({ text }) => text.includes("nobody")).length, 0);
  assert.deepEqual(second.at(-1), { text: "again", cut: false });
});

test("bytes written in the middle of a character are joined", () => {
  const { sent, output } = make();
  const bytes = new TextEncoder().encode("é");
  assert.equal(output.write(bytes.subarray(0, 1)), 1);
  assert.equal(output.write(bytes.subarray(1)), 1);
  output.end();
  assert.equal(sent.map(({ text }) => text).join(""), "é");
});
