// The list of documents: a row can be dragged to its place. "Move to…" does the same without dragging.
import { say } from "../../ui/js/behaviours.js";

export default function order(list) {
  let dragged;
  const rows = () => [...list.querySelectorAll("li[data-leaf]")];
  for (const row of rows()) row.draggable = true;
  list.addEventListener("dragstart", (event) => {
    dragged = event.target.closest("li[data-leaf]");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged?.dataset.leaf ?? "");
    dragged?.classList.add("is-dragged");
  });
  list.addEventListener("dragover", (event) => {
    const over = event.target.closest("li[data-leaf]");
    if (!dragged || !over || over === dragged) return;
    event.preventDefault();
    const middle = over.getBoundingClientRect();
    over.after(dragged);
    if (event.clientY < middle.top + middle.height / 2) over.before(dragged);
  });
  list.addEventListener("dragend", () => { dragged?.classList.remove("is-dragged"); dragged = undefined; });
  list.addEventListener("drop", async (event) => {
    if (!dragged) return;
    event.preventDefault();
    const body = new FormData(), next = dragged.nextElementSibling, near = dragged.previousElementSibling ?? next;
    const folder = (next?.dataset.leaf ? next : near)?.dataset.folder ?? "";
    body.append("leaf", dragged.dataset.leaf);
    body.append("folder", folder);
    if (next?.dataset.leaf && next.dataset.folder === folder) body.append("before", next.dataset.leaf);
    body.append("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
    const answer = await fetch(list.dataset.move, { method: "post", body, headers: { "X-Requested-With": "move" } });
    if (!answer.ok) {
      const told = await answer.json().catch(() => ({}));
      if (told.detail) say(told.detail);
    }
    location.reload();
  });
}
