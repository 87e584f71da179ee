// Keys of this page: whatever carries `data-key` ("n", "Ctrl+k"). `?` lists only the ones that are valid here.
const typing = (element) => element.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");

function named(event) {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return (event.ctrlKey || event.metaKey ? "Ctrl+" : "") + (event.altKey ? "Alt+" : "") + key;
}

const visible = (element) => element.checkVisibility?.() ?? true;
const label = (element) => element.dataset.keyLabel || element.getAttribute("aria-label") || element.textContent.trim();

export function validKeys() {
  const found = new Map(), root = document.querySelector("dialog[open]") ?? document;
  for (const element of root.querySelectorAll("[data-key]")) {
    if (visible(element) && !found.has(element.dataset.key)) found.set(element.dataset.key, element);
  }
  return found;
}

function list(words) {
  const box = document.createElement("dialog");
  box.className = "sheet sheet-keys";
  const rows = [...validKeys()].map(([key, element]) => [key, label(element)]);
  if (document.querySelector("[data-behaviour~=list-keys]")) rows.push(["J K", words.move]);
  rows.push(["?", words.title], ["Esc", words.close]);
  box.innerHTML = '<div class="dialog-head"><h2></h2><button class="btn btn-third btn-icon" data-close autofocus>×</button></div><dl class="dialog-body facts"></dl>';
  box.querySelector("h2").textContent = words.title;
  box.querySelector("button").setAttribute("aria-label", words.close);
  const facts = box.querySelector("dl");
  for (const [key, name] of rows) {
    const term = document.createElement("dt"), description = document.createElement("dd");
    for (const part of key.split(/[+ ]/)) {
      const kbd = document.createElement("kbd");
      kbd.className = "kbd";
      kbd.textContent = part.length === 1 ? part.toUpperCase() : part;
      term.append(kbd, " ");
    }
    description.textContent = name;
    facts.append(term, description);
  }
  document.body.append(box);
  box.addEventListener("close", () => box.remove());
  box.addEventListener("click", (event) => { if (event.target === box || event.target.closest("[data-close]")) box.close(); });
  box.showModal();
}

export default function keys(body) {
  const words = { title: body.dataset.keysTitle || "?", close: body.dataset.keysClose || "Esc", move: body.dataset.keysMove || "J K" };
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    const key = named(event), modified = event.ctrlKey || event.metaKey || event.altKey;
    if (!modified && typing(event.target)) return;
    if (key === "?" && !document.querySelector("dialog[open]")) { event.preventDefault(); list(words); return; }
    const element = validKeys().get(key);
    if (!element) return;
    event.preventDefault();
    if (element.matches("input, textarea, select")) element.focus();
    else element.click();
  });
}
