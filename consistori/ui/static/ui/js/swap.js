// A form or link whose answer is a fragment: data-into="#id" says where it goes (data-inside puts it inside).
// A form with data-live="250" is sent while one writes. The server knows it by `X-Requested-With: swap`.
import { place } from "./behaviours.js";

export default function swap(element) {
  let running, timer;
  const load = async (url, options = {}) => {
    running?.abort();
    running = new AbortController();
    const target = document.querySelector(element.dataset.into);
    target?.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(url, { ...options, signal: running.signal, headers: { "X-Requested-With": "swap" } });
      if (answer.redirected && !answer.headers.get("X-Fragment")) { location.href = answer.url; return; }
      place(await answer.text(), document.querySelector(element.dataset.into), "inside" in element.dataset);
      element.dispatchEvent(new CustomEvent("swapped", { bubbles: true }));
    } catch (error) {
      if (error.name === "AbortError") return;
      if (element.matches("form")) element.submit(); else location.href = element.href;
    } finally { target?.removeAttribute("aria-busy"); }
  };
  if (!element.matches("form")) {
    element.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      load(element.href);
    });
    return;
  }
  const send = (submitter) => {
    const data = new FormData(element, submitter);
    if (element.method === "get") load(`${element.action.split("?")[0]}?${new URLSearchParams(data)}`);
    else load(submitter?.hasAttribute("formaction") ? submitter.formAction : element.action, { method: "post", body: data });
  };
  element.addEventListener("submit", (event) => { event.preventDefault(); send(event.submitter); });
  if (element.dataset.live) {
    element.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(() => send(), Number(element.dataset.live)); });
  }
}
