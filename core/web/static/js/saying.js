// What the rules say, in the same words and shapes as on a record's page: notices, gates, and 为什么 behind each.

import { readPath } from "../rules/page.js";
import { findQuestion, readLabel, toCounty } from "./showing.js";

const OPTIONAL = ["basis", "remedy"];

/** Return {say(judgement), restore()} for the region of what rules say; `restore` shows what the server drew. */
export function makeSaying(form, region, { language, words }, tell) {
  const parts = document.getElementById("said-parts").content;
  const [notices, gates, spoken, sum] = [".said__notices", ".gates", "[data-spoken]", "[data-sum]"].map((one) =>
    region.querySelector(one),
  );
  const drawn = [notices, gates].map((place) => [...place.children]);
  const show = (some, lines) => {
    const before = [...gates.children].map(sign);
    replace(notices, some);
    replace(gates, lines);
    gates.parentElement.hidden = !lines.length;
    const sums = sumUp(notices, gates, words);
    sum.textContent = sums.gates;
    document.querySelector(".act-bar__said a").textContent = sums.all;
    // What lies in the closed part cannot be read out where it stands.
    const news = gates.parentElement.open ? [] : lines.filter((one) => !before.includes(sign(one)));
    spoken.textContent = news.map((one) => [...one.querySelectorAll(":scope > p")].map((line) => line.textContent).join(" ")).join(" ");
  };
  document.querySelector(".act-bar__said a").addEventListener("click", () => {
    gates.parentElement.open = true;
  });

  function say(judgement) {
    const about = { form, language, tell, answers: judgement.answers };
    const reasons = judgement.decisions.flatMap(([set, outcome]) =>
      outcome.effects.map((effect) => [effect, (style) => makeReason(parts, style, effect, set, outcome, about)]),
    );
    const of = (kind, style) => reasons.filter(([one]) => one.kind === kind).map(([, make]) => make(style));
    const waiting = judgement.decisions.flatMap(([, outcome]) => outcome.waiting);
    show(
      [...of("block", ".notice--mend"), ...of("warn", ".notice--warn"), ...makeWaiting(parts, waiting, language)],
      judgement.decisions.flatMap(([set]) =>
        Object.entries(set.gates).map(([gate, title]) => makeGate(parts, gate, readLabel(title, language), reasons, waiting)),
      ),
    );
  }

  return { say, restore: () => show(...drawn) };
}

// How many steps of work are closed, and what else there is to see, each in one line.
function sumUp(notices, gates, words) {
  const count = (place, style) => place.querySelectorAll(`:scope > ${style}`).length;
  const say = (name, n) => words[name].replace("{n}", n);
  const list = (place, styles) =>
    Object.entries(styles).flatMap(([name, style]) => (count(place, style) ? [say(name, count(place, style))] : []));
  const closed = list(gates, { closed: ".gate--closed", waiting: ".gate--waiting" }).join(words.between) || words.met;
  const all = list(notices, { blocks: ".notice--mend", warnings: ".notice--warn" });
  if (gates.children.length) all.push(say("gates", closed));
  return { gates: closed, all: all.join(words.between) || words.none };
}

function makeGate(parts, gate, title, reasons, waiting) {
  const isOf = ({ kind, target }) => kind === "gate" && target === gate;
  const closing = reasons.filter(([effect]) => isOf(effect)).map(([, make]) => make(".gate--closed"));
  const waits = waiting.some(({ then = [] }) => then.some(isOf));
  const style = closing.length ? ".gate--closed" : waits ? ".gate--waiting" : ".gate:not(.gate--closed)";
  const line = fill(parts.querySelector(style).cloneNode(true), { gate: title });
  for (const one of line.querySelectorAll(":scope > :not(.gate__head)")) one.remove();
  // Of each reason's own line only what says why is taken over.
  for (const one of closing) line.append(...one.querySelectorAll(":scope > :not(.gate__head)"));
  return line;
}

function makeWaiting(parts, waiting, language) {
  const asked = waiting.filter(({ then = [] }) => then.some(({ kind }) => kind === "warn" || kind === "block"));
  const titles = asked.map(({ title }) => readLabel(title, language)).join("、");
  return titles ? [fill(parts.querySelector(".notice--quiet").cloneNode(true), { say: titles })] : [];
}

