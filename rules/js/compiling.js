// A JsonLogic tree becomes a function, by the operators of one mode.

import { build } from "./build.js";
import { countNodes } from "./tree.js";

const MOST_STEPS = 100000;

/** Return the function of a tree, as `compileLogic` describes it; `makeMode(tree)` gives what it is compiled with. */
export function compile(tree, makeMode) {
  countNodes(tree);
  const env = { now: null, calendar: null, left: 0, trace: [] };
  const c = { ...makeMode(tree), env, traced: false };
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
