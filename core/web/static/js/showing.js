// An answer as its question shows it: what the control holds, and the words a person reads.

import { isDate, readInstant, showValue } from "../rules/page.js";

const COUNTY = 8 * 36e5;

/** Return a name of the rules as a pointer, the name of its control. */
export const toPointer = (name) => name.split(".").map((key) => "/" + key.replace(/~/g, "~0").replace(/\//g, "~1")).join("");

/** Return the element round the question of that name, `null` where the form has none. */
export const findQuestion = (form, name) => form.querySelector(`[data-name="${CSS.escape(toPointer(name))}"]`);

/** Return the words of a label in the page's language. */
export const readLabel = (label, language) =>
  typeof label === "string" ? label : label[language] ?? Object.values(label)[0];

/** Return the moment in county time, as ISO text without zone; what is no moment as it is. */
export function toCounty(text) {
  const moment = new Date(Date.parse(text) + COUNTY);
  return isNaN(moment) ? text : moment.toISOString();
}

/** Return what the question's control holds for an answer; `labels` are those of a searchable list. */
export function toToken(value, { dataset: { kind } }, { json, labels } = {}) {
  if (kind === "datetime") return toCounty(value).slice(0, 16);
  const [label] = Object.entries(labels ?? {}).find(([, one]) => one === value) ?? [];
  return label ?? (typeof value === "string" && !json ? value : JSON.stringify(value));
}

/** Return the answer in the words of its question, as the server writes it on the record's page. */
export function showAnswer(question, value, field, language) {
  if (value === null || typeof value === "boolean") return showValue(value, language);
  if (Array.isArray(value) && value.some(isFile)) return `${value.length} ${language === "en" ? "files" : "个文件"}`;
  if (isFile(value)) return value.name;
  if (typeof value === "object") {
    const words = Object.values(value).map((one) => showAnswer(question, one, field, language));
    return words.join(language === "en" ? "; " : "；");
  }
  const token = toToken(value, question, field);
  const rows = [...question.querySelectorAll("input[type=radio], input[type=checkbox], option")];
  const row = rows.find((one) => one.value === token);
  if (row) return (row.tagName === "OPTION" ? row.textContent || row.value : row.nextElementSibling.textContent).split("/").pop();
  return field?.labels ? token : showScalar(question.dataset.kind, value, language);
}

/**
 * Return tell(name, value, language) for values of fields, computed values and parameters, in the words of the page's
 * questions, as core/records/telling.py tells them; `told` of a field has the labels in a language that is not the page's.
 */
export function makeTelling(form, { fields, language }) {
  function tellOne(question, field, value, wanted) {
    if (!question) return showScalar(isDate(value) ? "date" : readInstant(value) === null ? "text" : "datetime", value, wanted);
    const [, label] = field?.told?.[wanted]?.find(([one]) => one === value) ?? [];
    return label ?? showAnswer(question, value, field, wanted);
  }
  return function tell(name, value, wanted = language) {
    if (value === null || value === "" || value.length === 0) return showValue(null, wanted);
    const about = [findQuestion(form, name), fields[toPointer(name)]];
    if (!Array.isArray(value) || value.some((one) => typeof one === "object")) return tellOne(...about, value, wanted);
    return value.map((one) => tellOne(...about, one, wanted)).join(wanted === "en" ? ", " : "、");
  };
}

const isFile = (value) => value !== null && typeof value === "object" && "name" in value && "sha256" in value;

function showScalar(kind, value, language) {
  if (kind === "date" && language !== "en") return showDay(value);
  if (kind === "time") return value.slice(0, 5);
  if (kind !== "datetime") return showValue(value, language);
  const [day, clock = ""] = toCounty(value).split("T");
  return `${language === "en" ? day : showDay(day)} ${clock.slice(0, 5)}`.trim();
}

const showDay = (day) => day.replace(/^(\d{4})-0?(\d+)-0?(\d+)$/, "$1年$2月$3日");
