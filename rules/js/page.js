// What a page that is being filled needs of the engine, which is sent to it as one file.

export { Calendar, isDate, readInstant } from "./dates.js";
export { putPath, readPath, showValue } from "./holes.js";
export { buildSet, chooseSets, evaluate } from "./sets.js";
