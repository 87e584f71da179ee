// Results while one writes; arrows choose, Enter opens, and the chosen case shows its cover beside.
import { attend, place } from "../../ui/js/behaviours.js";

export default function finder(form) {
  const input = form.querySelector("input[name=q]");
  const target = form.dataset.into;
  let at = -1, timer, running;
  const rows = () => [...document.querySelectorAll(`${target} [role=option]`)];
  const choose = (index) => {
    const all = rows();
    all.forEach((row) => row.setAttribute("aria-selected", "false"));
    at = all.length ? (index + all.length) % all.length : -1;
    const side = document.querySelector(`${target} .found-side`);
    if (at < 0) { input.removeAttribute("aria-activedescendant"); side?.replaceChildren(); return; }
    all[at].setAttribute("aria-selected", "true");
    all[at].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", all[at].id);
    const cover = all[at].querySelector("template");
    if (!side) return;
    side.replaceChildren(...(cover ? [cover.content.cloneNode(true)] : []));
    attend(side);
  };
  const load = async () => {
    running?.abort();
    running = new AbortController();
    const url = `${form.action.split("?")[0]}?${new URLSearchParams(new FormData(form))}`;
    try {
      const answer = await fetch(url, { signal: running.signal, headers: { "X-Requested-With": "swap" } });
      if (!answer.ok) return;
      place(await answer.text(), document.querySelector(target));
      const scope = form.querySelector("[data-scope]");
      if (scope) scope.href = `${scope.href.split("?")[0]}?q=${encodeURIComponent(input.value)}`;
      choose(input.value ? 0 : -1);
    } catch (error) { if (error.name !== "AbortError") throw error; }
  };
  document.addEventListener("click", (event) => {
    const kind = event.target.closest(`${target} [data-only]`);
    if (!kind || !form.isConnected || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    form.elements.only.value = kind.dataset.only;
    input.focus();
    load();
  });
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(load, 140); });
  form.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); choose(at + (event.key === "ArrowDown" ? 1 : -1)); }
    if (event.key === "Enter" && at >= 0 && rows()[at]) { event.preventDefault(); location.href = rows()[at].href; }
  });
  if (input.value) choose(0);
}
