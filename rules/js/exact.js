// Exact numbers: a JavaScript number while it is a whole one of at most 15 digits, else a ratio in lowest terms.

import { fail } from "./errors.js";
import { isNumber } from "./values.js";

const MOST = 1n << 1000n;
const DIGITS = 15;

/**
 * A number that is not whole, or longer than any answer, so that none is read as an answer again.
 *
 * `n` and `d` > 0 are safe integers if both can be, else BigInts.
 */
export class Ratio {
  constructor(n, d) {
    this.n = n;
    this.d = d;
  }
}

const isSafe = Number.isSafeInteger;
const isShort = (number) => Number.isInteger(number) && Math.abs(number) < 1e15;
const top = (value) => (isNumber(value) ? value : value.n);
const bottom = (value) => (isNumber(value) ? 1 : value.d);
const size = (n) => (n < 0 ? -n : n);
const power = (exponent) => 10n ** BigInt(exponent);

/** Return {n, d} in BigInts. */
export const widen = (value) => ({ n: BigInt(top(value)), d: BigInt(bottom(value)) });

/** Return n / d, both of one kind. */
export function reduce(n, d) {
  let [a, b] = [n, d];
  while (b) [a, b] = [b, a % b];
  if ((a < 0) !== (d < 0)) a = -a;
  [n, d] = [n / a, d / a];
  if (isSafe(Number(n)) && isSafe(Number(d))) [n, d] = [Number(n), Number(d)];
  return d === 1 && isShort(n) ? n : new Ratio(n, d);
}

function limit(value) {
  if (!isNumber(top(value)) && (size(value.n) >= MOST || value.d >= MOST)) fail("Too Large");
  return value;
}

// The double nearest to an unsafe integer is never a safe one: where a step leaves them, BigInts repeat it.
const safe = (n) => (isNumber(n) && !isSafe(n) ? NaN : n);

function compute(terms, a, b) {
  if (isNumber(top(a)) && isNumber(top(b))) {
    const pair = terms(top(a), bottom(a), top(b), bottom(b));
    if (pair.every(isSafe)) return pair;
  }
  [a, b] = [widen(a), widen(b)];
  return terms(a.n, a.d, b.n, b.d);
}

const operation = (whole, terms) => (a, b) => {
  const value = isNumber(a) && isNumber(b) ? whole(a, b) : NaN;
  return isShort(value) ? value : limit(reduce(...compute(terms, a, b)));
};

const difference = (n, d, m, e) => [safe(n * e) - safe(m * d), d * e];

/** Return a + b. */
export const add = operation((a, b) => a + b, (n, d, m, e) => [safe(n * e) + safe(m * d), d * e]);

/** Return a - b. */
export const subtract = operation((a, b) => a - b, difference);

/** Return a * b. */
export const multiply = operation((a, b) => a * b, (n, d, m, e) => [n * m, d * e]);

const quotient = operation((a, b) => (a % b ? NaN : a / b), (n, d, m, e) => [n * e, d * m]);
const rest = operation((a, b) => a % b, (n, d, m, e) => [safe(n * e) % safe(m * d), d * e]);

/** Return a / b; nothing where b is 0. */
export const divide = (a, b) => (b === 0 ? null : quotient(a, b));

/** Return what a leaves when divided by b, with the sign of a; nothing where b is 0. */
export const remainder = (a, b) => (b === 0 ? null : rest(a, b));

/** Return less than 0, 0 or more, as a is less than, equal to or more than b. */
export const compareNumbers = (a, b) => compute(difference, a, b)[0];

/** Tell whether two exact numbers (or texts, or booleans) are the same. */
export const isSame = (a, b) =>
  typeof a === "object" ? typeof b === "object" && a.n === b.n && a.d === b.d : a === b;

/** Return the number rounded to decimal places, half away from zero. */
export function roundTo(value, places) {
  const [scale, { n, d }] = [power(places), widen(value)];
  const rounded = (2n * size(n) * scale + d) / (2n * d);
  return reduce(n < 0 ? -rounded : rounded, scale);
}

/** Return the largest whole number that is not above. */
export function floor(value) {
  const { n, d } = widen(value);
  const left = n % d;
  return reduce((n - (left < 0 ? left + d : left)) / d, 1n);
}

/** Return 0 - value. */
export const negate = (value) => subtract(0, value);

/** Return the size without its sign. */
export const absolute = (value) => (compareNumbers(value, 0) < 0 ? negate(value) : value);

// Return mantissa and power of ten of the nearest decimal with 15 significant digits; a tie goes to even.
function shorten({ n, d }) {
  const sign = n < 0 ? -1n : 1n;
  n = size(n);
  let exponent = String(n).length - String(d).length - DIGITS;
  if (exponent < 0) n *= power(-exponent);
  else d *= power(exponent);
  if (n / d >= power(DIGITS)) {
    exponent++;
    d *= 10n;
  }
  const twice = 2n * (n % d);
  let mantissa = n / d;
  if (twice > d || (twice === d && mantissa % 2n)) mantissa++;
  return [sign * mantissa, exponent];
}

/** Return the exact number that a double's shortest decimal means, of 15 digits where it has more. */
export function readNumber(double) {
  if (isShort(double)) return double;
  const [digits, exponent] = double.toExponential().split("e");
  const [whole, decimals = ""] = digits.split(".");
  const read = scale(BigInt(whole + decimals), exponent - decimals.length);
  return decimals.length < DIGITS ? read : scale(...shorten(widen(read)));
}

const scale = (mantissa, exponent) =>
  exponent < 0 ? reduce(mantissa, power(-exponent)) : reduce(mantissa * power(exponent), 1n);

/** Return the double nearest to the number as a decimal of at most 15 digits. */
export function writeNumber(value) {
  return isNumber(value) ? value : Number(shorten(widen(value)).join("e"));
}

/** Return the number as people write it, of at most 15 digits, without an exponent. */
export function writePlainly(value) {
  if (isNumber(value)) return String(value);
  const [mantissa, exponent] = shorten(widen(value));
  const digits = String(size(mantissa)) + "0".repeat(Math.max(0, exponent));
  const [all, point] = [digits.padStart(1 - exponent, "0"), Math.max(0, -exponent)];
  const whole = all.slice(0, all.length - point);
  const decimals = all.slice(all.length - point).replace(/0+$/, "");
  return (mantissa < 0 ? "-" : "") + whole + (decimals && "." + decimals);
}
