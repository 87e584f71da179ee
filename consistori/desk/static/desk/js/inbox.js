// The process note: what is written is kept in this browser until it is sent, also while one looks at another paper.
const NAMES = ["case", "title", "due_on", "note", "destination", "destination_code"];

export default function inbox(form) {
  const key = `inbox:${location.pathname.split("/desk/")[0]}:${form.dataset.entry}`;
  const told = form.querySelector("[data-kept-here]");
  const values = () => ({
    action: form.querySelector("[name=action]:checked")?.value ?? "",
    to: [...form.querySelectorAll("[name=to]:checked")].map((box) => box.value),
    ...Object.fromEntries(NAMES.map((name) => [name, form.elements[name]?.value ?? ""])),
  });
  const put = (kept) => {
    for (const name of NAMES) if (form.elements[name] && kept[name]) form.elements[name].value = kept[name];
    for (const box of form.querySelectorAll("[name=action]")) box.checked = kept.action ? box.value === kept.action : box.checked;
    for (const box of form.querySelectorAll("[name=to]")) box.checked = kept.to?.includes(box.value) || box.checked;
  };
  const asked = new URLSearchParams(location.search);
  let kept = null;
  try { kept = JSON.parse(sessionStorage.getItem(key)); } catch { /* what cannot be read is not kept */ }
  if (kept && !form.querySelector("[role=alert]")) {
    if (asked.has("apply")) kept = { ...kept, action: "", case: "", title: "" };
    put(kept);
    if (kept.note) told.textContent = form.dataset.kept;
  }
  let timer;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      sessionStorage.setItem(key, JSON.stringify(values()));
      told.textContent = form.dataset.kept;
    }, 400);
  });
  form.addEventListener("submit", () => { clearTimeout(timer); sessionStorage.removeItem(key); });
}
