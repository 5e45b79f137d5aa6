import assert from "node:assert/strict";
import { test } from "node:test";

import { Channel, ChannelError, serve } from "../../../static/js/python/channel.js";

const describe = (error) => ({ kind: error.name, message: error.message });

/** A channel whose other side serves `handlers`; both ends are closed when the test ends. */
function join(t, handlers, onEvent) {
  const { port1, port2 } = new MessageChannel();
  const emit = serve(port2, handlers, describe);
  const channel = new Channel(port1, onEvent);
  t.after(() => (channel.close({ kind: "closed", message: "" }), port2.close()));
  return { channel, emit, other: port2 };
}

test("answers find their questions whatever their order", async (t) => {
  const waits = { slow: 30, fast: 1 };
  const handler = ({ name }) => new Promise((resolve) => setTimeout(resolve, waits[name], { result: name }));
  const { channel } = join(t, { handler });
  const names = ["slow", "fast"];
  assert.deepEqual(await Promise.all(names.map((name) => channel.request("handler", { name }))), names);
});

test("an error crosses as kind and message", async (t) => {
  const fails = () => {
    throw new TypeError("no");
  };
  const { channel } = join(t, { fails });
  await assert.rejects(channel.request("fails", {}), { name: "ChannelError", kind: "TypeError", message: "no" });
});

test("an unknown method is named with those that there are", async (t) => {
  const { channel } = join(t, { run: () => ({ result: 1 }) });
  await assert.rejects(channel.request("toString", {}), {
    kind: "UnknownMethod",
    message: /'toString'; there are: run/,
  });
});

test("buffers are handed over in both directions", async (t) => {
  const { channel } = join(t, { echo: ({ bytes }) => ({ result: bytes, transfer: [bytes.buffer] }) });
  const bytes = new Uint8Array([1, 2, 3]);
  const answer = await channel.request("echo", { bytes }, { transfer: [bytes.buffer] });
  assert.deepEqual([...answer], [1, 2, 3]);
  assert.equal(bytes.length, 0);
});

test("events reach their request, those without one the channel", async (t) => {
  const own = [];
  const rest = [];
  const run = (_, emit) => (emit("output", "a"), emit("output", "b"), { result: null });
  const { channel, emit } = join(t, { run }, (name, detail) => rest.push([name, detail]));
  emit("progress", 1);
  await channel.request("run", {}, { onEvent: (name, detail) => own.push([name, detail]) });
  assert.deepEqual(own, [["output", "a"], ["output", "b"]]); // prettier-ignore
  assert.deepEqual(rest, [["progress", 1]]);
});

test("answers to nothing that was asked are dropped", async (t) => {
  let begin;
  const begun = new Promise((resolve) => (begin = resolve));
  const waits = () => new Promise((resolve) => begin(resolve));
  const { channel, other } = join(t, { waits });
  const asked = channel.request("waits", {});
  for (const forged of [null, "text", {}, { id: 1, result: "forged" }, { id: "guess", result: "forged" }]) {
    other.postMessage(forged);
  }
  const answer = await begun;
  answer({ result: "true" });
  assert.equal(await asked, "true");
});

test("closing rejects what is pending and what is asked later", async (t) => {
  const { channel } = join(t, { never: () => new Promise(() => {}) });
  const pending = channel.request("never", {});
  channel.close({ kind: "closed", message: "gone" });
  await assert.rejects(pending, ChannelError);
  await assert.rejects(channel.request("never", {}), { kind: "closed", message: "gone" });
});
