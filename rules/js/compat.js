// Published JsonLogic: IEEE doubles, coercions, and errors where the published suites have them.

import { SHARED, build, buildBody, buildParts, eager, inRow, lazy } from "./build.js";
import { LogicError, fail } from "./errors.js";
import { checkItems } from "./limits.js";
import { compareText, cutText, joinTexts } from "./text.js";
import { climb, followPath, listArguments, step } from "./tree.js";

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const isList = Array.isArray;
const isText = (value) => typeof value === "string";
const isNumber = (value) => typeof value === "number";
const isName = (value) => isText(value) || isNumber(value);
const isTrue = (value) => (isList(value) ? value.length > 0 : !!value);
const demand = (holds) => holds || fail("Invalid Arguments");
const same = (value) => value;
const orNull = (value) => (value === undefined ? null : value);

const finite = (number) => (Number.isFinite(number) ? number : fail("NaN"));

function readText(text) {
  text = text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, "");
  return !text || NUMBER.test(text) ? Number(text) : NaN;
}

// NaN where it is no number.
const asNumber = (value) =>
  isText(value) ? readText(value) : value === null || typeof value !== "object" ? +value : NaN;
const toNumber = (value) => finite(asNumber(value));

function toText(value) {
  if (value === null) return "";
  return isList(value) ? value.map(toText).join() : String(value);
}

const toWhole = (value) => (value === null ? null : Math.trunc(demand(isNumber(value)) && value));
const isSame = (a, b) => a === b && (a === null || typeof a !== "object");

const readPath = (key) =>
  key === null || key === "" ? [] : String(demand(isName(key)) && key).split(".");
const findKey = (key, data) => readPath(key).reduce(step, data);

function findValue(keys, data, up) {
  const climbs = isList(keys[0]);
  const [levels, ...surplus] = climbs ? keys[0] : [0];
  demand(Number.isInteger(levels) && !surplus.length);
  const path = (climbs ? keys.slice(1) : keys).filter((key) => key !== null);
  demand(path.every(isName));
  const found = climb(Math.abs(levels), data, up);
  return found && path.map(String).reduce(step, found.data);
}

// Return a way down that is known before any data are, or nothing.
const fixedPath = (names, read) =>
  names.every(isName) || (names.length === 1 && names[0] === null) ? followPath(read(names)) : null;

const buildVar = (c, written, at) => {
  const names = listArguments(written);
  const follow = names.length < 2 && fixedPath(names, ([key = null]) => readPath(key));
  return follow
    ? (data) => orNull(follow(data))
    : eager(([key = null, other = null], data) => {
        const value = findKey(key, data);
        return value === undefined ? other : value;
      })(c, written, at);
};

const buildVal = (c, written, at) => {
  const follow = fixedPath(listArguments(written), (names) => names.filter(isName).map(String));
  return follow
    ? (data) => orNull(follow(data))
    : eager((keys, data, up) => orNull(findValue(keys, data, up)))(c, written, at);
};

const listMissing = (names, data) =>
  names.filter((name) => {
    const value = findKey(demand(isName(name)) && name, data);
    return value === undefined || value === null || value === "";
  });

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

const pick = (better) =>
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

function throwValue([thrown = null]) {
  const isObject = thrown !== null && typeof thrown === "object" && !isList(thrown);
  const type = toText(isObject ? orNull(step(thrown, "type")) : thrown);
  throw isObject ? new LogicError(type, thrown) : new LogicError(type);
}

// No list or object equals another, not even itself.
const isIn = (item, where) =>
  (isList(where) ? isSame(item, item) : isText(where) && isText(item)) && where.includes(item);

const first = ([value = null]) => value;

const operators = new Map([
  ...SHARED,
  ["var", buildVar],
  ["val", buildVal],
  ["exists", eager((keys, data, up) => findValue(keys, data, up) !== undefined)],
  ["missing", eager((names, data) => listMissing(isList(names[0]) ? names[0] : names, data))],
  [
    "missing_some",
    eager(([fewest, names], data) => {
      demand(isNumber(fewest) && isList(names));
      const missing = listMissing(names, data);
      return names.length - missing.length >= fewest ? [] : missing;
    }),
  ],
  ["+", fold((a, b) => a + b, toNumber, 0)],
  ["*", fold((a, b) => a * b, toNumber, 1)],
  ["-", fold((a, b) => a - b, (value) => -toNumber(value))],
  ["/", fold((a, b) => (b ? a / b : NaN), (value) => 1 / toNumber(value))],
  ["%", fold((a, b) => a % b, () => fail("Invalid Arguments"))],
  ["max", pick((a, b) => a > b)],
  ["min", pick((a, b) => a < b)],
  ["==", compare(isLoose)],
  ["!=", compare((a, b) => !isLoose(a, b))],
  ["===", compare(isSame)],
  ["!==", compare((a, b) => !isSame(a, b))],
  ["<", order((a, b) => a < b)],
  ["<=", order((a, b) => a <= b)],
  [">", order((a, b) => a > b)],
  [">=", order((a, b) => a >= b)],
  ["!", eager((values) => !isTrue(first(values)), (value) => !isTrue(value))],
  ["!!", eager((values) => isTrue(first(values)), isTrue)],
  ["in", eager(([item = null, where]) => isIn(item, where), isIn)],
  ["cat", eager((values) => joinTexts(values.map(toText)))],
  [
    "substr",
    eager(([text = null, start = null, length = null]) =>
      cutText(toText(text), toWhole(start) || 0, toWhole(length)),
    ),
  ],
  ["merge", eager((values) => checkItems(values.flat()))],
  ["reduce", reduceList],
  ["try", attempt],
  ["throw", eager(throwValue)],
  ["log", (c, written, at) => (isList(written) ? eager(first) : build)(c, written, at)],
  ["preserve", (c, written) => () => written],
]);

/** What a tree is compiled with in compatibility mode (see build.js). */
export const COMPAT = {
  operators,
  read: same,
  write: same,
  holds: isTrue,
  spreads: true,
  canIterate: (written) => isList(written) && orNull(written[1]) !== null,
  readItem: () => null,
  readList: (list, nullable) => (list === null && nullable ? [] : demand(isList(list)) && list),
  enter() {
    return { ...this, traced: false };
  },
};
