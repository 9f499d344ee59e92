// The types of names and nodes: what an answer is read as, how moments compare, what leaves a rule.

import { isDate, readInstant, readTime } from "./dates.js";
import { Ratio, readNumber, writeNumber } from "./exact.js";
import { findOperator, listArguments, step } from "./tree.js";
import { isList, isNumber, isRow, isText, same } from "./values.js";

const readText = (test) => (value) => (isText(value) && test(value) ? value : null);

const READERS = new Map([
  ["boolean", (value) => (typeof value === "boolean" ? value : null)],
  ["number", (value) => (isNumber(value) ? readNumber(value) : value instanceof Ratio ? value : null)],
  ["text", readText((text) => text !== "")],
  ["date", readText(isDate)],
  ["time", readText((text) => readTime(text) !== null)],
  ["datetime", readText((text) => readInstant(text) !== null)],
  ["list", (value) => (isList(value) ? value : null)],
  ["row", (value) => (isRow(value) ? value : null)],
]);

const MOMENTS = new Map([
  ["time", readTime],
  ["datetime", readInstant],
]);

/** Return the function that reads an answer: absent where it is no value of the type. */
export const findReader = (type) => READERS.get(type && type.type) || same;

/** Return the function that makes a moment comparable, nothing where the type is no moment. */
export const findMoment = (type) => type && MOMENTS.get(type.type);

/** Return a literal as a value. */
export const readLiteral = (value) => (isNumber(value) ? readNumber(value) : value === "" ? null : value);

/** Return a value as it leaves the rule: numbers as decimals, lists and rows as they were given. */
export function writeValue(value) {
  if (isList(value)) return value.map(writeValue);
  if (isNumber(value)) return writeNumber(readNumber(value));
  return value instanceof Ratio ? writeNumber(value) : value;
}

// What stands one level up in an iteration: see the levels of section 2.
const MARK = { type: "row", fields: { index: { type: "number" } } };

/** Return the type at a path, so many levels above the scope {type, up}. */
export function findType(scope, { levels, keys }) {
  for (; scope && levels > 1; levels -= 2) scope = scope.up;
  return keys.reduce((type, key) => type && step(type.fields, key), levels === 1 ? MARK : scope && scope.type);
}

/** Return the path {levels, keys} that a `val` writes. */
export function readVal(written) {
  const parts = listArguments(written);
  const levels = isList(parts[0]) ? Math.abs(parts[0][0]) : 0;
  return { levels, keys: parts.filter((key) => key !== null && !isList(key)).map(String) };
}

/** Return the path that a `var` writes. */
export function readVar(written) {
  const [name = null] = listArguments(written);
  return { levels: 0, keys: name === null || name === "" ? [] : String(name).split(".") };
}

/** Return the first type that is known among the nodes. */
export const findKnown = (c, nodes) => nodes.reduce((type, node) => type || typeOf(c, node), undefined);

const findChosen = (c, nodes) =>
  findKnown(c, nodes.filter((_, at) => at % 2 || at === nodes.length - 1));

const TYPES = new Map([
  ["var", (c, args) => findType(c.scope, readVar(args))],
  ["val", (c, args) => findType(c.scope, readVal(args))],
  ["if", findChosen],
  ["?:", findChosen],
  ["??", findKnown],
  ["min", findKnown],
  ["max", findKnown],
  ["merge", findKnown],
  ["filter", (c, [list]) => typeOf(c, list)],
  ["map", (c, [list, body]) => ({ type: "list", of: typeOf(c.enter(list), body) })],
  ["now", () => ({ type: "datetime" })],
  ["add_hours", () => ({ type: "datetime" })],
]);

/** Return the type of a node as far as answers must be read and moments compared by it. */
export function typeOf(c, node) {
  if (isList(node)) return { type: "list", of: findKnown(c, node) };
  const name = findOperator(node);
  return name && TYPES.has(name) ? TYPES.get(name)(c, listArguments(node[name])) : undefined;
}

/** Return the type of the items of a node that gives a list. */
export const itemOf = (c, node) => (typeOf(c, node) || {}).of;
