// Evaluate rule sets in the page: values in order, effects in force and the trace, as rules/sets/evaluating.py does.

import { compile } from "./compiling.js";
import { countyDate } from "./dates.js";
import { LogicError } from "./errors.js";
import { fillHoles, findHoles, putPath, readPath } from "./holes.js";
import { buildTable } from "./tables.js";
import { typedProfile } from "./typed.js";

const SIGHT = ["show", "hide"];
const WRITES = ["show", "hide", "set"];

/** Return the set of a document that rules/sets/browser.py wrote, ready to evaluate. */
export function buildSet(document) {
  const build = (formula) => ({ ...formula, run: compile(formula.tree, () => typedProfile(document.types)) });
  return { ...document, steps: document.steps.map((step) => STEPS.find(([kind]) => kind in step)[1](step, build)) };
}

/**
 * Return {effects, values, hidden, undecided, trace, waiting, unknown} of a set at one event.
 *
 * `facts` are the answers by field, with parameters and facts beside them; they are not changed. Without `now` or with
 * `unknown` names, steps that read the clock or such a name are not evaluated: they are `waiting`, and what they would
 * write is `unknown` after it. `show(name, value, language)` gives the words of a value in a sentence.
 */
export function evaluate(set, facts, { now = null, calendar = null, event = "submit", unknown = [], show }) {
  const run = {
    facts,
    around: { now, calendar },
    effects: [],
    values: Object.create(null),
    undecided: Object.create(null),
    trace: [],
    shown: new Map(),
    hidden: new Map(),
    waiting: [],
    unknown: [...unknown],
  };
  for (const step of set.steps)
    if (!step.on || step.on.includes(event)) {
      if ((step.clock && now === null) || touches(step.reads, run.unknown)) {
        run.waiting.push(step);
        run.unknown.push(...step.writes);
      } else step.take(run);
    }
  const { values, undecided, trace, waiting } = run;
  // Only now is it known what is hidden: no sentence tells what nobody is asked, or what only the server knows.
  const fill = (label) => fillHoles(label, run.facts, show);
  const untold = new Set(run.effects.filter(([, holes]) => touches(holes, run.unknown)).map(([rule]) => rule));
  const effects = run.effects
    .filter(([rule]) => !untold.has(rule))
    .map(([, , one]) => ({ ...one, say: fill(one.say), remedy: fill(one.remedy) }));
  waiting.push(...untold);
  return { effects, values, hidden: new Set(run.hidden.keys()), undecided, trace, waiting, unknown: run.unknown };
}

/** Return of each name the newest set whose dates cover the answers' own date, else the moment `now`. */
export function chooseSets(sets, answers, now) {
  const chosen = new Map();
  for (const set of sets) {
    const day = findRecordDay(answers, set.dated_by) || countyDate(now) || "";
    if (set.effective_from <= day && (set.effective_to === null || day <= set.effective_to))
      chosen.set(set.rule_set, set);
  }
  return [...chosen.values()];
}

function findRecordDay(answers, name) {
  const value = name ? readPath(answers, name) : null;
  if (typeof value !== "string") return null;
  return value.includes("T") ? countyDate(value) : value;
}

/** Tell whether a name is among the others, as itself, as a group around one or as a part of one. */
const touches = (reads, names) =>
  reads.some((one) =>
    names.some((other) => one === other || one.startsWith(other + ".") || other.startsWith(one + ".")),
  );

// Return a step with what it reads and writes and whether it reads the clock.
const withReach = (step, formulas, writes, take, holes = []) => ({
  ...step,
  reads: [...formulas.flatMap(({ reads }) => reads), ...holes],
  clock: formulas.some(({ clock }) => clock),
  writes,
  take,
});

function buildComputed(step, build) {
  const formula = build(step.formula);
  return withReach(step, [formula], [step.compute], (run) => put(run, step.compute, give(run, step.compute, formula)));
}

function buildTableUse(step, build) {
  const [inputs, formulas, decide] = [step.inputs.map(build), step.formulas.map(build), buildTable(step.decide)];
  return withReach(step, [...inputs, ...formulas], step.outputs, (run) => {
    const values = inputs.map((one, at) => give(run, `${step.table}[${at}]`, one));
    const compute = (number) => give(run, step.table + "=", formulas[number]);
    const { outputs, rows, conflict } = decide(values, compute);
    run.trace.push({ step: step.table, value: outputs, rows });
    if (conflict) run.undecided[step.table] = "table_conflict";
    step.outputs.forEach((name, at) => put(run, name, outputs[at]));
  });
}

function buildRule(rule, build) {
  const condition = build(rule.if);
  const then = rule.then.map((effect) => ({ ...effect, value: effect.value && build(effect.value) }));
  const values = then.flatMap(({ value }) => value || []);
  const writes = then.filter(({ kind }) => WRITES.includes(kind)).map(({ target }) => target);
  const holes = [rule.remedy, ...then.map(({ say }) => say)].flatMap(findHoles);
  return withReach(rule, [condition, ...values], writes, (run) => applyRule(run, rule, condition, then, holes), holes);
}

const STEPS = [
  ["compute", buildComputed],
  ["table", buildTableUse],
  ["rule", buildRule],
];

function applyRule(run, rule, condition, then, holes) {
  const holds = give(run, rule.rule, condition) === true;
  for (const effect of then) {
    if (SIGHT.includes(effect.kind)) setSight(run, effect, holds);
    if (!holds) continue;
    const value = effect.value ? give(run, `${rule.rule}:${effect.target}`, effect.value) : null;
    if (effect.value) put(run, effect.target, value);
    const told = {
      rule: rule.rule,
      title: rule.title,
      kind: effect.kind,
      target: effect.target,
      say: effect.say,
      value,
      detail: effect.detail,
      basis: rule.basis,
      remedy: rule.remedy,
    };
    run.effects.push([rule, holes, told]);
  }
}

// Return the formula's value; a limit reached is noted under the name and reads as absent.
function give(run, name, { run: logic, reads }) {
  try {
    const { value, trace } = logic.explain(run.facts, run.around);
    const used = Object.fromEntries(reads.map((read) => [read, readPath(run.facts, read)]));
    run.trace.push({ step: name, value, used, nodes: trace });
    return value;
  } catch (error) {
    if (!(error instanceof LogicError)) throw error;
    run.undecided[name] = error.type;
    return null;
  }
}

function put(run, name, value) {
  run.values[name] = value;
  run.facts = putPath(run.facts, name, value);
}

// A field with `show` rules is seen while one holds; one `hide` that holds hides it anyway.
function setSight(run, { kind, target }, holds) {
  const { shown, hidden } = run;
  if (kind === "show") shown.set(target, shown.get(target) || holds);
  else if (holds) shown.set("-" + target, true);
  const hide = shown.has("-" + target) || shown.get(target) === false;
  if (hide && !hidden.has(target)) {
    hidden.set(target, readPath(run.facts, target));
    run.facts = putPath(run.facts, target, null);
  } else if (!hide && hidden.has(target)) {
    run.facts = putPath(run.facts, target, hidden.get(target));
    hidden.delete(target);
  }
}
