// The typed profile: no coercion, exact numbers, absent where there is no answer; the server checked the tree.

import { SHARED, buildParts, eager, inRow, iterate } from "./build.js";
import * as dates from "./dates.js";
import * as exact from "./exact.js";
import { joinLists, joinTexts, payItems, payText } from "./limits.js";
import { countPoints, cutText } from "./text.js";
import { climb, followPath, isPlainList, listArguments } from "./tree.js";
import * as types from "./types.js";

const isList = Array.isArray;
const isText = (value) => typeof value === "string";
const same = (value) => value;

const buildPath = (c, path) => {
  const follow = path.keys.length ? followPath(path.keys) : same;
  const read = types.findReader(types.findType(c.scope, path));
  return path.levels
    ? (data, up) => read(follow(climb(path.levels, data, up).data))
    : (data) => read(follow(data));
};

const buildVar = (c, written, at) => {
  const find = buildPath(c, types.readName(written));
  const [, other] = buildParts(c, written, at);
  if (!other) return find;
  return (data, up) => {
    const [value, whenAbsent] = [find(data, up), other(data, up)];
    return value === null ? whenAbsent : value;
  };
};

const isEmpty = (value) => value === null || (isList(value) && !value.length);

const buildMissing = (c, written) => {
  const names = listArguments(written).map((name) => [name, buildPath(c, types.readName(name))]);
  return (data, up) => names.filter(([, find]) => isEmpty(find(data, up))).map(([name]) => name);
};

// Return whether two values hold, which an absent one never does; moments are made numbers before.
const pair = (type, holds) => {
  const key = types.findMoment(type);
  if (!key) return (a, b) => a !== null && b !== null && holds(a, b);
  return (a, b) => (a = key(a)) !== null && (b = key(b)) !== null && holds(a, b);
};

const compare = (holds) => (c, written, at) =>
  inRow(buildParts(c, written, at), pair(types.findKnown(c, written), holds));

const isOther = (c, written, at) => {
  const isSame = pair(types.findKnown(c, written), exact.isSame);
  return inRow(buildParts(c, written, at), (a, b) => !isSame(a, b));
};

// Dates are ordered as the texts they are.
const inOrder = (holds) => (a, b) =>
  typeof a === "object" || typeof b === "object" ? holds(exact.compareNumbers(a, b), 0) : holds(a, b);

const buildIn = (c, written, at) => {
  const [item, where] = buildParts(c, written, at);
  const ofItems = types.itemOf(c, written[1]);
  const type = types.typeOf(c, written[0]) || ofItems;
  const [readItem, isSame] = [types.findReader(ofItems), pair(type, exact.isSame)];
  // A literal list has been read, and texts are what they are.
  const isPlain = !types.findMoment(type) && (isList(written[1]) || !ofItems || ofItems.type !== "number");
  const isFree = isPlainList(written[1]);
  const isIn = (value, place) => {
    if (isText(place)) return payText(c.env, place).includes(value);
    if (!isFree) payItems(c.env, place);
    return isPlain && typeof value !== "object"
      ? place.includes(value)
      : place.some((one) => isSame(readItem(one), value));
  };
  return (data, up) => {
    const [value, place] = [item(data, up), where(data, up)];
    return value !== null && place !== null && isIn(value, place);
  };
};

const pick = (better) => (c, written, at) => {
  const parts = buildParts(c, written, at);
  const holds = pair(types.findKnown(c, listArguments(written)), inOrder(better));
  return (data, up) =>
    parts.map((part) => part(data, up)).reduce((best, value) => (best === null || holds(value, best) ? value : best));
};

const arithmetic = (step, alone) => (c, written, at) => {
  const parts = buildParts(c, written, at);
  const [first, second] = parts;
  const add = (a, b) => (a === null || b === null ? null : step(a, b));
  if (parts.length === 2) return (data, up) => add(first(data, up), second(data, up));
  return (data, up) => {
    const values = parts.map((part) => part(data, up));
    if (values.includes(null)) return null;
    return values.length > 1 ? values.reduce(add) : alone(values[0]);
  };
};

const single = (give) => (c, written, at) => {
  const [part] = buildParts(c, written, at);
  return (data, up) => give(part(data, up));
};

const total = (give) =>
  eager((values, data, up, env) => (values.includes(null) ? null : give(values, env)));
const apply = (give) => total((values) => give(...values));
const onCalendar = (name) => total((values, env) => (env.calendar || WEEKDAYS)[name](...values));
const WEEKDAYS = new dates.Calendar();

// Whole numbers too large for a double's integers are only compared with lengths, so the nearest will do.
const toWhole = (value) =>
  typeof value === "number" ? value : value === null ? null : Number(value.d) === 1 ? Number(value.n) : NaN;

