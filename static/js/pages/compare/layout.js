/** The shapes of a workload's tensors where its options `width` and `depth` say how large they are. Pure. */

/** @typedef {{ inputs: number, outputs: number } | { name: string } | null} Layout hidden layers between these widths, or one square matrix; null: no options change the tensors */

/**
 * All shapes, and those that rules of matrices take, as `app/workloads/layouts.py` has them.
 * @param {NonNullable<Layout>} layout
 * @param {[string, number[]][]} usual with the default options, which give what is not among `options`
 * @param {Record<string, unknown>} options
 */
export function laidOut(layout, usual, options) {
  const width = typeof options.width === "number" ? options.width : usual[0][1][0];
  if ("name" in layout) return { shapes: [[width, width]], matrices: [[width, width]] };
  const depth = typeof options.depth === "number" ? options.depth : usual.length / 2 - 1;
  const widths = [layout.inputs, ...Array.from({ length: depth }, () => width), layout.outputs];
  const weights = widths.slice(1).map((outputs, layer) => [outputs, widths[layer]]);
  return { shapes: weights.flatMap((sides) => [sides, [sides[0]]]), matrices: weights.slice(0, -1) };
}
