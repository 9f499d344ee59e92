// The typed profile: no coercion, exact numbers, absent where there is no answer; the server checked the tree.

import { SHARED, buildParts, eager, inRow, iterate } from "./build.js";
import {
  Calendar, addDays, addHours, addMonths, ageOn, countyDate, dayOf, daysBetween, hoursBetween, monthEnd,
  monthOf, weekdayOf, yearOf,
} from "./dates.js";
import {
  absolute, add, compareNumbers, divide, floor, isSame, multiply, negate, remainder, roundTo, subtract,
  writePlainly,
} from "./exact.js";
import { joinLists, joinTexts, payItems, payText } from "./limits.js";
import { countPoints, cutText } from "./text.js";
import { climb, followPath, isPlainList, listArguments } from "./tree.js";
import {
  findKnown, findMoment, findReader, findType, itemOf, readLiteral, readVal, readVar, typeOf, writeValue,
} from "./types.js";
import { isList, isNumber, isText, same } from "./values.js";

const buildPath = (c, path) => {
  const follow = path.keys.length ? followPath(path.keys) : same;
  const read = findReader(findType(c.scope, path));
  return path.levels
    ? (data, up) => read(follow(climb(path.levels, data, up).data))
    : (data) => read(follow(data));
};

const buildTypedVar = (c, written, at) => {
  const find = buildPath(c, readVar(written));
  const [, other] = buildParts(c, written, at);
  if (!other) return find;
  return (data, up) => {
    const [value, whenAbsent] = [find(data, up), other(data, up)];
    return value === null ? whenAbsent : value;
  };
};

const isEmpty = (value) => value === null || (isList(value) && !value.length);

const buildMissing = (c, written) => {
  const names = listArguments(written).map((name) => [name, buildPath(c, readVar(name))]);
  return (data, up) => names.filter(([, find]) => isEmpty(find(data, up))).map(([name]) => name);
};

// Return whether two values hold, which an absent one never does; moments are made numbers before.
const pair = (type, holds) => {
  const key = findMoment(type);
  if (!key) return (a, b) => a !== null && b !== null && holds(a, b);
  return (a, b) => (a = key(a)) !== null && (b = key(b)) !== null && holds(a, b);
};

const comparePairs = (holds) => (c, written, at) =>
  inRow(buildParts(c, written, at), pair(findKnown(c, written), holds));

const isOther = (c, written, at) => {
  const isEqual = pair(findKnown(c, written), isSame);
  return inRow(buildParts(c, written, at), (a, b) => !isEqual(a, b));
};

// Dates are ordered as the texts they are.
const inOrder = (holds) => (a, b) =>
  typeof a === "object" || typeof b === "object" ? holds(compareNumbers(a, b), 0) : holds(a, b);

const buildIn = (c, written, at) => {
  const [item, where] = buildParts(c, written, at);
  const ofItems = itemOf(c, written[1]);
  const type = typeOf(c, written[0]) || ofItems;
  const [readItem, isEqual] = [findReader(ofItems), pair(type, isSame)];
  // A literal list has been read, and texts are what they are.
  const isPlain = !findMoment(type) && (isList(written[1]) || !ofItems || ofItems.type !== "number");
  const isFree = isPlainList(written[1]);
  const isIn = (value, place) => {
    if (isText(place)) return payText(c.env, place).includes(value);
    if (!isFree) payItems(c.env, place);
    return isPlain && typeof value !== "object"
      ? place.includes(value)
      : place.some((one) => isEqual(readItem(one), value));
  };
  return (data, up) => {
    const [value, place] = [item(data, up), where(data, up)];
    return value !== null && place !== null && isIn(value, place);
  };
};

const pick = (better) => (c, written, at) => {
  const parts = buildParts(c, written, at);
  const holds = pair(findKnown(c, listArguments(written)), inOrder(better));
  return (data, up) =>
    parts.map((part) => part(data, up)).reduce((best, value) => (best === null || holds(value, best) ? value : best));
};