function makeReason(parts, style, effect, set, outcome, about) {
  const { language } = about;
  const step = outcome.trace.find((one) => one.step === effect.rule);
  const values = {
    say: readLabel(effect.say, language),
    rule: readLabel(effect.title, language),
    basis: effect.basis,
    remedy: readLabel(effect.remedy, language),
    title: readLabel(set.title, language),
    from: set.effective_from,
    moment: showMoment(language),
  };
  const part = parts.querySelector(style).cloneNode(true);
  if (!set.provisional) part.querySelector(".why__lines .badge").remove();
  for (const line of part.querySelectorAll(".why__lines > div"))
    if (OPTIONAL.some((name) => line.textContent.includes(`{${name}}`) && !values[name])) line.remove();
  fillUsed(fill(part, values), step ? listUsed(step.used, set, outcome, about) : []);
  return part;
}

// Return [title, text] of each value read, then of the filled ones it was computed from, each once.
function listUsed(used, set, { trace }, { form, language, tell, answers }) {
  const names = new Map(Object.entries(used));
  for (const inner of trace.filter((one) => one.used && Object.keys(used).includes(one.step)))
    for (const [name, value] of Object.entries(inner.used)) if (value !== null) names.set(name, value);
  return [...names].map(([name, value]) => {
    const question = findQuestion(form, name);
    if (!question) return [readLabel(set.titles[name] || name, language), tell(name, value)];
    return [readTitle(question), tell(name, readPath(answers, name))];
  });
}

function readTitle(question) {
  const label = question.querySelector(":scope > .f-label, :scope > .f-legend").cloneNode(true);
  for (const one of label.querySelectorAll(".f-opt")) one.remove();
  return label.textContent.trim();
}

// The part brings two values along, so that it also shows what stands between them.
function fillUsed(part, used) {
  const [first, second] = part.querySelectorAll(".why__value");
  const place = first.parentElement;
  if (!used.length) return place.parentElement.remove();
  const between = first.nextSibling.data;
  second.remove();
  place.replaceChildren(
    ...used.flatMap(([name, value], at) => [...(at ? [between] : []), fill(first.cloneNode(true), { name, value })]),
  );
}

// Put values into the slots of a part's texts; what a value says is never looked at again.
function fill(part, values) {
  const walk = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
  while (walk.nextNode())
    walk.currentNode.data = walk.currentNode.data.replace(/\{(\w+)\}/g, (slot, name) => values[name] ?? slot);
  return part;
}

function showMoment(language) {
  const [, year, month, day, clock] = /^(\d+)-0?(\d+)-0?(\d+)T(\d\d:\d\d)/.exec(toCounty(new Date().toISOString()));
  const pad = (text) => text.padStart(2, "0");
  return language === "en" ? `${year}-${pad(month)}-${pad(day)} ${clock}` : `${year}年${month}月${day}日 ${clock}`;
}

// Only what changed is put in, so that it alone is read out, and what was opened stays open.
function replace(place, wanted) {
  const old = new Map([...place.children].map((one) => [sign(one), one]));
  const open = [...place.querySelectorAll("details[open] > summary")].map((one) => one.textContent);
  const next = wanted.map((one) => old.get(sign(one)) ?? one);
  for (const one of [...place.children]) if (!next.includes(one)) one.remove();
  next.forEach((one, at) => {
    if (place.children[at] !== one) place.insertBefore(one, place.children[at] ?? null);
    for (const summary of one.querySelectorAll("summary")) if (open.includes(summary.textContent)) summary.parentElement.open = true;
  });
}

// What a line says, but for the moment at which it was found.
function sign(line) {
  const lines = [...line.querySelectorAll(".why__lines > div")];
  const moments = lines.map((one) => one.lastElementChild.textContent).filter((text) => /\d\d:\d\d$/.test(text));
  return line.className + moments.reduce((text, moment) => text.replace(moment, ""), line.textContent.replace(/\s+/g, " "));
}
