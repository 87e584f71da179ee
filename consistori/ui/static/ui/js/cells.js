// The code is sent as soon as its sixth figure is written; spaces that were pasted go away.
export default function cells(input) {
  input.addEventListener("input", () => {
    const figures = input.value.replace(/\D/g, "").slice(0, 6);
    if (figures !== input.value) input.value = figures;
    if (figures.length === 6) input.form.requestSubmit();
  });
}
