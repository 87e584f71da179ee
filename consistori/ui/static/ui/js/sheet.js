// A link that opens its page as a sheet over this one: finder, towns, help. With Ctrl or Shift it is a plain link.
import { attend } from "./behaviours.js";

export default function sheet(link) {
  link.setAttribute("aria-haspopup", "dialog");
  link.addEventListener("click", async (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    if (document.querySelector("dialog[open]")) return;
    const address = new URL(link.href);
    if (link.dataset.asks) address.searchParams.set("as", link.dataset.asks);
    const answer = await fetch(address, { headers: { "X-Requested-With": "sheet" } }).catch(() => null);
    if (!answer?.ok || !answer.headers.get("X-Fragment")) { location.href = link.href; return; }
    const box = document.createElement("dialog");
    box.className = `sheet sheet-${link.dataset.sheet}`;
    box.setAttribute("aria-label", link.getAttribute("aria-label") || link.textContent.trim());
    box.innerHTML = await answer.text();
    document.body.append(box);
    box.addEventListener("close", () => { box.remove(); link.focus(); });
    box.addEventListener("click", (e) => { if (e.target === box || e.target.closest("[data-close]")) box.close(); });
    box.showModal();
    box.querySelector("[autofocus]")?.focus();
    attend(box);
  });
}
