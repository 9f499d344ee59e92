// The engine on the command line: one rule on one record, or lines of JSON for tests.

import { readFileSync, writeSync } from "node:fs";
import { createInterface } from "node:readline";
import { Calendar, LogicError, compileLogic } from "./engine.js";

const readFile = (name) => JSON.parse(readFileSync(name === "-" ? 0 : name, "utf-8"));

function answer(give) {
  try {
    return give();
  } catch (error) {
    if (!(error instanceof LogicError)) throw error;
    return { error: { type: error.type } };
  }
}

// `{value, trace}` or `{error}`; with `rows`, many data for one rule, a list of these.
function answerLine({ logic, data, rows, typed, now, calendar, trace }) {
  const around = { now, calendar };
  return answer(() => {
    const compiled = compileLogic(logic, { typed });
    const give = (one) =>
      answer(() => (trace ? compiled.explain(one, around) : { value: compiled(one, around) }));
    return rows ? rows.map(give) : give(data);
  });
}

// A line without `logic` says what holds for the lines after it.
async function answerLines() {
  let standing = {};
  for await (const text of createInterface({ input: process.stdin })) {
    const line = { ...standing, ...JSON.parse(text) };
    if (line.calendar && !(line.calendar instanceof Calendar)) line.calendar = new Calendar(line.calendar);
    if ("logic" in line) process.stdout.write(JSON.stringify(answerLine(line)) + "\n");
    else standing = line;
  }
}

function readOptions(words) {
  const options = {};
  for (let at = 0; at < words.length; at += 2) options[words[at].slice(2)] = readFile(words[at + 1]);
  return options;
}

function main(words) {
  if (words[0] === "--batch") return answerLines();
  const given = answerLine(readOptions(words));
  writeSync(1, JSON.stringify(given.error ? given : given.value) + "\n");
  process.exitCode = given.error ? 1 : 0;
}

main(process.argv.slice(2));
