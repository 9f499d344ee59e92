// Days, months, ages, moments and working days as ISO text; no answer is null, and county time is UTC+8.

import { reduce, widen } from "./exact.js";
import { bisect, isText } from "./values.js";

// Days are numbered as in Python: 0001-01-01, a Monday, is 1. Moments are nanoseconds since then (BigInt).
const EPOCH = 719163;
const SECOND = 10n ** 9n;
const HOUR = 3600n * SECOND;
const DAY = 24n * HOUR;
const CLOCK = "([01]\\d|2[0-3]):([0-5]\\d)(?::([0-5]\\d)(?:\\.(\\d{1,9}))?)?";
const TIME = RegExp(`^${CLOCK}$`);
const INSTANT = RegExp(`^(.{10})[Tt]${CLOCK}(?:[Zz]|([+-])([01]\\d|2[0-3]):([0-5]\\d))$`);

/** Return a function of arguments that are read first; where one cannot be read its answer is null. */
const answer = (readers, give) => (...given) => {
  const read = readers.map((reader, index) => reader(given[index]));
  return read.includes(null) ? null : give(...read);
};

const match = (pattern, text) => (isText(text) ? pattern.exec(text) : null);
const pad = (number, width = 2) => String(number).padStart(width, "0");
const writeDate = (year, month, day) => `${pad(year, 4)}-${pad(month)}-${pad(day)}`;
const writeDay = (day) =>
  day > 0 && day < 3652060 ? new Date((day - EPOCH) * 864e5).toISOString().slice(0, 10) : null;

function readDay(text) {
  const day = match(/^\d{4}-\d\d-\d\d$/, text) && Date.parse(text) / 864e5 + EPOCH;
  return writeDay(day) === text ? day : null;
}

const readParts = (text) => (isDate(text) ? text.split("-").map(Number) : null);
const readWhole = (number) => (Number.isSafeInteger(number) ? number : null);
const readRatio = (number) => (number === null ? null : widen(number));
// Leap years return every 400 years; day 0 of the next month is the last of this one.
const countDays = (year, month) => new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();

const readClock = (hour, minute, second = 0, decimals = "") =>
  BigInt(hour * 3600 + minute * 60 + +second) * SECOND + BigInt(decimals.padEnd(9, "0"));

function readMoment(text) {
  const found = match(INSTANT, text);
  const day = found && readDay(found[1]);
  if (!day) return null;
  const [sign, hours, minutes] = found.slice(6);
  const offset = sign ? readClock(hours, minutes) : 0n;
  return BigInt(day - 1) * DAY + readClock(...found.slice(2, 6)) - (sign === "-" ? -offset : offset);
}

/** Tell whether a text is a date of the years 1 to 9999. */
export const isDate = (text) => readDay(text) !== null;

/** Return the date that many days later. */
export const addDays = answer([readDay, readWhole], (day, days) => writeDay(day + days));

/** Return the second date minus the first, in days. */
export const daysBetween = answer([readDay, readDay], (first, second) => second - first);

/** Return the same day that many months later; a day past that month's end becomes its last. */
export const addMonths = answer([readParts, readWhole], ([year, month, day], months) => {
  const all = year * 12 + month - 1 + months;
  year = Math.floor(all / 12);
  month = all - year * 12 + 1;
  return year > 0 && year < 1e4 ? writeDate(year, month, Math.min(day, countDays(year, month))) : null;
});

/** Return the date's year. */
export const yearOf = answer([readParts], ([year]) => year);

/** Return the date's month, 1 to 12. */
export const monthOf = answer([readParts], ([, month]) => month);

/** Return the date's day of the month. */
export const dayOf = answer([readParts], ([, , day]) => day);

/** Return the last day of the date's month. */
export const monthEnd = answer([readParts], ([year, month]) => writeDate(year, month, countDays(year, month)));

/** Return the date's weekday, 1 for Monday to 7 for Sunday. */
export const weekdayOf = answer([readDay], (day) => ((day - 1) % 7) + 1);

