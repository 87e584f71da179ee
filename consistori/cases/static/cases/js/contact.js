// The contact sheet: arrows, X to choose, Enter to look, Alt and arrows (or the mouse) to put in order. Each new place
// is sent when the hand rests, and the folios are drawn again.
import { grid } from "../../documents/js/grid.js";
import { say } from "../../ui/js/behaviours.js";

const REST = 450;

export default function contact(piles) {
  const form = piles.closest("form"), token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const leaves = () => [...piles.querySelectorAll("[data-leaf]")];
  const boxes = () => [...piles.querySelectorAll("input[name=leaf]")];
  const told = document.querySelector("[data-chosen]"), first = told?.textContent;
  let timer, waiting;

  const count = () => {
    if (!told) return;
    const chosen = boxes().filter((box) => box.checked).length;
    told.textContent = !chosen ? first : (chosen === 1 ? piles.dataset.one : piles.dataset.many).replace("{n}", chosen);
  };
  const fresh = async () => {
    const at = document.activeElement?.closest("[data-leaf]")?.dataset.leaf, chosen = new Set(boxes().filter((box) => box.checked).map((box) => box.value));
    const answer = await fetch(piles.dataset.fresh, { headers: { "X-Requested-With": "swap" } });
    if (!answer.ok || waiting) return;
    piles.innerHTML = await answer.text();
    for (const box of boxes()) box.checked = chosen.has(box.value);
    controls.dress();
    const again = leaves().find((leaf) => leaf.dataset.leaf === at);
    if (again) controls.go(again);
    count();
  };
  const send = async (leaf) => {
    const body = new FormData(), next = leaf.nextElementSibling;
    body.append("csrfmiddlewaretoken", token);
    body.append("leaf", leaf.dataset.leaf);
    body.append("folder", leaf.parentElement.dataset.folder);
    if (next?.dataset.leaf) body.append("before", next.dataset.leaf);
    waiting = undefined;
    const answer = await fetch(piles.dataset.move, { method: "post", body, headers: { "X-Requested-With": "move" } }).catch(() => undefined);
    if (!answer?.ok) {
      const words = await answer?.json().catch(() => ({}));
      say(words?.detail || piles.dataset.failed);
    }
    await fresh();
  };
  const moved = (leaf) => {
    const beside = [...leaf.parentElement.querySelectorAll("[data-leaf]")];
    if (told) told.textContent = piles.dataset.moved.replace("{title}", leaf.dataset.title).replace("{n}", beside.indexOf(leaf) + 1).replace("{all}", beside.length);
    if (waiting && waiting !== leaf) send(waiting);
    clearTimeout(timer);
    waiting = leaf;
    timer = setTimeout(() => send(leaf), REST);
  };
  const choose = (leaf) => {
    const box = leaf.querySelector("input[name=leaf]");
    if (box) { box.checked = !box.checked; count(); }
  };
  const controls = grid(piles, {
    rows: leaves,
    moved,
    single: true,
    keys: { x: choose, " ": choose, Enter: (leaf) => { location.href = leaf.dataset.href; } },
  });
  const all = document.querySelector("[data-all]"), clear = document.querySelector("[data-clear]");
  for (const button of [all, clear]) if (button) button.hidden = false;
  all?.addEventListener("click", () => { for (const box of boxes()) box.checked = true; count(); });
  clear?.addEventListener("click", () => { for (const box of boxes()) box.checked = false; count(); });
  form.addEventListener("change", count);
  document.addEventListener("uploaded", (event) => { if (!event.detail.all) fresh(); });
  addEventListener("beforeunload", () => { if (waiting) send(waiting); });
  count();
}
