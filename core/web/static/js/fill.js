// The page works without this file; with it, a draft saves itself, letters are counted and a place is one press.
const form = document.getElementById("fill");
const errors = document.getElementById("errors");
if (errors) errors.focus();

let composing = false;
let timer = 0;
form.addEventListener("compositionstart", () => { composing = true; });
form.addEventListener("compositionend", () => { composing = false; });
form.addEventListener("input", (event) => {
  count(event.target);
  if (composing) return;
  clearTimeout(timer);
  timer = setTimeout(saveQuietly, 3000);
});
form.addEventListener("click", (event) => {
  const button = event.target.closest("[data-locate]");
  if (button) locate(button);
});
for (const button of form.querySelectorAll("[data-locate]")) button.hidden = !canLocate();
let pressed = false;
form.addEventListener("submit", (event) => {
  clearTimeout(timer);
  if (pressed) event.preventDefault();
  pressed = true;
});
addEventListener("pageshow", () => { pressed = false; });

// A code point is one letter to a person and to the server; "length" would count some letters twice.
function count(control) {
  const shown = control.parentElement && control.parentElement.querySelector("[data-limit]");
  if (control.tagName === "TEXTAREA" && shown) {
    shown.textContent = shown.textContent.replace(/^\d+/, [...control.value].length);
  }
}

async function saveQuietly() {
  const fields = new FormData(form);
  for (const [name, value] of [...fields]) if (value instanceof File) fields.delete(name);
  fields.set("do", "keep");
  try {
    const answer = await fetch(form.action, { method: "POST", body: fields, redirect: "manual" });
    if (answer.status === 204) showSaved();
    else tell(document.documentElement.lang === "en" ? "Not saved yet: press Save" : "还没暂存，请按“暂存”");
  } catch { /* no network: what is typed stays in the page, and the next change tries again */ }
}

function showSaved() {
  const clock = new Date().toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false });
  tell(`${document.documentElement.lang === "en" ? "Saved" : "已暂存"} ${clock}`);
}

function tell(words) {
  const strip = document.querySelector(".strip");
  let shown = strip.querySelector("[data-saved]") || strip.children[1];
  if (!shown) {
    shown = document.createElement("span");
    strip.append(shown);
  }
  shown.textContent = words;
}

function canLocate() {
  return "geolocation" in navigator && window.isSecureContext;
}

function locate(button) {
  const place = button.closest("[data-name]").dataset.name;
  const words = button.textContent;
  const english = document.documentElement.lang === "en";
  button.textContent = english ? "Looking for the place…" : "正在定位…";
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      put(`${place}/lat`, coords.latitude.toFixed(6));
      put(`${place}/lng`, coords.longitude.toFixed(6));
      put(`${place}/accuracy`, Math.round(coords.accuracy));
      button.textContent = words;
    },
    () => { button.textContent = english ? "No position; write it in words" : "没定到位，请写文字"; },
    { enableHighAccuracy: true, timeout: 15000 },
  );
}

function put(name, value) {
  const control = form.elements[name];
  if (!control) return;
  control.value = value;
  control.dispatchEvent(new Event("input", { bubbles: true }));
}
