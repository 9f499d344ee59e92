// Text as a sequence of code points: length, order and parts never cut a character in two.

const SURROGATES = /[\ud800-\udfff]/;

/** Return the number of code points. */
export const countPoints = (text) => (SURROGATES.test(text) ? [...text].length : text.length);

/** Return less than 0, 0 or more, as the first text comes before, with or after the second. */
export function compareText(a, b) {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return rank(a, at) - rank(b, at);
}

// Surrogates stand for code points above all others, though as units they lie below U+E000.
const rank = (text, at) => {
  const unit = at < text.length ? text.charCodeAt(at) : -1;
  return unit < 0xd800 ? unit : unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
};

/** Return a part by code points; a negative start counts from the end, a negative length leaves that many off. */
export function cutText(text, start, length) {
  const points = SURROGATES.test(text) ? [...text] : text;
  const from = start < 0 ? Math.max(0, points.length + start) : start;
  const to = length === null ? points.length : length < 0 ? points.length + length : from + length;
  const part = points.slice(from, Math.max(from, to));
  return points === text ? part : part.join("");
}
