// Answers the calls that date_calls.py writes to standard input, in their order.
import { readFileSync } from "node:fs";
import * as dates from "../../../rules/js/dates.js";

const asked = JSON.parse(readFileSync(0, "utf-8"));
const calendar = new dates.Calendar(asked.calendar);

const camel = (name) => name.replace(/_(.)/g, (_, letter) => letter.toUpperCase());

function readValue(value) {
  if (value === null || typeof value !== "object") return value;
  const [n, d] = value.number.split("/").map(BigInt);
  return d === 1n && Number.isSafeInteger(Number(n)) ? Number(n) : { n, d };
}

function writeValue(value) {
  if (typeof value === "number") return { number: `${value}/1` };
  return value?.d ? { number: `${value.n}/${value.d}` } : value;
}

const answers = asked.calls.map(([name, ...given]) => {
  const home = camel(name) in calendar ? calendar : dates;
  return writeValue(home[camel(name)](...given.map(readValue)));
});
process.stdout.write(JSON.stringify(answers));
