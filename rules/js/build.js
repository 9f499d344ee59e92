// Turn a tree into closures; what both modes share: arguments, choices, comparisons in a row, iterations.

import { fail } from "./errors.js";
import { checkItems, pay } from "./limits.js";
import { countNodes, findOperator, isPlainList, listArguments } from "./tree.js";
import { isList } from "./values.js";

/**
 * Return a function (data, up) => value for a node; `up` is the way out of iterations: {mark, data, up}.
 *
 * `c` is what a tree is compiled with: `operators` (name -> function (c, arguments as written, their pointer) that
 * builds), `read` (a literal), `holds` (a condition), `write` (a value in a trace), `finish` (the answer), `spreads`
 * (whether one argument without a list may give them all), `enter` (c inside the body of an iteration), `traced`, and
 * `env`, which belongs to one evaluation.
 */
export function build(c, node, at) {
  const name = findOperator(node);
  if (isList(node)) {
    if (isPlainList(node)) {
      const list = Object.freeze(node.map(c.read));
      return () => list;
    }
    const parts = buildParts(c, node, at);
    return (data, up) => parts.map((part) => part(data, up));
  }
  if (name === undefined) {
    const value = c.read(node);
    return () => value;
  }
  const make = c.operators.get(name);
  if (!make) return () => fail("Unknown Operator");
  const run = make(c, node[name], `${at}/${name.replace(/~/g, "~0").replace(/\//g, "~1")}`);
  if (!c.traced) return run;
  return (data, up) => {
    const value = run(data, up);
    c.env.trace.push([at, c.write(value)]);
    return value;
  };
}

/** Return the arguments, each built. */
export const buildParts = (c, written, at) =>
  isList(written) ? written.map((part, index) => build(c, part, `${at}/${index}`)) : [build(c, written, at)];

function spread(value, env) {
  if (!isList(value)) return [value];
  pay(env, value.length);
  return value;
}

/**
 * Return an operator that takes the values of its arguments: give(values, data, up, env) => value.
 *
 * `direct` (first, second) is the same for one or two arguments in a list, without the list.
 */
export const eager = (give, direct) => (c, written, at) => {
  const { env } = c;
  const parts = buildParts(c, written, at);
  const [first, second] = parts;
  if (!isList(written) && c.spreads) return (data, up) => give(spread(first(data, up), env), data, up, env);
  if (direct && parts.length === 1) return (data, up) => direct(first(data, up));
  if (direct && parts.length === 2) return (data, up) => direct(first(data, up), second(data, up));
  return (data, up) => give(parts.map((part) => part(data, up)), data, up, env);
};

/** Return an operator that evaluates what it needs: (c, parts, written arguments) => function. */
export const lazy = (make) => (c, written, at) =>
  c.spreads && !isList(written)
    ? () => fail("Invalid Arguments")
    : make(c, buildParts(c, written, at), listArguments(written));

// Plain loops here and below: these run for every condition of every rule.
const find = (wanted) =>
  lazy(({ holds }, parts) => (data, up) => {
    let value = false;
    for (let at = 0; at < parts.length; at++) if (holds((value = parts[at](data, up))) === wanted) break;
    return value;
  });

const choose = lazy((c, parts) => (data, up) => {
  for (let at = 0; at < parts.length; at += 2) {
    if (at + 1 === parts.length) return parts[at](data, up);
    if (c.holds(parts[at](data, up))) return parts[at + 1](data, up);
  }
  return null;
});

const coalesce = lazy((c, parts) => (data, up) => {
  let value = null;
  for (const part of parts) if ((value = part(data, up)) !== null) break;
  return value;
});

/** Return a function: whether each neighbouring pair holds, from the left, as far as needed. */
export function inRow(parts, holds) {
  const [first, ...others] = parts;
  const [second] = others;
  if (others.length === 1) return (data, up) => holds(first(data, up), second(data, up));
  return (data, up) => {
    let before = first(data, up);
    return others.every((part) => holds(before, (before = part(data, up))));
  };
}

/** Return a function that runs the body for an item at its index, and pays for it. */
export function buildBody(c, body) {
  const [run, cost, env] = [build(c, body, ""), countNodes(body), c.env];
  return (data, up) => (item, index) => {
    pay(env, cost);
    return run(item, { mark: { index }, data, up });
  };
}

/** Return an operator over a list: give(list, run, holds, read, env), `run(item, index)` being the body. */
export const iterate = (give, nullable) => (c, written, at) => {
  const [listed, body] = listArguments(written);
  if (!c.canIterate(written)) return () => fail("Invalid Arguments");
  const items = build(c, listed, isList(written) ? at + "/0" : at);
  const enter = body === undefined ? () => null : buildBody(c.enter(listed), body);
  const read = c.readItem(listed);
  return (data, up) =>
    give(checkItems(c.readList(items(data, up), nullable)), enter(data, up), c.holds, read, c.env);
};

/** The operators that both modes spell alike: [name, builder]. */
export const SHARED = [
  ["if", choose],
  ["?:", choose],
  ["??", coalesce],
  ["and", find(false)],
  ["or", find(true)],
  ["map", iterate((list, run) => list.map(run), true)],
  ["filter", iterate((list, run, holds) => list.filter((item, at) => holds(run(item, at))), true)],
  ["all", iterate((list, run, holds) => list.length > 0 && list.every((item, at) => holds(run(item, at))))],
  ["some", iterate((list, run, holds) => list.some((item, at) => holds(run(item, at))))],
  ["none", iterate((list, run, holds) => !list.some((item, at) => holds(run(item, at))))],
];
