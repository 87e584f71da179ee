// The bulk bar appears when something is chosen, and says how many. [data-all] chooses every row in view.
export default function bulk(bar) {
  const form = bar.closest("form") ?? document.getElementById(bar.dataset.form);
  if (!form) return;
  const boxes = () => [...form.querySelectorAll("input[type=checkbox][name]:not([data-all])")];
  const all = form.querySelector("input[data-all]"), count = bar.querySelector("[data-count]"), clear = bar.querySelector("[data-clear]");
  const draw = () => {
    const every = boxes(), chosen = every.filter((box) => box.checked).length;
    bar.hidden = !chosen;
    count.textContent = (chosen === 1 ? bar.dataset.one : bar.dataset.many).replace("{n}", chosen);
    if (all) { all.checked = chosen === every.length && chosen > 0; all.indeterminate = chosen > 0 && chosen < every.length; }
  };
  clear.hidden = false;
  clear.addEventListener("click", () => { boxes().forEach((box) => { box.checked = false; }); draw(); });
  all?.addEventListener("change", () => { boxes().forEach((box) => { box.checked = all.checked; }); draw(); });
  form.addEventListener("change", draw);
  draw();
}
