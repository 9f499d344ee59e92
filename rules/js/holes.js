// Holes in sentences: 到会 {present} 户 is filled with values; paths into answers are read and written here too.

import { readNumber, writePlainly } from "./exact.js";
import { step } from "./tree.js";
import { isRow } from "./values.js";

const HOLE = /\{([^{}]{1,200})\}/g;
const WORDS = {
  "zh-CN": ["是", "否", "未填"],
  en: ["yes", "no", "not filled in"],
};

/** Return the names in the braces of a label's texts, in order. */
export const findHoles = (label) =>
  (typeof label === "string" ? [label] : Object.values(label)).flatMap((text) =>
    [...text.matchAll(HOLE)].map((hole) => hole[1].trim()),
  );

const showPlainly = (name, value, language) => showValue(value, language);

/** Return the label, in each of its languages, with what stands under each name, as `show` tells it; absent is 未填. */
export function fillHoles(label, values, show = showPlainly) {
  const fill = (text, language) =>
    text.replace(HOLE, (_, name) => show(name.trim(), readPath(values, name.trim()), language));
  if (typeof label === "string") return fill(label, "zh-CN");
  return Object.fromEntries(Object.entries(label).map(([language, text]) => [language, fill(text, language)]));
}

/** Return a value as people read it. */
export function showValue(value, language) {
  const [yes, no, absent] = WORDS[language] || WORDS["zh-CN"];
  if (value === null) return absent;
  if (typeof value === "boolean") return value ? yes : no;
  if (typeof value === "number") return writePlainly(readNumber(value));
  if (typeof value === "string") return value;
  return Object.values(value).map((one) => showValue(one, language)).join("、");
}

/** Return what stands at a dotted path, `null` where nothing does. */
export function readPath(values, name) {
  const keys = step(values, name) === undefined ? name.split(".") : [name];
  const found = keys.reduce((value, key) => (isRow(value) ? step(value, key) : undefined), values);
  return found === undefined ? null : found;
}

/** Return a copy with the value at the dotted path; groups on the way are copied, not changed. */
export function putPath(values, name, value) {
  const [key, ...rest] = name.split(".");
  if (!rest.length) return { ...values, [key]: value };
  const inner = step(values, key);
  return { ...values, [key]: putPath(isRow(inner) ? inner : {}, rest.join("."), value) };
}
