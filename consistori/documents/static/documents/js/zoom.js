// Enlarge and reduce the pages of a preview; + and - when the pages have the focus. The choice is remembered.
const STEPS = [0.6, 0.8, 1, 1.25, 1.5, 2, 2.6];
const KEY = "documents-zoom";

function button(words, icon, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn btn-third btn-s btn-icon";
  made.setAttribute("aria-label", words);
  made.textContent = icon;
  made.addEventListener("click", act);
  return made;
}

export default function zoom(pages) {
  let step = STEPS.indexOf(Number(sessionStorage.getItem(KEY)));
  if (step < 0) step = STEPS.indexOf(1);
  const figure = document.createElement("output");
  const draw = () => {
    pages.style.setProperty("--zoom", STEPS[step]);
    pages.classList.toggle("is-zoomed", STEPS[step] > 1);
    figure.textContent = `${Math.round(STEPS[step] * 100)} %`;
    sessionStorage.setItem(KEY, STEPS[step]);
  };
  const move = (by) => {
    step = Math.min(STEPS.length - 1, Math.max(0, step + by));
    draw();
  };
  const tools = document.createElement("div");
  tools.className = "zoom";
  tools.append(button(pages.dataset.out, "−", () => move(-1)), figure, button(pages.dataset.in, "+", () => move(1)));
  pages.append(tools);
  pages.addEventListener("keydown", (event) => {
    if (event.target !== pages || event.ctrlKey || event.metaKey) return;
    if (event.key === "+") move(1);
    else if (event.key === "-") move(-1);
  });
  draw();
}
