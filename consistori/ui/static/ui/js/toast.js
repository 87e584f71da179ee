// A toast leaves after a while, unless one is on it or it carries an act.
export default function toast(element) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-third btn-s btn-icon push";
  button.textContent = "×";
  button.setAttribute("aria-label", element.parentElement?.dataset.close || "×");
  button.addEventListener("click", () => element.remove());
  element.append(button);
  if (element.querySelector("a, form, progress")) return;
  let timer;
  const start = () => { timer = setTimeout(() => element.remove(), 9000); };
  element.addEventListener("pointerenter", () => clearTimeout(timer));
  element.addEventListener("focusin", () => clearTimeout(timer));
  element.addEventListener("pointerleave", start);
  start();
}
