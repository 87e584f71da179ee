// A text box that grows with what one writes.
export default function autosize(area) {
  const fit = () => { area.style.height = "auto"; area.style.height = `${area.scrollHeight + 2}px`; };
  area.addEventListener("input", fit);
  if (area.value) fit();
}
