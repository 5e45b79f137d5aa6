import assert from "node:assert/strict";
import { test } from "node:test";

import {
  HIDEABLE,
  controlsWithout,
  sharedLink,
  withPaths,
} from "../../../../static/js/pages/playground/shared-link.js";

const page = "http://127.0.0.1:8000/playground";
const plain = { page, packed: "abc", lesson: null, seen: { controls: null, projector: false }, hidden: [] };

test("a link as it is seen here keeps the lesson, the parts that are shown and the projector", () => {
  assert.equal(sharedLink("seen", plain), `${page}#s=abc`);
  const seen = { controls: "racers,play", projector: true };
  assert.equal(
    sharedLink("seen", { ...plain, lesson: "momentum", seen }),
    `${page}?lesson=momentum&projector&controls=racers,play#s=abc`,
  );
});

test("a link for students leaves out what is hidden and no more", () => {
  assert.equal(sharedLink("students", plain), `${page}#s=abc`);
  assert.equal(
    sharedLink("students", { ...plain, hidden: ["landscape", "lessons", "code"] }),
    `${page}?controls=racers,play,side,analysis,no-code#s=abc`,
  );
  assert.equal(controlsWithout(HIDEABLE.map(([word]) => word)), "none");
  assert.equal(controlsWithout(["code", "racers"]), "landscape,play,side,analysis,lessons");
});

test("a link to the projector shows everything that the projector shows", () => {
  const seen = { controls: "play", projector: false };
  assert.equal(sharedLink("projector", { ...plain, seen, hidden: ["play"] }), `${page}?projector#s=abc`);
});

test("a link for a frame names its parts even where none is hidden, since a frame hides some by itself", () => {
  assert.equal(sharedLink("embed", plain), `${page}?controls=landscape,racers,play,side,analysis,lessons#s=abc`);
  assert.equal(
    sharedLink("embed", { ...plain, hidden: ["analysis", "lessons"] }),
    `${page}?controls=landscape,racers,play,side#s=abc`,
  );
});

test("coarse paths come along unless the link would be too long", () => {
  assert.equal(withPaths(`${page}#s=abc`, "xyz"), `${page}#s=abc&p=xyz`);
  assert.equal(withPaths(`${page}#s=abc`, null), `${page}#s=abc`);
  const long = `${page}#s=${"a".repeat(1900)}`;
  assert.equal(withPaths(long, "x".repeat(90)), long);
});
