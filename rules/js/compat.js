// Published JsonLogic: IEEE doubles, coercions, and errors where the published suites have them.

import { SHARED, build, buildBody, buildParts, eager, inRow, lazy } from "./build.js";
import { LogicError, fail } from "./errors.js";
import { checkItems, joinLists, joinTexts, pay, payItems, payText } from "./limits.js";
import { compareText, countPoints, cutText } from "./text.js";
import { DEEPEST, climb, findOperator, followPath, isPlainList, listArguments, step } from "./tree.js";
import { isList, isNumber, isObject, isRow, isText, same } from "./values.js";

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const NAME = 1000;
const ANSWER = 100000;
const isTrue = (value) => (isList(value) ? value.length > 0 : !!value);
const isLong = (text) => text.length > NAME && countPoints(text) > NAME;
const demand = (holds) => holds || fail("Invalid Arguments");
const orNull = (value) => (value === undefined ? null : value);

const finite = (number) => (Number.isFinite(number) ? number : fail("NaN"));

function readDigits(text) {
  if (isLong(text)) return NaN;
  text = text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, "");
  return !text || NUMBER.test(text) ? Number(text) : NaN;
}

// NaN where it is no number.
const asNumber = (value) => (isText(value) ? readDigits(value) : isObject(value) ? NaN : +value);
const toNumber = (value) => finite(asNumber(value));

function toText(value, env, depth = 0) {
  if (!isList(value)) return value === null ? "" : isObject(value) ? "[object Object]" : String(value);
  if (depth === DEEPEST) fail("Too Deep");
  pay(env, value.length);
  return joinTexts(env, value.map((one, at) => (at ? "," : "") + toText(one, env, depth + 1)));
}

const truncate = (value) => (value === null ? null : Math.trunc(demand(isNumber(value)) && value));
const isStrict = (a, b) => a === b && !isObject(a);

function toKey(key) {
  demand(isText(key) || isNumber(key));
  return isText(key) && isLong(key) ? fail("Too Large") : String(key);
}

const listKeys = (key) => (key === null || key === "" ? [] : toKey(key).split("."));
const findKey = (key, data) => listKeys(key).reduce(step, data);

function findValue(keys, data, up) {
  const climbs = isList(keys[0]);
  const [levels, ...surplus] = climbs ? keys[0] : [0];
  demand(Number.isInteger(levels) && !surplus.length);
  const path = (climbs ? keys.slice(1) : keys).filter((key) => key !== null).map(toKey);
  const found = climb(Math.abs(levels), data, up);
  return found && path.reduce(step, found.data);
}

// Return a way down that is known before any data are, or nothing.
const fixedPath = (names, read) =>
  names.every((name) => isNumber(name) || (isText(name) && !isLong(name))) ? followPath(read(names)) : null;

const buildVar = (c, written, at) => {
  const names = listArguments(written);
  const follow = names.length < 2 && fixedPath(names, ([key = null]) => listKeys(key));
  return follow
    ? (data) => orNull(follow(data))
    : eager(([key = null, other = null], data) => {
        const value = findKey(key, data);
        return value === undefined ? other : value;
      })(c, written, at);
};

const buildVal = (c, written, at) => {
  const follow = fixedPath(listArguments(written), (names) => names.map(String));
  return follow
    ? (data) => orNull(follow(data))
    : eager((keys, data, up) => orNull(findValue(keys, data, up)))(c, written, at);
};

function listMissing(names, data, env) {
  pay(env, names.length);
  return names.filter((name) => {
    const value = (name === "" ? [] : toKey(name).split(".")).reduce(step, data);
    return value === undefined || value === null || value === "";
  });
}

// `alone` takes one argument as it is; `none` is the answer to no arguments.
const fold = (step, alone, none) =>
  eager(
    (values) => {
      if (!values.length) return none === undefined ? fail("Invalid Arguments") : none;
      if (values.length === 1) return finite(alone(values[0]));
      return finite(values.map(toNumber).reduce((all, value) => step(all, value)));
    },
    (a, b) => finite(b === undefined ? alone(a) : step(toNumber(a), toNumber(b))),
  );

const pickNumber = (better) =>
  eager((values) => {
    demand(values.length && values.every(isNumber));
    return values.reduce((best, value) => (better(value, best) ? value : best));
  });

const compare = (holds) =>
  lazy((c, parts) => (parts.length < 2 ? () => fail("Invalid Arguments") : inRow(parts, holds)));

// Both may be NaN here only where a null stands beside a text; then no order holds.
const order = (holds) =>
  compare((a, b) => {
    if (isNumber(a) && isNumber(b)) return holds(a, b);
    if (isText(a) && isText(b)) return holds(compareText(a, b), 0);
    const read = (isText(a) || a === null) && (isText(b) || b === null) ? asNumber : toNumber;
    return holds(read(a), read(b));
  });

const isLoose = (a, b) =>
  (isText(a) || a === null) && (isText(b) || b === null) ? a === b : toNumber(a) === toNumber(b);

