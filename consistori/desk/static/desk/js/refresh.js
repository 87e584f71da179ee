// Looks again every three seconds while something is running.
import { place } from "../../ui/js/behaviours.js";

export default function refresh(element) {
  setTimeout(async () => {
    const answer = await fetch(element.dataset.src, { headers: { "X-Requested-With": "swap" } }).catch(() => null);
    if (answer?.ok && element.isConnected) place(await answer.text(), element);
  }, 3000);
}