/** Return the full years on a day; none before the birth. */
export const ageOn = answer([readParts, readParts], (born, on) => {
  const years = on[0] - born[0] - (on[1] * 32 + on[2] < born[1] * 32 + born[2]);
  return years < 0 ? null : years;
});

/** Return the exact seconds since midnight. */
export const readTime = answer([(text) => match(TIME, text)], (found) =>
  reduce(readClock(...found.slice(1)), SECOND),
);

/** Return the exact seconds since 1970-01-01T00:00:00Z of an RFC 3339 text with its offset. */
export const readInstant = answer([readMoment], (moment) => reduce(moment - BigInt(EPOCH - 1) * DAY, SECOND));

/** Return the second moment minus the first, in hours, exactly. */
export const hoursBetween = answer([readMoment, readMoment], (first, second) => reduce(second - first, HOUR));

/** Return the moment so many hours later, in county time; decimals are cut after the ninth. */
export const addHours = answer([readMoment, readRatio], (moment, { n, d }) => {
  const product = (moment + 8n * HOUR) * d + n * HOUR;
  // BigInt cuts towards zero, which is down only above it; below lies no year.
  const county = product < 0n ? -DAY : product / d;
  const day = writeDay(Number(county / DAY) + 1);
  const clock = day && new Date(Number((county % DAY) / SECOND) * 1000).toISOString().slice(11, 19);
  const decimals = pad(county % SECOND, 9).replace(/0+$/, "");
  return day && `${day}T${clock}${decimals && "." + decimals}+08:00`;
});

/** Return the date in county time at a moment. */
export const countyDate = (text) => addHours(text, 0)?.slice(0, 10) ?? null;

const findWeekday = (count) => count + 2 * Math.floor((count - 1) / 5);

/** Working days, from what rules/calendar.py writes for the browser. */
export class Calendar {
  constructor({ hash = "", years = [], off = [], work = [] } = {}) {
    this.hash = hash;
    const known = new Set(years);
    const [offs, works] = [off.map(readDay), work.map(readDay)];
    const upTo = (days, day) => bisect(0, days.length, (index) => days[index] > day);
    // Working days from 0001-01-01, a Monday, up to and with a day.
    const count = (day) =>
      Math.floor(day / 7) * 5 + Math.min(day % 7, 5) - upTo(offs, day) + upTo(works, day);
    // The first date by which so many working days have passed.
    const find = (number) => {
      const low = Math.max(1, findWeekday(number - works.length));
      const high = findWeekday(number + offs.length);
      return number < 1 ? null : writeDay(bisect(low, high, (day) => count(day) >= number));
    };

    /** Tell whether a date is a working day. */
    this.isWorkday = answer([readDay], (day) => count(day) > count(day - 1));

    /** Return the working days after the first date, up to and with the second; negative backwards. */
    this.countWorkdays = answer([readDay, readDay], (first, second) => count(second) - count(first));

    /** Return the n-th working day after a date, or before it where n is negative; at most 10,000 away. */
    this.addWorkdays = answer([readDay, readWhole], (day, number) => {
      if (Math.abs(number) > 1e4) return null;
      if (!number) return writeDay(day);
      return find(number > 0 ? count(day) + number : count(day - 1) + number + 1);
    });

    /** Return the last working day of the date's month; null where that month has none. */
    this.lastWorkday = answer([readParts], ([year, month]) => {
      const length = countDays(year, month);
      const end = readDay(writeDate(year, month, length));
      return count(end) > count(end - length) ? find(count(end)) : null;
    });

    /** Return the years from the earliest to the latest of the dates that no notice has settled. */
    this.listUnknownYears = (...texts) => {
      const touched = texts.map(yearOf).filter(Boolean);
      const unknown = [];
      for (let year = Math.min(...touched); year <= Math.max(...touched); year++)
        if (!known.has(year)) unknown.push(year);
      return unknown;
    };

    /** Tell whether an answer over these dates touched a year without a notice. */
    this.isProvisional = (...texts) => this.listUnknownYears(...texts).length > 0;
  }
}
