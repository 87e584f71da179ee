// Draws again what is printed until the receipt and the seals are there.
import { attend } from "../../ui/js/behaviours.js";

export default function printed(box) {
  let left = 40;
  const timer = setInterval(async () => {
    if (!box.querySelector("[data-again]") || !(left -= 1)) { clearInterval(timer); return; }
    const answer = await fetch(box.dataset.url, { headers: { "X-Requested-With": "swap" } }).catch(() => null);
    if (!answer?.ok || answer.redirected) return;
    box.innerHTML = await answer.text();
    attend(box);
  }, 1500);
}
