/**
 * A graph without circles in columns, from what comes in to what comes out: each node right of all that feed it, ordered so
 * that few lines cross. Pure.
 *
 * A line that passes columns has a place of its own in each, so that it passes between the nodes (Sugiyama, Tagawa and Toda
 * 1981). The order is by barycentres, the heights are the least squares that keep their distance.
 */

const SWEEPS = 12;
/** A large picture is ordered in fewer sweeps, so that no frame is late. */
const [LARGE, FEW] = [300, 4];
/** How much room a passing line has, beside a node's 1. */
const NARROW = 0.4;

/** @typedef {{column: number, row: number}} Spot `row` counts in nodes from the top */
/** @typedef {{from: number, to: number, through: Spot[]}} Line */

/**
 * @param {readonly (readonly number[])[]} fed for each node the earlier ones that feed it
 * @returns {{spots: Spot[], lines: Line[], columns: number, rows: number}}
 */
export function layered(fed) {
  const columns = columnsOf(fed);
  const last = Math.max(0, ...columns);
  /** @type {number[][]} */
  const order = Array.from({ length: last + 1 }, () => []);
  /** @type {{column: number, before: number[], after: number[], real: boolean}[]} */
  const places = columns.map((column) => ({ column, before: [], after: [], real: true }));
  for (const [place, column] of columns.entries()) order[column].push(place);
  const chains = fed.flatMap((feeders, to) =>
    feeders.map((from) => {
      const passed = [];
      let before = from;
      for (let column = columns[from] + 1; column < columns[to]; column += 1) {
        const place = places.length;
        places.push({ column, before: [before], after: [], real: false });
        places[before].after.push(place);
        order[column].push(place);
        passed.push(place);
        before = place;
      }
      places[before].after.push(to);
      places[to].before.push(before);
      return { from, to, passed };
    }),
  );
  const best = fewestCrossings(order, places);
  const rows = heights(best, places);
  const spot = (/** @type {number} */ place) => ({ column: places[place].column, row: rows[place] });
  return {
    spots: fed.map((_, place) => spot(place)),
    lines: chains.map(({ from, to, passed }) => ({ from, to, through: passed.map(spot) })),
    columns: last + 1,
    rows: Math.max(0, ...rows) + 1,
  };
}

/**
 * What is fed by nothing is first, what feeds nothing last, all others directly after the last that feeds them.
 * @param {readonly (readonly number[])[]} fed
 */
function columnsOf(fed) {
  /** @type {number[]} */
  const columns = [];
  for (const feeders of fed) columns.push(feeders.length ? 1 + Math.max(...feeders.map((one) => columns[one])) : 0);
  const feeding = new Set(fed.flat());
  const last = Math.max(0, ...columns);
  return columns.map((column, place) => (column > 0 && !feeding.has(place) ? last : column));
}

/**
 * @param {number[][]} order
 * @param {{before: number[], after: number[]}[]} places
 */
function fewestCrossings(order, places) {
  let now = order.map((column) => [...column]);
  let best = now;
  let least = crossings(now, places);
  for (let sweep = 0; sweep < sweeps(places) && least > 0; sweep += 1) {
    const side = sweep % 2 === 0 ? "before" : "after";
    now = now.map((column) => [...column]);
    const turns = side === "before" ? now.keys() : [...now.keys()].reverse();
    const at = ranks(now);
    for (const column of turns) {
      const wanted = new Map(
        now[column].map((place) => [place, mean(places[place][side].map((one) => at[one])) ?? at[place]]),
      );
      now[column].sort((one, other) => (wanted.get(one) ?? 0) - (wanted.get(other) ?? 0));
      for (const [rank, place] of now[column].entries()) at[place] = rank;
    }
    const found = crossings(now, places);
    if (found < least) [best, least] = [now, found];
  }
  return best;
}

/** @param {number[][]} order */
function ranks(order) {
  /** @type {number[]} */
  const found = [];
  for (const column of order) for (const [rank, place] of column.entries()) found[place] = rank;
  return found;
}

/**
 * @param {number[][]} order
 * @param {{after: number[]}[]} places
 */
function crossings(order, places) {
  const at = ranks(order);
  let count = 0;
  for (const column of order) {
    /** @type {number[]} the ends of the lines that began above */
    const ends = [];
    for (const place of column) {
      const own = places[place].after.map((one) => at[one]);
      for (const end of own) for (const above of ends) if (above > end) count += 1;
      ends.push(...own);
    }
  }
  return count;
}

/**
 * The row of every place: near what it is joined to, in the order of its column, no two closer than their room.
 * @param {number[][]} order
 * @param {{before: number[], after: number[], real: boolean}[]} places
 */
function heights(order, places) {
  /** @type {number[]} */
  const rows = [];
  const rooms = order.map((column) => {
    let top = 0;
    return column.map((place, rank) => {
      if (rank > 0) top += (room(places[place]) + room(places[column[rank - 1]])) / 2;
      return top;
    });
  });
  const tallest = Math.max(...rooms.map((column) => column.at(-1) ?? 0));
  for (const [column, own] of order.entries())
    for (const [rank, place] of own.entries())
      rows[place] = rooms[column][rank] + (tallest - (rooms[column].at(-1) ?? 0)) / 2;
  for (let sweep = 0; sweep < sweeps(places); sweep += 1)
    for (const column of sweep % 2 === 0 ? order.keys() : [...order.keys()].reverse()) {
      const wanted = order[column].map((place) => {
        const { before, after } = places[place];
        return mean([...before, ...after].map((one) => rows[one])) ?? rows[place];
      });
      const found = apart(wanted, rooms[column]);
      for (const [rank, place] of order[column].entries()) rows[place] = found[rank];
    }
  const top = Math.min(...rows);
  return rows.map((row) => row - top);
}

/** @param {readonly unknown[]} places */
const sweeps = ({ length }) => (length > LARGE ? FEW : SWEEPS);

/** @param {{real: boolean}} place */
const room = ({ real }) => (real ? 1 : NARROW);

/**
 * The numbers nearest to those wanted, in squares, whose distances are at least those of `rooms`: neighbours that are too
 * close are pooled and moved together.
 * @param {number[]} wanted
 * @param {number[]} rooms from the first one on
 */
export function apart(wanted, rooms) {
  /** @type {{sum: number, count: number}[]} */
  const pools = [];
  for (const [rank, one] of wanted.entries()) {
    let pool = { sum: one - rooms[rank], count: 1 };
    for (let above = pools.at(-1); above && above.sum / above.count > pool.sum / pool.count; above = pools.at(-1)) {
      pool = { sum: pool.sum + above.sum, count: pool.count + above.count };
      pools.pop();
    }
    pools.push(pool);
  }
  const levels = pools.flatMap(({ sum, count }) => Array.from({ length: count }, () => sum / count));
  return levels.map((level, rank) => level + rooms[rank]);
}

/** @param {number[]} numbers */
function mean(numbers) {
  return numbers.length ? numbers.reduce((sum, one) => sum + one, 0) / numbers.length : null;
}
