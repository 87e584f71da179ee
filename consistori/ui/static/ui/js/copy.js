// <output data-behaviour="copy">text</output> or <button data-behaviour="copy" data-text="…" data-done="Copied">.
import { say } from "./behaviours.js";

export default function copy(element) {
  const take = async () => {
    const text = element.dataset.text || element.textContent.trim();
    try { await navigator.clipboard.writeText(text); } catch { return; }
    say(element.dataset.done || text);
  };
  if (element.matches("button, a")) element.addEventListener("click", (event) => { event.preventDefault(); take(); });
  else { element.tabIndex = 0; element.addEventListener("click", take); element.addEventListener("keydown", (e) => { if (e.key === "Enter") take(); }); }
}
