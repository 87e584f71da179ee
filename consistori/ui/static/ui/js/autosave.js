// A form that saves itself: posts to data-autosave while one writes and says when. `[data-saved]` shows the state.
export default function autosave(form) {
  const state = document.querySelector(form.dataset.savedInto || "[data-saved]");
  let timer, last = new URLSearchParams(new FormData(form)).toString();
  const save = async () => {
    const body = new FormData(form), now = new URLSearchParams(body).toString();
    if (now === last) return;
    const answer = await fetch(form.dataset.autosave, { method: "post", body, headers: { "X-Requested-With": "autosave" } }).catch(() => null);
    if (answer?.ok) last = now;
    if (state) state.textContent = answer?.ok ? `${form.dataset.saved} ${new Date().toLocaleTimeString(document.documentElement.lang, { hour: "numeric", minute: "2-digit" })}` : form.dataset.unsaved;
  };
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(save, 800); });
  addEventListener("beforeunload", save);
}
