// What a value is, and where one stands among sorted ones: asked by every part of the engine.

export const isList = Array.isArray;
export const isText = (value) => typeof value === "string";
export const isNumber = (value) => typeof value === "number";
export const isObject = (value) => value !== null && typeof value === "object";
export const isRow = (value) => isObject(value) && !isList(value);
export const same = (value) => value;

/** Return the first of low..high-1 for which the test holds, else high. */
export function bisect(low, high, test) {
  while (low < high) {
    const middle = (low + high) >> 1;
    if (test(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
