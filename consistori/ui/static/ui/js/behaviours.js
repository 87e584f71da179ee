// Finds `data-behaviour="name"` or `"room/name"` and gives the element to that module's default export.
// Without script every page still serves; a behaviour only adds.
// Kept on the window: the page loads this file by its fingerprinted name and modules import it by its plain one.
const attended = (globalThis.consistoriAttended ??= new WeakMap());

function address(name) {
  const [room, file] = name.includes("/") ? name.split("/") : ["ui", name];
  return new URL(`../../${room}/js/${file}.js`, import.meta.url).href;
}

export async function attend(root = document) {
  const elements = [...root.querySelectorAll("[data-behaviour]")];
  if (root.matches?.("[data-behaviour]")) elements.unshift(root);
  for (const element of elements) {
    const done = attended.get(element) ?? new Set();
    attended.set(element, done);
    for (const name of element.dataset.behaviour.split(/\s+/).filter((n) => n && !done.has(n))) {
      done.add(name);
      import(address(name)).then((module) => module.default(element)).catch((error) => console.error(name, error));
    }
  }
}

/** Put a fragment in the place of an element, or inside it, and wake its behaviours. */
export function place(html, target, inside = false) {
  const holder = document.createElement("template");
  holder.innerHTML = html.trim();
  const nodes = [...holder.content.children];
  if (inside) target.replaceChildren(...holder.content.childNodes);
  else target.replaceWith(...holder.content.childNodes);
  nodes.forEach((node) => attend(node));
  return nodes[0];
}

/** A word at the bottom left, read aloud politely. Never for errors. */
export function say(words) {
  const region = document.getElementById("toasts");
  if (!region) return;
  const toast = document.createElement("div");
  toast.className = "toast";
  toast.dataset.behaviour = "toast";
  toast.textContent = words;
  region.append(toast);
  attend(toast);
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => attend());
else attend();
document.addEventListener("attend", (event) => attend(event.target));
