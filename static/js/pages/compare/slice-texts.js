/** What is said about a slice: captions, the table of its members, the numbers behind the picture. Pure. */

import { countText, numberText, shareText, valueText } from "../../base/numbers.js";
import { settingText } from "./setting-text.js";

/** @typedef {{ train_loss: number | null, evaluation: number | null }} End */

/**
 * @typedef {object} Found what a worker computed, as the server gives it
 * @property {"paths" | "random"} kind
 * @property {[[number, number], [number, number]]} window
 * @property {number} grid
 * @property {number[]} x
 * @property {number[]} y
 * @property {(number | null)[][]} loss
 * @property {number} not_finite
 * @property {number} samples
 * @property {number} parameters
 * @property {{ run: number, label: string, loss: number | null }} centre
 * @property {[number, number] | null} explained
 * @property {{ lengths: number[], cosine: number } | null} directions
 * @property {SlicedMember[]} members
 */

/**
 * @typedef {object} SlicedMember
 * @property {number} run
 * @property {string} label
 * @property {string} rule
 * @property {number} seed
 * @property {Record<string, number>} settings
 * @property {number | null} diverged_at
 * @property {End} recorded
 * @property {End} again
 * @property {End} difference
 * @property {number[] | null} steps
 * @property {number[] | null} x
 * @property {number[] | null} y
 * @property {(number | null)[] | null} loss
 * @property {(number | null)[] | null} loss_on_plane
 * @property {{ end: number | null, largest: number | null } | null} off_plane
 */

/** A difference is worth a warning from this share of the recorded loss on. */
const APART = 0.01;

/**
 * @param {Found} found
 * @returns {[string, string]}
 */
export function titles(found) {
  if (!found.explained) return ["first random direction", "second random direction"];
  return [
    `first axis: ${shareText(found.explained[0])} of the paths’ squared distance`,
    `second axis: ${shareText(found.explained[1])}`,
  ];
}

/**
 * @param {Found} found
 * @param {{ title: string, steps: number, asked: Record<string, any> }} about
 */
export function caption(found, { title, steps, asked }) {
  const samples = found.samples
    ? `each loss is the mean over ${countText(found.samples)} training samples`
    : "the loss without noise";
  const holes = found.not_finite
    ? ` ${countText(found.not_finite)} of ${countText(found.grid ** 2)} places are not finite (shaded).`
    : "";
  const common = `${countText(found.parameters)} trained numbers; ${samples}; ${found.grid} × ${found.grid} places; seed ${found.members[0].seed}.${holes}`;
  const centre = `${found.centre.label}, whose loss there is ${valueText(found.centre.loss)}`;
  if (found.explained) {
    const both = shareText(found.explained[0] + found.explained[1]);
    return `Training loss of ${title} over the plane through the end of ${centre}. Of the paths’ squared distances from that point the axes hold ${shareText(found.explained[0])} and ${shareText(found.explained[1])}, together ${both}; the rest is off the plane and not to be seen. Dots: ${asked.points} places of ${countText(steps)} steps, evenly spaced; ring: the common start; marker: the end. ${common}`;
  }
  const [first, second] = found.directions?.lengths ?? [0, 0];
  return `Training loss of ${title} over a random plane through the final weights of ${centre}. Each filter of a direction is as long as that of the weights, biases stay as they are; 1 on an axis is ${valueText(first)} and ${valueText(second)} in weights, the cosine between the axes ${valueText(found.directions?.cosine ?? null)}; directions of seed ${asked.seed}. ${common}`;
}

/**
 * How far training again came from what was recorded, and whether that is a warning.
 * @param {Found} found
 * @returns {{ text: string, warning: boolean }}
 */
