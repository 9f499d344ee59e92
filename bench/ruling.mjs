// One evaluation in microseconds, ours and json-logic-js's, on the same facts: node ruling.mjs JS RIVAL WORK
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [, , js, rival, work] = process.argv;
const { compileLogic } = await import(pathToFileURL(`${js}/engine.js`));
const { buildTable } = await import(pathToFileURL(`${js}/tables.js`));
const theirs = createRequire(import.meta.url)(rival);
const { fifteen, table, logic, facts, types } = JSON.parse(readFileSync(work, "utf8"));

function time(act) {
  let best = Infinity;
  for (let round = 0; round < 5; round++) {
    let count = 0;
    const began = process.hrtime.bigint();
    let taken = 0;
    while (taken < 2e8) {
      for (const one of facts) act(one);
      count += facts.length;
      taken = Number(process.hrtime.bigint() - began);
    }
    best = Math.min(best, taken / count / 1000);
  }
  return best;
}

const rule = compileLogic(fifteen, { typed: types });
const decide = buildTable(table);
for (const one of facts) {
  if (rule(one) !== theirs.apply(fifteen, one)) throw new Error("the engines differ");
  const first = decide([one.kind, one.people]);
  if ((first.outputs ?? first)[0] !== theirs.apply(logic, one)) throw new Error("the tables differ");
}
console.log(JSON.stringify({
  fifteen: [time(rule), time((one) => theirs.apply(fifteen, one))],
  table: [time((one) => decide([one.kind, one.people])), time((one) => theirs.apply(logic, one))],
}));
