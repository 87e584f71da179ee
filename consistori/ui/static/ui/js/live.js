// <input data-behaviour="live" data-url data-into="#id">: asks while one writes, and puts the answer inside.
// A [data-pick] in the answer goes to the field. With data-now it asks once at the start.
import { attend } from "./behaviours.js";

export default function live(input) {
  const into = document.querySelector(input.dataset.into);
  if (!into) return;
  let timer, running;
  const chosen = () => into.querySelector("input[type=radio]:checked")?.value ?? "";
  const ask = async () => {
    running?.abort();
    running = new AbortController();
    const words = new URLSearchParams({ q: input.value, chosen: chosen() });
    try {
      const answer = await fetch(`${input.dataset.url}?${words}`, { signal: running.signal, headers: { "X-Requested-With": "swap" } });
      if (!answer.ok) return;
      into.innerHTML = await answer.text();
      attend(into);
    } catch (error) {
      if (error.name !== "AbortError") throw error;
    }
  };
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 200); });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown") return;
    const first = into.querySelector("input[type=radio], [data-pick]");
    if (first) { event.preventDefault(); first.focus(); }
  });
  into.addEventListener("click", (event) => {
    const pick = event.target.closest("[data-pick]");
    if (pick) { input.value = pick.dataset.pick; into.replaceChildren(); input.focus(); }
  });
  if ("now" in input.dataset) ask();
}
