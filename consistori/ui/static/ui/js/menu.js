// A <details> that closes with Esc, by clicking elsewhere, and moves with the arrows.
export default function menu(element) {
  const summary = element.querySelector("summary");
  const items = () => [...element.querySelectorAll(".menu-item:not([hidden])")];
  const close = (focus) => { element.open = false; if (focus) summary.focus(); };
  document.addEventListener("click", (event) => { if (!element.contains(event.target)) close(false); });
  element.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !element.contains(event.relatedTarget)) close(false);
  });
  element.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && element.open) { event.preventDefault(); close(true); }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    element.open = true;
    const all = items(), at = all.indexOf(document.activeElement);
    all[(at + step + all.length) % all.length]?.focus();
  });
}
