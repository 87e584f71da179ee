// What one gesture does, said on its button: how many are signed and how many go back, as the reasons are written.
export default function gesture(form) {
  const button = form.querySelector(".sign-bar .btn-main");
  const all = form.querySelectorAll('input[name="request"]').length;
  if (!button) return;
  const words = [...button.childNodes].find((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  const tell = () => {
    const back = [...form.querySelectorAll("[data-back]")].filter((field) => field.value.trim());
    for (const field of form.querySelectorAll("[data-back]")) {
      field.closest(".sign-row").classList.toggle("is-back", Boolean(field.value.trim()));
    }
    const n = all - back.length, { signOne, sign, both } = form.dataset;
    const said = !back.length ? (n === 1 ? signOne : sign) : n ? both : form.dataset.return;
    if (words) words.data = said.replace("{n}", n).replace("{m}", back.length);
  };
  form.addEventListener("input", (event) => { if (event.target.matches("[data-back]")) tell(); });
}
