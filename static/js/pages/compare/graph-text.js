/** A graph as lines that a person reads: what leaves the browser in place of a rule's source. Pure. */

/** @typedef {{op: string, args: number[], attrs: Record<string, unknown>, name?: string}} GraphNode */
/** @typedef {{inputs: {name: string, shape: (string | number)[] | null}[], nodes: GraphNode[], outputs: {step?: number | number[], state?: Record<string, number>}}} Section */
/** @typedef {Section & {scope: string, shape: unknown[], hypers: Record<string, number>, state: Record<string, {shape: unknown}>}} Graph */

/** Operations that are written between their values. */
const BETWEEN = {
  ...{ add: "+", subtract: "−", multiply: "×", divide: "/", power: "**" },
  ...{ less: "<", less_equal: "≤", greater: ">", greater_equal: "≥", equal: "==", not_equal: "≠" },
};

/**
 * One line per operation of a step, then what comes out.
 * @param {Graph} graph
 * @returns {string[]}
 */
export function lines({ inputs, nodes, outputs }) {
  const called = inputs.map(({ name }) => name.replace(/^(hyper|state|input)\./, ""));
  const written = new Set(called);
  /** @type {string[]} */
  const found = [];
  for (const [place, { op, args, attrs, name }] of nodes.entries()) {
    if (op === "constant") {
      called.push(String(attrs.value));
      continue;
    }
    let own = name ?? `v${place}`;
    while (written.has(own)) own = `${own}′`;
    written.add(own);
    const given = args.map((arg) => called[arg]);
    const between = /** @type {Record<string, string>} */ (BETWEEN)[op];
    const more = Object.entries(attrs).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
    found.push(
      `${own} = ${between && given.length === 2 ? given.join(` ${between} `) : `${op}(${[...given, ...more].join(", ")})`}`,
    );
    called.push(own);
  }
  for (const value of [outputs.step ?? []].flat()) found.push(`step: ${called[value]}`);
  for (const [name, value] of Object.entries(outputs.state ?? {})) found.push(`next ${name}: ${called[value]}`);
  return found;
}

/**
 * What a rule's graphs are, in one sentence.
 * @param {Graph[]} graphs
 */
export function sentence(graphs) {
  const [first] = graphs;
  const operations = first.nodes.filter(({ op }) => op !== "constant").length;
  const shapes = graphs.map(({ shape }) =>
    first.scope === "model" ? "all tensors together" : shape.join("×") || "()",
  );
  const settings = Object.keys(first.hypers).join(", ");
  const state = Object.keys(first.state).join(", ");
  return [
    `${operations} ${operations === 1 ? "operation" : "operations"} a step, for tensors of ${shapes.join(", ")}`,
    settings ? `settings ${settings}` : "no settings",
    state ? `state ${state}` : "no state",
  ].join("; ");
}
