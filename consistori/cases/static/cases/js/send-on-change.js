// A choice that sends its form as soon as it is made; the button does the same.
export default function sendOnChange(input) {
  input.addEventListener("change", () => input.form.requestSubmit());
}