export function faithful(found) {
  const pairs = found.members.map((member) => ({ member, apart: share(member) }));
  const gone = found.members.filter(
    (member) => (member.again.train_loss === null) !== (member.recorded.train_loss === null),
  );
  const how =
    "The comparison kept no weights: the runs were trained again for this picture, each alone and in float64.";
  if (gone.length)
    return {
      text: `${how} ${gone.map(({ label }) => label).join(", ")} diverged one time and not the other: the picture shows another path than the comparison has.`,
      warning: true,
    };
  const known = pairs
    .filter(({ apart }) => apart !== null)
    .sort((one, other) => Number(other.apart) - Number(one.apart));
  if (known.length === 0) return { text: how, warning: false };
  const { member, apart } = known[0];
  if (apart === 0)
    return { text: `${how} They ended with exactly the losses that the comparison recorded.`, warning: false };
  const size = Number(apart) < 0.001 ? `${numberText(100 * Number(apart), 1)}\u00a0%` : shareText(apart);
  const text = `${how} Their last losses are at most ${size} from those recorded (${member.label}: ${numberText(member.again.train_loss, 7, "diverged")}, recorded ${numberText(member.recorded.train_loss, 7, "diverged")}).`;
  const warning = Number(apart) > APART;
  return { text: warning ? `${text} The picture shows the runs as trained again.` : text, warning };
}

/** @param {SlicedMember} member */
function share({ difference, recorded }) {
  if (difference.train_loss === null || recorded.train_loss === null) return null;
  return difference.train_loss === 0
    ? 0
    : difference.train_loss / Math.max(Math.abs(recorded.train_loss), Number.MIN_VALUE);
}

/**
 * The table of the members.
 * @param {Found} found
 * @returns {{ heads: string[], rows: string[][] }}
 */
export function members(found) {
  const heads = ["loss of the last step, recorded", "trained again", "apart"];
  const ends = (/** @type {SlicedMember} */ { recorded, again, difference }) => [
    numberText(recorded.train_loss, 7, "diverged"),
    numberText(again.train_loss, 7, "diverged"),
    valueText(difference.train_loss, ""),
  ];
  if (found.kind === "random") {
    return {
      heads: ["rule", "setting", ...heads],
      rows: found.members.map((each) => [each.label, settingText(each.settings), ...ends(each)]),
    };
  }
  const rows = found.members.map((each) => {
    const gone = each.diverged_at !== null;
    const last = (each.loss?.length ?? 0) - 1;
    const map = [valueText(each.loss?.[last] ?? null), valueText(each.loss_on_plane?.[last] ?? null)];
    const off = [shareText(each.off_plane?.end), shareText(each.off_plane?.largest)];
    return [
      gone ? `${each.label}: diverged at step ${each.diverged_at}` : each.label,
      settingText(each.settings),
      ...off,
      ...map,
      ...ends(each),
    ];
  });
  return {
    heads: ["rule", "setting", "off the plane at its end", "at most", "loss at its end", "on the map there", ...heads],
    rows,
  };
}

/**
 * The numbers behind the picture: every place of the paths, or the loss along both axes of a random plane.
 * @param {Found} found
 * @returns {{ heads: string[], rows: string[][] }}
 */
export function places(found) {
  if (found.kind === "random") {
    const middle = Math.floor(found.grid / 2);
    const rows = found.x.map((x, place) => [
      valueText(x),
      valueText(found.loss[middle][place], "not finite"),
      valueText(found.loss[place][middle], "not finite"),
    ]);
    return { heads: ["place", "loss along the first direction", "along the second"], rows };
  }
  const rows = found.members.flatMap(({ label, steps, x, y, loss, loss_on_plane: plane }) =>
    (steps ?? []).map((step, place) => [
      label,
      String(step),
      valueText(x?.[place] ?? null),
      valueText(y?.[place] ?? null),
      valueText(loss?.[place] ?? null, "not finite"),
      valueText(plane?.[place] ?? null, "not finite"),
    ]),
  );
  return { heads: ["rule", "step", "first axis", "second axis", "loss", "loss on the plane"], rows };
}
