// The tree of a rule: its operators, its size and what lies on a path.

import { fail } from "./errors.js";
import { isList, isObject, isRow } from "./values.js";

/** How deep a tree, a list as text, or an answer may be nested. */
export const DEEPEST = 64;
const LARGEST = 5000;

const hasOwn = Object.prototype.hasOwnProperty;

/** Return the operator of a node: `undefined` for a literal or list, `null` for an object of several members. */
export function findOperator(node) {
  const names = isRow(node) ? Object.keys(node) : [];
  return names.length > 1 ? null : names[0];
}

/** Tell whether a node is a list of literals. */
export const isPlainList = (node) =>
  isList(node) && node.every((part) => !isList(part) && findOperator(part) === undefined);

/** Return the arguments as written, one without a list as the only one. */
export const listArguments = (written) => (isList(written) ? written : [written]);

/** Return the number of nodes; a tree with too many, or nested too deep, is refused. */
export function countNodes(tree) {
  let nodes = 0;
  const count = (node, depth) => {
    const operator = findOperator(node);
    const parts = isList(node) ? node : typeof operator === "string" ? listArguments(node[operator]) : null;
    if (parts && depth === DEEPEST) fail("Too Deep");
    if (++nodes > LARGEST) fail("Too Large");
    if (parts) for (const part of parts) count(part, depth + 1);
  };
  count(tree, 0);
  return nodes;
}

/** Return what lies one step down: a member, or an item by its index; `undefined` where nothing does. */
export const step = (value, key) =>
  isObject(value) && hasOwn.call(value, key) && !(key === "length" && isList(value)) ? value[key] : undefined;

/** Return a function that goes down the path of keys from a value. */
export function followPath(keys) {
  if (keys.length !== 1) return (value) => keys.reduce(step, value);
  const [key] = keys;
  // What no list or object inherits needs no look at who owns it.
  return key in [] ? (value) => step(value, key) : (value) => (isObject(value) ? value[key] : undefined);
}

/** Return `{data, up}` so many levels above, or nothing. */
export function climb(levels, data, up) {
  for (; up && levels > 1; levels -= 2) ({ data, up } = up);
  if (!levels) return { data, up };
  return up && levels === 1 ? { data: up.mark, up } : undefined;
}
