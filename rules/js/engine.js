// Rules in the page: a JsonLogic tree becomes a function, in both modes of docs/rules-spec.md.

import { build } from "./build.js";
import { published } from "./compat.js";
import { countNodes } from "./tree.js";
import { typedProfile } from "./typed.js";

export { LogicError } from "./errors.js";

const MOST_STEPS = 100000;

/**
 * Return a function (data, {now, calendar}) => value for a tree: with `typed`, the types of the names, in the typed
 * profile (the server has checked the tree), else in compatibility mode.
 *
 * Its `.explain` gives {value, trace}. A tree too large or too deep, and an evaluation without an answer, throw a
 * LogicError with its `type`.
 */
export function compileLogic(tree, { typed } = {}) {
  countNodes(tree);
  const env = { now: null, calendar: null, left: 0, trace: [] };
  const c = { ...(typed ? typedProfile(typed) : published(tree)), env, traced: false };
  const run = build(c, tree, "");
  let traced;
  const evaluate = (how, data = null, { now = null, calendar = null } = {}) => {
    env.now = now;
    env.calendar = calendar;
    env.left = MOST_STEPS;
    return c.finish(how(data, null));
  };
  const logic = (data, around) => evaluate(run, data, around);
  logic.explain = (data, around) => {
    traced = traced || build({ ...c, traced: true }, tree, "");
    env.trace = [];
    return { value: evaluate(traced, data, around), trace: env.trace };
  };
  return logic;
}
