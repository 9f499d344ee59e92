// Reads the pages that test_controls_in_javascript.py writes to standard input as the page's script would.
import { readFileSync } from "node:fs";
import { readAnswers } from "../../core/web/static/js/answers.js";

globalThis.FormData = class {
  constructor(form) {
    this.pairs = form.pairs;
  }
  [Symbol.iterator]() {
    return this.pairs[Symbol.iterator]();
  }
};

const makeForm = ({ pairs, kinds, places }) => ({
  pairs,
  querySelectorAll: (what) => (what === ".f-place" ? places : kinds).map(([name, kind]) => ({ dataset: { name, kind } })),
});
const pages = JSON.parse(readFileSync(0, "utf-8"));
process.stdout.write(JSON.stringify(pages.map((page) => readAnswers(makeForm(page), page.fields))));
