// What all rule sets of the form say of the page's answers together, as core/records/judging.py finds it.

import { chooseSets, evaluate, putPath } from "../rules/page.js";

/**
 * Return {answers, decisions, effects, hidden, unknown}: `decisions` are [set, outcome], `effects` all in force.
 *
 * What only the server knows is `unknown`: the clock, facts over other records, and what hangs on them.
 * `isField(name)` tells whether a computed value is an answer of the form, `show` what a value in a sentence reads as.
 */
export function judge(sets, answers, { now, given, calendar, isField, show }) {
  const decisions = [];
  let unknown = [];
  for (const set of chooseSets(sets, answers, now)) {
    const facts = { ...answers, ...given };
    const outcome = evaluate(set, facts, { calendar, event: "change", unknown: [...unknown, ...set.facts], show });
    decisions.push([set, outcome]);
    unknown = outcome.unknown;
    answers = keep(answers, outcome, isField);
  }
  const outcomes = decisions.map(([, outcome]) => outcome);
  return {
    answers,
    decisions,
    unknown,
    effects: outcomes.flatMap(({ effects }) => effects),
    hidden: new Set(outcomes.flatMap(({ hidden }) => [...hidden])),
  };
}

function keep(answers, { hidden, values }, isField) {
  for (const path of hidden) answers = putPath(answers, path, null);
  for (const [name, value] of Object.entries(values))
    if (isField(name) && !hidden.has(name)) answers = putPath(answers, name, value);
  return answers;
}
