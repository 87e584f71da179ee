// An offer is written in its field, and the button says how many cases will be classed.
export default function classing(form) {
  const fields = () => [...form.querySelectorAll("input[name^='series-']")];
  const button = form.querySelector("[data-count]"), words = button.querySelector("span");
  const count = () => {
    const n = fields().filter((field) => field.value.trim()).length;
    words.textContent = n ? (n === 1 ? form.dataset.one : form.dataset.many).replace("{n}", n) : form.dataset.none;
  };
  form.addEventListener("click", (event) => {
    const offer = event.target.closest("[data-fill]");
    if (!offer) return;
    event.preventDefault();
    const field = offer.closest(".classing-choice").querySelector("input");
    field.value = offer.dataset.fill;
    field.focus();
    count();
  }, true);
  form.addEventListener("input", count);
  count();
}
