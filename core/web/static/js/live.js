// A form with rules judges itself while it is filled: the page works without this file, and the server judges again.

import { Calendar, buildSet } from "../rules/page.js";
import { readAnswers } from "./answers.js";
import { judge } from "./judging.js";
import { makeQuestions } from "./questions.js";
import { makeSaying } from "./saying.js";
import { findQuestion, makeTelling } from "./showing.js";

const page = JSON.parse(document.getElementById("rules").textContent);
const form = document.getElementById("fill");
const sets = page.sets.map(buildSet);
const calendar = page.calendar && new Calendar(page.calendar);
const isField = (name) => findQuestion(form, name) !== null;
const tell = makeTelling(form, page);
const showQuestions = makeQuestions(form, sets, page);
const saying = makeSaying(form, document.getElementById("said"), page, tell);

function judgeNow() {
  const unit = form.elements["@unit"].value;
  const { sets: numbers, given } = page.places[unit.slice(0, 9)] ?? { sets: [] };
  const here = numbers.map((number) => sets[number]);
  const now = new Date().toISOString();
  const judgement = judge(here, readAnswers(form, page.fields), { now, given, calendar, isField, show: tell });
  return [judgement, JSON.stringify([unit, judgement.answers])];
}

// What the server judged is what it drew; it knows more than the page, so it stands while nothing has changed.
const isTouched = [...form.elements].some(
  (one) =>
    ("defaultValue" in one && one.type !== "hidden" && one.value !== one.defaultValue) ||
    one.checked !== one.defaultChecked,
);
const drawn = isTouched ? "" : judgeNow()[1];
let composing = false;
let timer = 0;

function update() {
  const [judgement, key] = judgeNow();
  showQuestions(judgement, key === drawn);
  if (key === drawn) saying.restore();
  else saying.say(judgement);
}

function wait() {
  clearTimeout(timer);
  if (!composing) timer = setTimeout(update, 150);
}

form.addEventListener("compositionstart", () => {
  composing = true;
  clearTimeout(timer);
});
form.addEventListener("compositionend", () => {
  composing = false;
  wait();
});
form.addEventListener("input", wait);
form.addEventListener("change", wait);
if (isTouched) update();
