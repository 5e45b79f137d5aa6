/** The numbers of a plot as CSV, for `redraw.py` and for spreadsheets. Pure. */

/** @typedef {import("../../plots/line-figure.js").Series} Series */
/** @typedef {import("../../plots/row-figure.js").Row} Row */

/**
 * One line per point: the rule, x, the median, the band's bounds where there is one, 1 where the median has diverged,
 * and the single runs.
 * @param {Series[]} series
 * @param {[string, string]} titles of x and y
 */
export function lineCsv(series, [x, y]) {
  const banded = series.some((each) => each.low?.length);
  const runs = Math.max(0, ...series.map((each) => each.thin?.length ?? 0));
  const head = [
    "rule",
    x,
    banded ? `median ${y}` : y,
    ...(banded ? ["low", "high", "diverged"] : []),
    ...Array.from({ length: runs }, (_, run) => `run ${run + 1}`),
  ];
  const lines = series.flatMap((each) =>
    each.x.map((at, index) => [
      each.label,
      at,
      each.y[index],
      ...(banded ? [each.low?.[index], each.high?.[index], each.gone?.[index] ? 1 : 0] : []),
      ...Array.from({ length: runs }, (_, run) => each.thin?.[run]?.[index]),
    ]),
  );
  return text([head, ...lines]);
}

/**
 * One line per rule: its value, and the interval's bounds where there is one.
 * @param {Row[]} rows
 * @param {string} title of the value
 */
export function rowCsv(rows, title) {
  const bounded = rows.some((row) => row.low !== undefined);
  return text([
    ["rule", title, ...(bounded ? ["low", "high"] : [])],
    ...rows.map((row) => [row.label, row.value, ...(bounded ? [row.low, row.high] : [])]),
  ]);
}

/**
 * The same CSV with what it was made with as its last column, on every line, so that no line loses it.
 * @param {string} csv
 * @param {string} madeWith
 */
export function signed(csv, madeWith) {
  return csv
    .trimEnd()
    .split("\n")
    .map((line, place) => `${line},${place ? cell(madeWith) : "made with"}\n`)
    .join("");
}

/** @param {(string | number | null | undefined)[][]} lines what is not a number is left empty */
function text(lines) {
  return `${lines.map((cells) => cells.map(cell).join(",")).join("\n")}\n`;
}

/** @param {string | number | null | undefined} value */
function cell(value) {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : "";
  return /[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
