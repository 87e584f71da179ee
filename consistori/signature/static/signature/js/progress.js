// While a batch is being signed its page asks how it goes every second, and stops when it is over or paused.
import { attend } from "../../ui/js/behaviours.js";

export default function progress(element) {
  if (element.dataset.figure) document.title = element.dataset.figure;
  const ask = async () => {
    if (!element.isConnected) return;
    try {
      const answer = await fetch(element.dataset.address, { headers: { "X-Requested-With": "swap" } });
      if (!answer.ok) throw new Error(answer.status);
      const holder = document.createElement("template");
      holder.innerHTML = (await answer.text()).trim();
      const fresh = holder.content.firstElementChild;
      const held = element.contains(document.activeElement);
      const pressed = element.querySelector("[aria-busy]");
      if (pressed) { setTimeout(ask, 900); return; } // pause was pressed: its page comes by itself
      element.replaceWith(fresh);
      if (held) (fresh.querySelector("button") ?? fresh.querySelector("a"))?.focus({ preventScroll: true });
      const title = fresh.querySelector("h1");
      if (title && !fresh.dataset.figure) document.title = title.textContent;
      attend(fresh);
    } catch { setTimeout(ask, 3000); }
  };
  setTimeout(ask, 900);
}
