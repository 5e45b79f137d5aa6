/** A setting of a rule in words. Pure. */

import { valueText } from "../../base/numbers.js";

/** @param {Record<string, number>} settings */
export function settingText(settings) {
  return Object.entries(settings)
    .map(([name, value]) => `${name} = ${valueText(value)}`)
    .join(", ");
}
