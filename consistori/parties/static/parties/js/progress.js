// Looks every second and a half how far the job has come; when it has ended, shows the page of its result.
import { place } from "../../ui/js/behaviours.js";

export default function progress(element) {
  if (element.dataset.ended) { location.reload(); return; }
  setTimeout(async () => {
    const answer = await fetch(element.dataset.src, { headers: { "X-Requested-With": "swap" } }).catch(() => null);
    if (answer?.ok && element.isConnected) place(await answer.text(), element);
  }, 1500);
}
