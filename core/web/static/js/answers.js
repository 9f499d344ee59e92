// The page's controls as typed answers, read as the server reads a posted page (forms/answers.py).

const ABSENT = undefined;
const COMPACT = ["id-number", "uscc", "mobile", "division-code", "grid-code", "licence-plate"];
const isSpecial = (token) => /^~[^01]/.test(token);
const unescape = (token) => token.replace(/~1/g, "/").replace(/~0/g, "~");
const isFilled = (text) => (typeof text === "string" ? text.trim() !== "" : text.size > 0);

/**
 * Return the answers of the form's controls, what is empty left out.
 *
 * `fields` says what the page does not show, by pointer with `*` for the number of a row: `format` of a text,
 * `labels` of a searchable list, `json` where choices post JSON, `required` of a group.
 */
export function readAnswers(form, fields) {
  const root = makeNode();
  for (const one of form.querySelectorAll("[data-kind]")) findNode(root, one.dataset.name).kind = one.dataset.kind;
  for (const one of form.querySelectorAll(".f-place")) findNode(root, one.dataset.name).place = true;
  for (const [name, text] of new FormData(form)) if (name[0] === "/") findNode(root, name).texts.push(text);
  return readGroup(root, "", fields, { required: true }).value;
}

const makeNode = () => ({ texts: [], below: new Map() });

function findNode(root, name) {
  let node = root;
  for (const token of name.split("/").slice(1)) {
    if (!node.below.has(token)) node.below.set(token, makeNode());
    node = node.below.get(token);
  }
  return node;
}

// Return {value, blank}: nobody has answered anything in what is blank; constants do not count.
function readNode(node, pointer, fields) {
  const { texts, below } = node;
  if (below.has("~b")) return readNode(below.get("~b"), pointer, fields);
  const field = fields[pointer] ?? {};
  if (below.has("~null") && !texts.some(isFilled)) return { value: null, blank: false };
  if (node.kind) return readLeaf(node, field);
  return below.has("~n") ? readRows(below, pointer, fields) : readGroup(node, pointer, fields, field);
}

function readLeaf({ kind, texts, below }, field) {
  const [was] = below.get("~was")?.texts ?? [];
  const given = texts.filter(isFilled);
  if (!given.length) return { value: ABSENT, blank: true };
  const text = given[given.length - 1];
  const read = () => (kind === "choices" ? given.map((one) => readChoice(one, field)) : READERS[kind](text, field));
  return { value: was !== undefined && wasShown(kind, was) === text ? was : read(), blank: kind === "fixed" };
}

function readRows(below, pointer, fields) {
  const count = Number(below.get("~n").texts[0]) || 0;
  const numbers = new Set([...Array(count).keys(), ...[...below.keys()].filter((token) => /^\d+$/.test(token)).map(Number)]);
  const items = [...numbers]
    .sort((a, b) => a - b)
    .map((number) => readNode(below.get(String(number)) ?? makeNode(), `${pointer}/*`, fields))
    .filter(({ value, blank }) => value !== ABSENT && !blank)
    .map(({ value }) => value);
  for (const text of below.get("~add")?.texts ?? []) if (isFilled(text)) items.push(READERS.file(text));
  return { value: items.length ? items : ABSENT, blank: !items.length };
}

function readGroup({ below, place }, pointer, fields, { required }) {
  const read = [...below]
    .filter(([token]) => !isSpecial(token))
    .map(([token, child]) => [unescape(token), readNode(child, `${pointer}/${token}`, fields)]);
  const blank = read.every(([, one]) => one.blank);
  const members = read.map(([key, { value }]) => [key, value]).filter(([, value]) => value !== ABSENT);
  return { value: blank && (!required || place) ? ABSENT : Object.fromEntries(members), blank };
}

const fold = (text) => text.normalize("NFKC").replace(/\s+/g, "");

function readText(text, { format }) {
  text = text.replace(/\r\n?/g, "\n").trim();
  if (!format) return text;
  text = text.normalize("NFKC").trim();
  if (!COMPACT.includes(format)) return text;
  text = text.replace(/[\s\-·.]/g, "").toUpperCase();
  return format === "mobile" ? text.replace(/^(\+|00)86(?=1)/, "") : text;
}

// Text that is no number stays text, which no rule takes for a number.
function readNumber(text) {
  let folded = fold(text).replace(/。/g, ".").replace(/−/g, "-");
  if (/^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(folded)) folded = folded.replace(/,/g, "");
  const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i.test(folded) ? Number(folded) : NaN;
  return Number.isFinite(number) ? number : text.trim();
}

function readInteger(text) {
  const number = readNumber(text);
  return Number.isInteger(number) ? number : text.trim();
}

function readChoice(text, { labels, json }) {
  const known = labels && new Map(Object.entries(labels)).get(text.trim());
  if (known !== undefined) return known;
  try {
    return json ? JSON.parse(text) : text.trim();
  } catch {
    return text.trim();
  }
}

const pad = (number) => String(number).padStart(2, "0");

function readDate(text) {
  const found = /^(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?$/.exec(fold(text));
  return found ? `${found[1]}-${pad(found[2])}-${pad(found[3])}` : text.trim();
}

// Return [hour, minute, second with its decimals] as texts.
function readClock(text) {
  const found = /^(\d{1,2})[:时](\d{1,2})(?:分?|[:分](\d{1,2})(\.\d{1,6})?秒?)$/.exec(fold(text));
  return found && [pad(found[1]), pad(found[2]), pad(found[3] ?? 0) + (found[4] ? found[4].padEnd(7, "0") : "")];
}

function readTime(text) {
  const clock = readClock(text);
  if (!clock) return text.trim();
  return clock[2] === "00" ? `${clock[0]}:${clock[1]}` : clock.join(":");
}

// A moment without a zone is county time.
function readMoment(text) {
  const found = /^(.*?\d日?)[T ]?(\d{1,2}[:时][^+Z-]*)(Z|[+-]\d\d:?\d\d)?$/.exec(text.normalize("NFKC").trim());
  const [day, clock] = found ? [readDate(found[1]), readClock(found[2])] : [];
  if (!clock) return text.trim();
  return `${day}T${clock.join(":")}${!found[3] ? "+08:00" : found[3] === "Z" ? "+00:00" : found[3]}`;
}

// What the control showed for an answer of any zone: it is unchanged while the control still says so.
function wasShown(kind, was) {
  if (kind === "date") return was;
  if (kind === "time") return was.replace(/^(\d\d:\d\d)(?::00|(:\d\d))?.*$/, "$1$2");
  const moment = new Date(Date.parse(was) + 8 * 36e5);
  return isNaN(moment) ? was : moment.toISOString().slice(0, moment.getUTCSeconds() ? 19 : 16);
}

function readFile(text) {
  if (typeof text !== "string") return { name: text.name, sha256: "" };
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const READERS = {
  text: readText,
  integer: readInteger,
  number: readNumber,
  boolean: (text) => ({ true: true, false: false })[text] ?? text,
  date: readDate,
  time: readTime,
  datetime: readMoment,
  choice: readChoice,
  file: readFile,
  fixed: readChoice,
  null: () => null,
};
