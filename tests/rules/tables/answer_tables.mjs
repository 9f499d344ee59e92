// Decides the tables that table_calls.py writes to standard input, each for its own values.
import { readFileSync } from "node:fs";
import { reduce } from "../../../rules/js/exact.js";
import { buildTable } from "../../../rules/js/tables.js";

// A number that is no decimal arrives as {"ratio": ["2", "3"]}.
const read = (value) => (value?.ratio ? reduce(...value.ratio.map(BigInt)) : value);
const compute = (tree) => (typeof tree === "string" ? `computed ${tree}` : tree.value);

const asked = JSON.parse(readFileSync(0, "utf-8"));
const answers = asked.map(({ table, values }) => {
  const decide = buildTable(table);
  return values.map((some) => {
    const { outputs, rows, conflict } = decide(some.map(read), compute);
    return [outputs, rows, conflict];
  });
});
process.stdout.write(JSON.stringify(answers));