function substr([text, start, length = null], env) {
  const [from, size] = [toWhole(start), toWhole(length)];
  return from === from && size === size ? cutText(payText(env, text), from, size) || null : null;
}

const round = (value, places = 0) =>
  Number.isInteger(places) && places >= 0 && places <= 6 ? exact.roundTo(value, places) : null;

const plain = (value) =>
  value === null ? "" : isText(value) ? value : exact.writePlainly(value);

const cat = (values, data, up, env) => joinTexts(env, values.map(plain)) || null;

// dates.js gives whole numbers or ratios of BigInts.
const narrow = (hours) => (typeof hours === "number" ? hours : exact.reduce(hours.n, hours.d));

const count = (list, run, holds, readItem, env) =>
  run
    ? list.filter((item, at) => holds(run(item, at))).length
    : payItems(env, list).filter((item) => readItem(item) !== null).length;

const sum = (list, run, holds, readItem, env) =>
  (run ? list : payItems(env, list)).reduce((all, item, at) => {
    const value = run ? run(item, at) : readItem(item);
    return value === null ? all : exact.add(all, value);
  }, 0);

const strict = ([name, make]) => [
  name,
  name === "and" || name === "or"
    ? (c, written, at) => {
        const find = make(c, written, at);
        return (data, up) => find(data, up) === true;
      }
    : make,
];

const operators = new Map([
  ...SHARED.map(strict),
  ["var", buildVar],
  ["val", (c, written) => buildPath(c, types.readPath(written))],
  ["missing", buildMissing],
  ["!", single((value) => value !== true)],
  ["!!", single((value) => value === true)],
  ["==", compare(exact.isSame)],
  ["===", compare(exact.isSame)],
  ["!=", isOther],
  ["!==", isOther],
  ["<", compare(inOrder((a, b) => a < b))],
  ["<=", compare(inOrder((a, b) => a <= b))],
  [">", compare(inOrder((a, b) => a > b))],
  [">=", compare(inOrder((a, b) => a >= b))],
  ["in", buildIn],
  ["fits", buildIn],
  ["min", pick((a, b) => a < b)],
  ["max", pick((a, b) => a > b)],
  ["+", arithmetic(exact.add, same)],
  ["*", arithmetic(exact.multiply, same)],
  ["-", arithmetic(exact.subtract, exact.negate)],
  ["/", arithmetic(exact.divide, (value) => exact.divide(1, value))],
  ["%", arithmetic(exact.remainder)],
  ["round", apply(round)],
  ["floor", apply(exact.floor)],
  ["ceil", apply((value) => exact.negate(exact.floor(exact.negate(value))))],
  ["abs", apply(exact.absolute)],
  ["cat", eager(cat)],
  ["length", total(([text], env) => countPoints(payText(env, text)))],
  ["substr", total(substr)],
  ["empty", single(isEmpty)],
  ["merge", eager((lists, data, up, env) => joinLists(env, lists.map((list) => list || [])))],
  ["count", iterate(count)],
  ["sum", iterate(sum)],
  ["now", (c) => () => c.env.now],
  ["today", (c) => () => dates.countyDate(c.env.now)],
  ["date", apply(dates.countyDate)],
  ["year", apply(dates.yearOf)],
  ["month", apply(dates.monthOf)],
  ["day", apply(dates.dayOf)],
  ["weekday", apply(dates.weekdayOf)],
  ["days", apply(dates.daysBetween)],
  ["add_days", apply(dates.addDays)],
  ["add_months", apply(dates.addMonths)],
  ["month_end", apply(dates.monthEnd)],
  ["age", apply(dates.ageOn)],
  ["hours", apply((from, to) => narrow(dates.hoursBetween(from, to)))],
  ["add_hours", apply((moment, hours) => dates.addHours(moment, exact.widen(hours)))],
  ["workdays", onCalendar("countWorkdays")],
  ["add_workdays", onCalendar("addWorkdays")],
  ["is_workday", onCalendar("isWorkday")],
  ["last_workday", onCalendar("lastWorkday")],
]);

/** Return what a tree is compiled with in the typed profile: the types of the names as section 3.1 writes them. */
export const typedProfile = (fields) => ({
  operators,
  scope: { type: { type: "row", fields } },
  read: types.readLiteral,
  write: types.writeValue,
  finish: types.writeValue,
  holds: (value) => value === true,
  spreads: false,
  canIterate: () => true,
  readItem(listed) {
    return types.findReader(types.itemOf(this, listed));
  },
  readList: (list) => list || [],
  enter(listed) {
    return { ...this, traced: false, scope: { type: types.itemOf(this, listed), up: this.scope } };
  },
});
