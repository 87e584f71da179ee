// <button data-behaviour="dialog" data-opens="id">: opens that <dialog>; [data-close] closes it. Focus comes back.
export default function dialog(opener) {
  const box = document.getElementById(opener.dataset.opens);
  if (!box) return;
  opener.setAttribute("aria-haspopup", "dialog");
  opener.addEventListener("click", (event) => {
    event.preventDefault();
    box.showModal();
    box.querySelector("[autofocus], input:not([type=hidden]), textarea, select")?.focus();
  });
  box.addEventListener("click", (event) => {
    if (event.target === box || event.target.closest("[data-close]")) box.close();
  });
  box.addEventListener("close", () => opener.focus());
}
