"""What a page must keep to, asked of the page itself in one evaluation."""

from __future__ import annotations

from playwright.sync_api import Page

# Words in Latin letters that Chinese pages may say: names of formats and keys, the switch of language,
# the members of a form definition that its editor names, and the accounts of the demo.
LATIN = {"English", "Excel", "CSV", "JSON", "Ctrl", "Command", "http", "https", "schema", "list"} | {
    *("shangao", "daping", "zongzhi", "qingling", "xikou", "xianxin", "anquan", "shenji")
}

# Answers every fault as "what: where"; `least` is the smallest target, `latin` the words allowed.
FAULTS = """([least, latin]) => {
  const faults = [];
  const say = (what, element) => faults.push(`${what}: ${element.outerHTML.slice(0, 140)}`);
  const wide = document.documentElement.scrollWidth - innerWidth;
  if (wide > 0) {
    faults.push(`wider than the window by ${wide}`);
    const out = (one) => one.getBoundingClientRect().right > innerWidth + 1 && !one.closest('.table-box');
    const first = [...document.body.querySelectorAll('*')].find(out);
    if (first) say('sticks out', first);
  }
  if (document.querySelectorAll('h1').length !== 1) faults.push('not one h1');
  if (!/ · /.test(document.title)) faults.push(`title: ${document.title}`);
  if (!['zh-CN', 'en'].includes(document.documentElement.lang)) faults.push('lang');
  const ids = [...document.querySelectorAll('[id]')].map((one) => one.id);
  for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) faults.push(`id twice: ${id}`);
  const shown = (one) => one.checkVisibility({ visibilityProperty: true })
    && one.getBoundingClientRect().width > 1 && !one.closest('.spoken, .f-spoken, .skip');
  const filled = [...document.querySelectorAll('.button--primary')].filter(shown);
  if (filled.length > 1) say('two filled buttons', filled[1]);
  const typed = [...document.querySelectorAll('input:not([type=radio], [type=checkbox]), select, textarea')];
  for (const one of typed.filter(shown))
    if (parseFloat(getComputedStyle(one).fontSize) < 16) say('small type in a control', one);
  const area = (one) => {
    const box = one.getBoundingClientRect();
    const unseen = ['::before', '::after'].map((part) => getComputedStyle(one, part))
      .filter((part) => part.content !== 'none' && part.position === 'absolute');
    const most = (side) => Math.max(box[side], ...unseen.map((part) => parseFloat(part[side]) || 0));
    return [most('width'), most('height')];
  };
  const alone = (one) => one.parentElement.textContent.trim() === one.textContent.trim();
  const inText = (one) => one.matches('p a') && !alone(one);
  const target = (one) => (one.matches('[type=radio], [type=checkbox]') && one.closest('label')) || one;
  const kinds = 'a[href], button, input:not([type=hidden]), select, textarea, summary';
  const pressed = document.querySelectorAll(kinds);
  for (const one of least ? pressed : []) {
    if (!shown(one) || inText(one)) continue;
    const [width, height] = area(target(one));
    if (height < least - 0.5 || width < 43.5) say(`target ${Math.round(width)} x ${Math.round(height)}`, one);
  }
  if (document.documentElement.lang === 'zh-CN') {
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const text = walk.currentNode.textContent, around = walk.currentNode.parentElement;
      const kept = 'code, pre, .mono, script, style, textarea, datalist, [translate=no]';
      if (around.closest(kept) || !around.checkVisibility()) continue;
      for (const found of text.matchAll(/[A-Za-z]{3,}/g))
        if (!latin.includes(found[0])) say(`English word ${found[0]}`, around);
    }
  }
  return faults;
}"""

# Text on an English page that is one of the product's own Chinese words.
CHINESE = """(words) => {
  const known = new Set(words), left = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode.textContent.trim();
    if (known.has(text) && text !== '中文') left.push(text);
  }
  return left;
}"""


def find_faults(page: Page, width: int, least: int = 44) -> list[str]:
    page.set_viewport_size({"width": width, "height": 812})
    return [f"{width}: {one}" for one in page.evaluate(FAULTS, [least if width < 992 else 0, sorted(LATIN)])]