const reduceList = (c, written, at) => {
  const [listed, body, initial = null] = listArguments(written);
  if (!c.canIterate(written)) return () => fail("Invalid Arguments");
  const [items, start] = [build(c, listed, at + "/0"), build(c, initial, at + "/2")];
  const enter = buildBody(c.enter(), body);
  return (data, up) => {
    const list = checkItems(c.readList(items(data, up), true));
    const [run, first] = [enter(data, up), start(data, up)];
    return list.reduce((accumulator, current, index) => run({ current, accumulator }, index), first);
  };
};

const attempt = (c, written, at) => {
  const parts = buildParts(c, written, at);
  return (data, up) => {
    let caught = null;
    for (const part of parts)
      try {
        return caught ? part(caught.value, { mark: {}, data, up }) : part(data, up);
      } catch (error) {
        if (!(error instanceof LogicError)) throw error;
        caught = error;
      }
    if (caught) throw caught;
    return null;
  };
};

function throwValue([thrown = null], data, up, env) {
  const isThing = isRow(thrown);
  const type = toText(isThing ? orNull(step(thrown, "type")) : thrown, env);
  throw isThing ? new LogicError(type, thrown) : new LogicError(type);
}

const buildHolds = (c, written, at) => {
  const isFree = isList(written) && written.length === 2 && isPlainList(written[1]);
  const isIn = (item, where) => {
    // No list or object equals another, not even itself.
    if (isList(where)) return (isFree ? where : payItems(c.env, where)).includes(item) && !isObject(item);
    return isText(where) && isText(item) && payText(c.env, where).includes(item);
  };
  return eager(([item = null, where]) => isIn(item, where), isIn)(c, written, at);
};

function cut([text = null, start = null, length = null], data, up, env) {
  const [whole, from, size] = [toText(text, env), truncate(start) || 0, truncate(length)];
  return cutText(payText(env, whole), from, size);
}

function listMissingSome([fewest, names], data, up, env) {
  demand(isNumber(fewest) && isList(names));
  const missing = listMissing(names, data, env);
  return names.length - missing.length >= fewest ? [] : missing;
}

// An answer that was made of lists may be larger and deeper than all that was given.
function checkAnswer(answer) {
  if (!isObject(answer)) return answer;
  let [level, left] = [[answer], ANSWER - 1];
  for (let depth = 0; depth <= DEEPEST; depth++) {
    const inner = [];
    for (const value of level) {
      if (!isObject(value)) continue;
      for (const one of Object.values(value)) inner.push(one);
      if (inner.length > left) fail("Too Large");
    }
    if (!inner.length) return answer;
    [level, left] = [inner, left - inner.length];
  }
  return fail("Too Deep");
}

const first = ([value = null]) => value;

const PUBLISHED = new Map([
  ...SHARED,
  ["var", buildVar],
  ["val", buildVal],
  ["exists", eager((keys, data, up) => findValue(keys, data, up) !== undefined)],
  ["missing", eager((names, data, up, env) => listMissing(isList(names[0]) ? names[0] : names, data, env))],
  ["missing_some", eager(listMissingSome)],
  ["+", fold((a, b) => a + b, toNumber, 0)],
  ["*", fold((a, b) => a * b, toNumber, 1)],
  ["-", fold((a, b) => a - b, (value) => -toNumber(value))],
  ["/", fold((a, b) => (b ? a / b : NaN), (value) => 1 / toNumber(value))],
  ["%", fold((a, b) => a % b, () => fail("Invalid Arguments"))],
  ["max", pickNumber((a, b) => a > b)],
  ["min", pickNumber((a, b) => a < b)],
  ["==", compare(isLoose)],
  ["!=", compare((a, b) => !isLoose(a, b))],
  ["===", compare(isStrict)],
  ["!==", compare((a, b) => !isStrict(a, b))],
  ["<", order((a, b) => a < b)],
  ["<=", order((a, b) => a <= b)],
  [">", order((a, b) => a > b)],
  [">=", order((a, b) => a >= b)],
  ["!", eager((values) => !isTrue(first(values)), (value) => !isTrue(value))],
  ["!!", eager((values) => isTrue(first(values)), isTrue)],
  ["in", buildHolds],
  ["cat", eager((values, data, up, env) => joinTexts(env, values.map((value) => toText(value, env))))],
  ["substr", eager(cut)],
  ["merge", eager((values, data, up, env) => joinLists(env, values))],
  ["reduce", reduceList],
  ["try", attempt],
  ["throw", eager(throwValue)],
  ["log", (c, written, at) => (isList(written) ? eager(first) : build)(c, written, at)],
  ["preserve", (c, written) => () => written],
]);

const FOUND = [undefined, "var", "val", "preserve"];

/** Return what a tree is compiled with in compatibility mode (see build.js). */
export const published = (tree) => ({
  operators: PUBLISHED,
  read: same,
  write: same,
  finish: !isList(tree) && FOUND.includes(findOperator(tree)) ? same : checkAnswer,
  holds: isTrue,
  spreads: true,
  canIterate: (written) => isList(written) && orNull(written[1]) !== null,
  readItem: () => null,
  readList: (list, nullable) => (list === null && nullable ? [] : demand(isList(list)) && list),
  enter() {
    return { ...this, traced: false };
  },
});
