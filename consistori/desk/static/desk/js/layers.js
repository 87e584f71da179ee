// The layers of the calendar: each tick shows or hides at once; without script a button does it.
export default function layers(form) {
  form.classList.add("is-live");
  form.addEventListener("change", (event) => { if (event.target.name === "layer") form.requestSubmit(); });
  const fold = form.querySelector("details"), narrow = matchMedia("(max-width: 1023px)");
  if (fold && narrow.matches) fold.open = false;
}
