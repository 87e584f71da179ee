// A grid of things in order: arrows go from one to the next, Alt and an arrow moves it, and it can be dragged.
// `rows()` are the elements in order; `moved(element)` hears of a new place; `keys` are letters on an element.
const typing = (element) => element.closest("input:not([type=checkbox]), textarea, select");

export function grid(list, { rows, moved, keys = {}, movable = true }) {
  let at = rows()[0], dragged;
  const go = (element) => {
    if (!element) return;
    at?.setAttribute("tabindex", "-1");
    at = element;
    at.setAttribute("tabindex", "0");
    at.focus();
    at.scrollIntoView({ block: "nearest" });
  };
  const dress = () => {
    for (const element of rows()) {
      element.draggable = movable;
      element.setAttribute("tabindex", element === at ? "0" : "-1");
    }
  };
  const across = () => {
    const all = rows(), top = all[0]?.offsetTop;
    const next = all.findIndex((element) => element.offsetTop !== top);
    return next < 1 ? all.length : next;
  };
  const steps = () => ({ ArrowRight: 1, ArrowLeft: -1, ArrowDown: across(), ArrowUp: -across() });
  const shift = (element, step) => {
    const all = rows().filter((one) => one.parentElement === element.parentElement), here = all.indexOf(element);
    const there = Math.max(0, Math.min(all.length - 1, here + step));
    if (there === here) return;
    if (there > here) all[there].after(element); else all[there].before(element);
    go(element);
    moved(element);
  };
  list.addEventListener("focusin", (event) => {
    const element = rows().find((one) => one.contains(event.target));
    if (element) { at?.setAttribute("tabindex", "-1"); at = element; at.setAttribute("tabindex", "0"); }
  });
  list.addEventListener("keydown", (event) => {
    const element = rows().find((one) => one.contains(event.target));
    if (!element || typing(event.target) || event.ctrlKey || event.metaKey) return;
    const step = steps()[event.key];
    if (step) {
      event.preventDefault();
      event.stopPropagation();
      if (event.altKey) { if (movable) shift(element, step); return; }
      const all = rows();
      go(all[Math.max(0, Math.min(all.length - 1, all.indexOf(element) + step))]);
    } else if (event.key === "Home" || event.key === "End") {
      event.preventDefault();
      go(event.key === "Home" ? rows()[0] : rows().at(-1));
    } else if (!event.altKey && keys[event.key]) {
      event.preventDefault();
      event.stopPropagation();
      keys[event.key](element);
    }
  });
  list.addEventListener("dragstart", (event) => {
    dragged = rows().find((one) => one.contains(event.target));
    if (!dragged || !movable) { event.preventDefault(); return; }
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.id || "sheet");
    dragged.classList.add("is-dragged");
  });
  list.addEventListener("dragover", (event) => {
    const over = dragged && rows().find((one) => one.contains(event.target));
    if (!over) return;
    event.preventDefault();
    if (over === dragged) return;
    const box = over.getBoundingClientRect();
    if (event.clientX < box.left + box.width / 2) over.before(dragged); else over.after(dragged);
  });
  list.addEventListener("drop", (event) => { if (dragged) event.preventDefault(); });
  list.addEventListener("dragend", () => {
    if (!dragged) return;
    dragged.classList.remove("is-dragged");
    const element = dragged;
    dragged = undefined;
    go(element);
    moved(element);
  });
  dress();
  return { dress, go };
}
