// Rules in the page: a JsonLogic tree becomes a function, in both modes of docs/rules-spec.md.

import { published } from "./compat.js";
import { compile } from "./compiling.js";
import { typedProfile } from "./typed.js";

export { Calendar } from "./dates.js";
export { LogicError } from "./errors.js";

/**
 * Return a function (data, {now, calendar}) => value for a tree: with `typed`, the types of the names, in the typed
 * profile (the server has checked the tree), else in compatibility mode.
 *
 * Its `.explain` gives {value, trace}. A tree too large or too deep, and an evaluation without an answer, throw a
 * LogicError with its `type`.
 */
export const compileLogic = (tree, { typed } = {}) => compile(tree, typed ? () => typedProfile(typed) : published);
