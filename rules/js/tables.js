// Decision tables: one search per column finds its rows as bits, 32 in a word; answers as rules/tables does.

import { add, compareNumbers, readNumber, writeNumber } from "./exact.js";
import { findMoment, findReader } from "./types.js";
import { bisect } from "./values.js";

// What a value is searched as; null is absent, and so is a value of another kind.
const findPoint = (type) => findMoment({ type }) || findReader({ type });
const WHOLE = [null, false, null, false];

function compareValues(a, b) {
  if (typeof a === "object" || typeof b === "object") return Number(compareNumbers(a, b));
  return a < b ? -1 : Number(a > b);
}

// Return the slots of a column: `find` gives the place of a value in `masks`, where its rows begin.
function buildColumn(kind, cells) {
  const read = findPoint(kind);
  const width = (cells.length + 31) >> 5;
  const [count, search, fill] = (kind === "text" || kind === "boolean" ? buildChoice : buildLine)(read, cells);
  const masks = new Uint32Array((count + 1) * width);
  const flip = (slot, row) => (masks[slot * width + (row >> 5)] ^= 1 << (row & 31));
  fill(flip, masks, width);
  cells.forEach((cell, row) => (!cell || cell.absent) && flip(count, row));
  const find = (value) => {
    const point = read(value);
    return (point === null ? count : search(point)) * width;
  };
  return { find, masks, width };
}

function buildChoice(read, cells) {
  const named = new Map();
  for (const cell of cells)
    for (const value of cell?.of ?? cell?.not ?? []) if (!named.has(value)) named.set(value, named.size);
  const fill = (flip) =>
    cells.forEach((cell, row) => {
      for (const [value, slot] of named)
        if (!cell || (cell.not ? !cell.not.includes(value) : cell.of?.includes(value))) flip(slot, row);
      if (!cell || cell.not) flip(named.size, row);
    });
  return [named.size + 1, (value) => named.get(value) ?? named.size, fill];
}

// Slots: before the first point, on it, between it and the next, and so on.
function buildLine(read, cells) {
  const spans = cells.map((cell) =>
    (cell ? cell.in ?? (cell.of ?? []).map((value) => [value, true, value, true]) : [WHOLE]).map(
      ([low, lowIn, high, highIn]) => [read(low), lowIn, read(high), highIn],
    ),
  );
  const points = spans
    .flatMap((some) => some.flatMap(([low, , high]) => [low, high]))
    .filter((point) => point !== null)
    .sort(compareValues)
    .filter((point, at, all) => !at || compareValues(point, all[at - 1]));
  const search = (value) => {
    const at = bisect(0, points.length, (one) => compareValues(points[one], value) >= 0);
    return 2 * at + (at < points.length && compareValues(points[at], value) == 0);
  };
  const count = 2 * points.length + 1;
  const fill = (flip, masks, width) => {
    spans.forEach((some, row) => {
      for (const [low, lowIn, high, highIn] of some) {
        flip(low === null ? 0 : search(low) + !lowIn, row);
        flip(high === null ? count : search(high) + highIn, row);
      }
    });
    // A row that begins holds until it ends; what ends at the last slot leaves it free for absent values.
    for (let at = width; at < masks.length; at++) masks[at] ^= masks[at - width];
  };
  return [count, search, fill];
}

const chooseBest = (better) => (values, read) =>
  values.reduce((best, value) => (better(compareValues(read(value), read(best))) ? value : best), values[0] ?? null);
const list = [(values) => values, []];
// How the outputs of the rows that hit are put together, and what stands where none hits.
const COMBINING = {
  C: list,
  R: list,
  O: list,
  "C#": [(values) => values.length, 0],
  "C+": [(values) => values.map(readNumber).reduce(add, 0), null],
  "C<": [chooseBest((order) => order < 0), null],
  "C>": [chooseBest((order) => order > 0), null],
};

/**
 * Return decide(values, compute) => {outputs, rows, conflict} for a table that rules/tables/browser.py wrote.
 *
 * Values and outputs are in the order of the columns, absent ones null. `compute` is given the tree of an output that
 * is worked out and returns its value.
 */
export function buildTable({ hit, inputs, outputs, rows, order, default: fallback, bands }) {
  const columns = inputs.map(({ kind }, at) => buildColumn(kind, rows.map((row) => row[at])));
  const words = (rows.length + 31) >> 5;
  const results = rows.map((row) => row.slice(inputs.length));
  const [combine, none] = COMBINING[hit] ?? [];
  const decideBand = bands && buildTable(bands);
  const nothing = outputs.map(() => none ?? null);

  function findHits(values, most) {
    const hits = [];
    const slots = columns.map(({ find }, at) => find(values[at]));
    for (let word = 0; word < words && hits.length < most; word++) {
      let bits = -1;
      for (let at = 0; at < slots.length; at++) bits &= columns[at].masks[slots[at] + word];
      for (; bits && hits.length < most; bits &= bits - 1) hits.push(word * 32 + 31 - Math.clz32(bits & -bits));
    }
    return hits;
  }

  return (values, compute) => {
    const hits = findHits(values, hit === "F" || hit === "P" ? 1 : rows.length);
    const twice = hit === "U" && hits.length > 1;
    const taken = twice ? [] : hits.length || !fallback ? hits.map((row) => results[row]) : [fallback];
    const given = taken.map((row) => row.map((output) => (output?.tree === undefined ? output : compute(output.tree))));
    const conflict =
      twice || (hit === "A" && new Set(given.map((one) => JSON.stringify(one))).size > 1);
    let made = conflict || !given.length ? nothing : given[0];
    if (combine && given.length)
      made = outputs.map(({ kind }, at) =>
        combine(given.map((one) => one[at]).filter((value) => value !== null), findPoint(kind)),
      );
    // What the bands see is the exact sum.
    const band = decideBand ? decideBand(made, compute).outputs : [];
    if (hit === "C+") made = [...made.map((sum) => sum && writeNumber(sum)), ...band];
    return { outputs: made, rows: order ? hits.map((row) => order[row]) : hits, conflict };
  };
}
