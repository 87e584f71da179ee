// The text of a sheet: what the citizen will see is drawn again beside it while one writes, and a fault leads to its line.
import { place } from "../../ui/js/behaviours.js";

export default function sheet(form) {
  const text = form.querySelector("textarea[name=text]");
  let timer, running;
  const draw = async () => {
    running?.abort();
    running = new AbortController();
    try {
      const answer = await fetch(form.dataset.preview, { method: "post", body: new FormData(form), signal: running.signal, headers: { "X-Requested-With": "swap" } });
      if (answer.ok && !answer.redirected) place(await answer.text(), document.querySelector("#beside"));
    } catch (error) { if (error.name !== "AbortError") console.warn(error); }
  };
  form.addEventListener("input", (event) => {
    if (event.target.name === "note") return;
    clearTimeout(timer);
    timer = setTimeout(draw, 500);
  });
  form.addEventListener("click", (event) => {
    const link = event.target.closest("[data-line]");
    if (!link) return;
    event.preventDefault();
    const lines = text.value.split("\n"), line = Number(link.dataset.line) - 1;
    const start = lines.slice(0, line).reduce((sum, one) => sum + one.length + 1, 0);
    text.focus();
    text.setSelectionRange(start, start + (lines[line] ?? "").length);
    text.scrollIntoView({ block: "nearest" });
    text.scrollTop = (text.scrollHeight / lines.length) * Math.max(0, line - 4);
  });
}
