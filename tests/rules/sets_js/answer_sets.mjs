// Evaluates the sets that asking_sets.py writes to standard input, and chooses among them, in their order.
import { readFileSync } from "node:fs";
import { Calendar, buildSet, chooseSets, evaluate } from "../../../rules/js/page.js";

const asked = JSON.parse(readFileSync(0, "utf-8"));
const calendar = new Calendar(asked.calendar);
const sets = asked.sets.map(buildSet);

const outcomes = asked.calls.map(({ set, facts, event }) => {
  const before = JSON.stringify(facts);
  const around = asked.alone ? { unknown: sets[set].facts } : { now: asked.now };
  const { hidden, waiting, ...outcome } = evaluate(sets[set], facts, { ...around, calendar, event });
  if (JSON.stringify(facts) !== before) throw new Error("the facts were changed");
  return { ...outcome, hidden: [...hidden].sort(), waiting: waiting.length };
});
const chosen = asked.choices.map((facts) => chooseSets(sets, facts, asked.now).map(({ hash }) => hash));
process.stdout.write(JSON.stringify({ outcomes, chosen }));
