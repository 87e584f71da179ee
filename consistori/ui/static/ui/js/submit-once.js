// A form is sent once: its button keeps its width and says what it is doing (data-busy).
export default function submitOnce(form) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) { event.preventDefault(); return; }
    if (event.defaultPrevented) return;
    form.dataset.sent = "yes";
    const button = event.submitter;
    if (!button?.matches(".btn")) return;
    button.style.minWidth = `${button.offsetWidth}px`;
    button.setAttribute("aria-busy", "true");
    if (button.dataset.busy) {
      const icon = button.querySelector(".icon");
      button.textContent = button.dataset.busy;
      if (icon) button.prepend(icon);
    }
  });
  addEventListener("pageshow", () => { delete form.dataset.sent; form.querySelector("[aria-busy]")?.removeAttribute("aria-busy"); });
}
