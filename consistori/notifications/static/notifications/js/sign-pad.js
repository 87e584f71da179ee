// <div data-behaviour="notifications/sign-pad" data-input="id_signature" hidden>: a drawing of 600 by 200, written as an
// SVG path in a hidden field. Shown only where "on the screen" is chosen; without script one signs on paper.
export default function signPad(element) {
  const drawing = element.querySelector("svg"), path = drawing.querySelector("path");
  const field = document.getElementById(element.dataset.input), how = document.getElementById("id_signed");
  const show = () => { element.hidden = how.value !== "screen"; };
  const keep = (said) => { path.setAttribute("d", said); field.value = said; };
  const point = (event) => {
    const box = drawing.getBoundingClientRect();
    const at = (value, from, size, most) => Math.min(most, Math.max(0, Math.round(((value - from) / size) * most)));
    return `${at(event.clientX, box.left, box.width, 600)} ${at(event.clientY, box.top, box.height, 200)}`;
  };
  let drawn = false;
  drawing.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    drawn = true;
    drawing.setPointerCapture(event.pointerId);
    keep(`${field.value}M${point(event)}`);
  });
  drawing.addEventListener("pointermove", (event) => {
    if (drawn && field.value.length < 39000) keep(`${field.value}L${point(event)}`);
  });
  for (const ends of ["pointerup", "pointercancel"]) drawing.addEventListener(ends, () => { drawn = false; });
  element.querySelector("[data-clear]").addEventListener("click", () => keep(""));
  how.addEventListener("change", show);
  if (field.value) keep(field.value);
  show();
}
