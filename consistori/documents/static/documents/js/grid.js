// A grid of things in order: arrows go from one to the next, Alt and an arrow moves it, and it can be dragged.
// `rows()` are the elements in order; `moved(element)` hears of a new place; `keys` are letters on an element. With
// `single`, Tab stops only inside the element that has the focus: of two hundred, it leaves the grid at once.
const typing = (element) => element.closest("input:not([type=checkbox]), textarea, select");

export function grid(list, { rows, moved, keys = {}, movable = true, single = false }) {
  let at = rows()[0], dragged;
  const stop = (element, here) => {
    element.setAttribute("tabindex", here ? "0" : "-1");
    if (single) for (const inner of element.querySelectorAll("a, button, input")) inner.tabIndex = here ? 0 : -1;
  };
  const come = (element) => {
    if (at) stop(at, false);
    at = element;
    stop(at, true);
  };
  const go = (element) => {
    if (!element) return;
    come(element);
    at.focus();
    at.scrollIntoView({ block: "nearest" });
  };
  const dress = () => {
    for (const element of rows()) {
      element.draggable = movable;
      stop(element, element === at);
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
    if (element) come(element);
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
