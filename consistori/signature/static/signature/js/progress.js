// While a batch is being signed its page asks how it goes every second, and stops when it is over.
import { attend } from "../../ui/js/behaviours.js";

export default function progress(element) {
  const ask = async () => {
    if (!element.isConnected) return;
    try {
      const answer = await fetch(element.dataset.address, { headers: { "X-Requested-With": "swap" } });
      if (!answer.ok) throw new Error(answer.status);
      const holder = document.createElement("template");
      holder.innerHTML = (await answer.text()).trim();
      const fresh = holder.content.firstElementChild;
      element.replaceWith(fresh);
      attend(fresh);
    } catch { setTimeout(ask, 3000); }
  };
  setTimeout(ask, 900);
}