const arithmetic = (step, alone) => (c, written, at) => {
  const parts = buildParts(c, written, at);
  const [first, second] = parts;
  const both = (a, b) => (a === null || b === null ? null : step(a, b));
  if (parts.length === 2) return (data, up) => both(first(data, up), second(data, up));
  return (data, up) => {
    const values = parts.map((part) => part(data, up));
    if (values.includes(null)) return null;
    return values.length > 1 ? values.reduce(both) : alone(values[0]);
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
const WEEKDAYS = new Calendar();

// Whole numbers too large for a double's integers are only compared with lengths, so the nearest will do.
const toWhole = (value) =>
  isNumber(value) ? value : value === null ? null : Number(value.d) === 1 ? Number(value.n) : NaN;

function substr([text, start, length = null], env) {
  const [from, size] = [toWhole(start), toWhole(length)];
  return from === from && size === size ? cutText(payText(env, text), from, size) || null : null;
}

const round = (value, places = 0) =>
  Number.isInteger(places) && places >= 0 && places <= 6 ? roundTo(value, places) : null;

const plain = (value) =>
  value === null ? "" : isText(value) ? value : writePlainly(value);

const cat = (values, data, up, env) => joinTexts(env, values.map(plain)) || null;

const count = (list, run, holds, readItem, env) =>
  run
    ? list.filter((item, at) => holds(run(item, at))).length
    : payItems(env, list).filter((item) => readItem(item) !== null).length;

const sum = (list, run, holds, readItem, env) =>
  (run ? list : payItems(env, list)).reduce((all, item, at) => {
    const value = run ? run(item, at) : readItem(item);
    return value === null ? all : add(all, value);
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

const TYPED = new Map([
  ...SHARED.map(strict),
  ["var", buildTypedVar],
  ["val", (c, written) => buildPath(c, readVal(written))],
  ["missing", buildMissing],
  ["!", single((value) => value !== true)],
  ["!!", single((value) => value === true)],
  ["==", comparePairs(isSame)],
  ["===", comparePairs(isSame)],
  ["!=", isOther],
  ["!==", isOther],
  ["<", comparePairs(inOrder((a, b) => a < b))],
  ["<=", comparePairs(inOrder((a, b) => a <= b))],
  [">", comparePairs(inOrder((a, b) => a > b))],
  [">=", comparePairs(inOrder((a, b) => a >= b))],
  ["in", buildIn],
  ["fits", buildIn],
  ["min", pick((a, b) => a < b)],
  ["max", pick((a, b) => a > b)],
  ["+", arithmetic(add, same)],
  ["*", arithmetic(multiply, same)],
  ["-", arithmetic(subtract, negate)],
  ["/", arithmetic(divide, (value) => divide(1, value))],
  ["%", arithmetic(remainder)],
  ["round", apply(round)],
  ["floor", apply(floor)],
  ["ceil", apply((value) => negate(floor(negate(value))))],
  ["abs", apply(absolute)],
  ["cat", eager(cat)],
  ["length", total(([text], env) => countPoints(payText(env, text)))],
  ["substr", total(substr)],
  ["empty", single(isEmpty)],
  ["merge", eager((lists, data, up, env) => joinLists(env, lists.map((list) => list || [])))],
  ["count", iterate(count)],
  ["sum", iterate(sum)],
  ["now", (c) => () => c.env.now],
  ["today", (c) => () => countyDate(c.env.now)],
  ["date", apply(countyDate)],
  ["year", apply(yearOf)],
  ["month", apply(monthOf)],
  ["day", apply(dayOf)],
  ["weekday", apply(weekdayOf)],
  ["days", apply(daysBetween)],
  ["add_days", apply(addDays)],
  ["add_months", apply(addMonths)],
  ["month_end", apply(monthEnd)],
  ["age", apply(ageOn)],
  ["hours", apply(hoursBetween)],
  ["add_hours", apply(addHours)],
  ["workdays", onCalendar("countWorkdays")],
  ["add_workdays", onCalendar("addWorkdays")],
  ["is_workday", onCalendar("isWorkday")],
  ["last_workday", onCalendar("lastWorkday")],
]);

/** Return what a tree is compiled with in the typed profile: the types of the names as section 3.1 writes them. */
export const typedProfile = (fields) => ({
  operators: TYPED,
  scope: { type: { type: "row", fields } },
  read: readLiteral,
  write: writeValue,
  finish: writeValue,
  holds: (value) => value === true,
  spreads: false,
  canIterate: () => true,
  readItem(listed) {
    return findReader(itemOf(this, listed));
  },
  readList: (list) => list || [],
  enter(listed) {
    return { ...this, traced: false, scope: { type: itemOf(this, listed), up: this.scope } };
  },
});
