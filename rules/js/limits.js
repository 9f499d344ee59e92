// The limits of the language, and what operators pay before they look (docs/rules-spec.md, section 1).

import { fail } from "./errors.js";
import { countPoints } from "./text.js";

const ITEMS = 10000;
const POINTS = 65536;

/** Take steps off what the evaluation may still spend. */
export function pay(env, steps) {
  if ((env.left -= steps) < 0) fail("Too Much Work");
}

/** Return a list, if it is not too long. */
export const checkItems = (list) => (list.length > ITEMS ? fail("Too Large") : list);

/** Return a list that is about to be gone through, paid for by the item. */
export function payItems(env, list) {
  pay(env, checkItems(list).length);
  return list;
}

/** Return a text that was built or is about to be looked through, paid for. */
export function payText(env, text) {
  pay(env, Math.floor(countPoints(text) / 64));
  return text;
}

/** Return the texts joined and paid for, if that is not too long. */
export function joinTexts(env, texts) {
  let points = 0;
  for (const text of texts) if ((points += countPoints(text)) > POINTS) fail("Too Large");
  return payText(env, texts.join(""));
}

/** Return one list of the items of lists and of what is none, paid for, if that is not too long. */
export function joinLists(env, values) {
  const all = [];
  for (const value of values) {
    const items = Array.isArray(value) ? checkItems(value) : [value];
    for (const item of items) all.push(item);
    checkItems(all);
  }
  return payItems(env, all);
}
