// Questions follow the rules: shown or hidden, optional or not, computed, restricted; what was typed stays.

import { readPath } from "../rules/page.js";
import { findQuestion, readLabel, showAnswer, toPointer, toToken } from "./showing.js";

const KINDS = ["show", "hide", "require", "readonly", "options", "set"];

/**
 * Return show(judgement, isDrawn), which makes the form's questions what the rules of these sets make of them; what the
 * server drew says also what the page does not know.
 */
export function makeQuestions(form, sets, { language, fields }) {
  const targets = listTargets(sets, (name) => findQuestion(form, name));
  const seen = [...targets.show.keys(), ...targets.hide.keys()];
  const sections = [...form.querySelectorAll(".f-section")].filter((section) =>
    seen.some((name) => section.contains(findQuestion(form, name))),
  );

  return function show({ effects, hidden, decisions, unknown, answers }, isDrawn) {
    const waiting = decisions.flatMap(([, outcome]) => outcome.waiting).flatMap(({ then = [] }) => then);
    // What waits for the server stays as the server drew it.
    const each = (kinds, change) => {
      for (const kind of kinds)
        for (const [name, question] of targets[kind])
          if (!waiting.some((one) => kinds.includes(one.kind) && one.target === name)) change(question, name);
    };
    const isComputed = (name) =>
      decisions.some(([, { values, waiting }]) => name in values || waiting.some((step) => listWritten(step).includes(name)));
    const of = (kind, name) => effects.filter((one) => one.kind === kind && one.target === name);
    const isLocked = (name) => isComputed(name) || of("readonly", name).length > 0;

    each(["show", "hide"], (question, name) => {
      question.hidden = hidden.has(name);
      const reason = of("show", name).find(({ title, rule }) => title !== rule);
      note(question, "f-note", reason && !hidden.has(name) ? readLabel(reason.title, language) : "");
    });
    for (const section of sections)
      section.hidden = [...section.children].every((one) => one.hidden || one.tagName === "H2");
    each(["require", "readonly", "set"], (question, name) => {
      const optional = question.querySelector(":scope > .f-label > .f-opt, :scope > .f-legend > .f-opt");
      // What cannot be typed cannot be left out either.
      if (optional) optional.hidden = isLocked(name) || of("require", name).length > 0;
    });
    for (const [name, question] of targets.set) {
      const waits = unknown.includes(name);
      note(question, "f-wait", waits && !isDrawn);
      if (!waits && !hidden.has(name) && isComputed(name))
        write(question, readPath(answers, name), fields[toPointer(name)], language);
    }
    each(["set", "readonly", "options"], (question, name) => {
      const only = of("options", name).map(({ detail }) => detail.only);
      const allowed = only.length ? only.reduce((some, more) => some.filter((one) => more.includes(one))) : null;
      restrict(question, isLocked(name), allowed, fields[toPointer(name)]);
    });
  };
}

// Return by kind the questions that rules of these sets may change, by name; what is computed counts as set.
function listTargets(sets, find) {
  const targets = Object.fromEntries(KINDS.map((kind) => [kind, new Map()]));
  const add = (kind, name) => kind in targets && find(name) && targets[kind].set(name, find(name));
  for (const step of sets.flatMap(({ steps }) => steps)) {
    for (const name of listWritten(step)) add("set", name);
    for (const { kind, target } of step.then ?? []) add(kind, target);
  }
  return targets;
}

const listWritten = ({ compute, outputs = [] }) => (compute === undefined ? outputs : [compute]);

// Put one line under the label, or take it away: a text, or a part that the page brought along.
function note(question, style, text) {
  const old = question.querySelector(`:scope > .${style}`);
  if (!text) return old && old.remove();
  const part = document.getElementById("said-parts").content.querySelector(`.${style}`);
  const line = part ? part.cloneNode(true) : Object.assign(document.createElement("p"), { className: style });
  if (!part) line.textContent = text;
  if (old) old.replaceWith(line);
  else question.querySelector(":scope > .f-label, :scope > .f-legend").after(line);
}

function write(question, value, field, language) {
  const kept = question.querySelector(".f-kept");
  const values = value === null ? [] : [value].flat();
  const tokens = values.map((one) => toToken(one, question, kept ? { json: field?.json } : field));
  if (kept) return writeKept(kept, question, value === null ? "" : showAnswer(question, value, field, language), tokens);
  for (const control of question.querySelectorAll(`[name="${CSS.escape(question.dataset.name)}"]`)) {
    if (control.type === "radio" || control.type === "checkbox") control.checked = tokens.includes(control.value);
    else if (control.type !== "file") control.value = tokens[0] ?? "";
  }
}

// Shown, not typed: the words a person reads, and hidden controls that send the answer.
function writeKept(kept, question, words, tokens) {
  const controls = tokens.map((value) =>
    Object.assign(document.createElement("input"), { type: "hidden", name: question.dataset.name, value }),
  );
  kept.replaceChildren(words, ...controls);
}

// What is chosen can always stay; of the other rows some cannot be pressed, or are not there.
function restrict(question, locked, only, field) {
  const tokens = only && only.map((value) => toToken(value, question, field));
  for (const control of question.querySelectorAll(".f-in:not(select)")) control.readOnly = locked;
  for (const row of question.querySelectorAll("input[type=radio], input[type=checkbox], option")) {
    const stays = row.checked || row.selected || row.value === "";
    const gone = !stays && tokens !== null && !tokens.includes(row.value);
    row.disabled = gone || (!stays && locked);
    (row.closest("label") ?? row).hidden = gone;
  }
}
