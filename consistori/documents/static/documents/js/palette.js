// The page where a template is written: with script, the editor instead of plain words, and what is pressed in the
// palette goes where one was writing. Without it, the palette is read and the text is written in plain words.

function writeInEditor(element) {
  const plain = element.querySelector("[data-plain]");
  const area = element.querySelector("textarea[data-behaviour]");
  for (const field of plain.querySelectorAll("textarea")) field.disabled = true;
  plain.hidden = true;
  // The editor hides it when it is ready; if it never is, the text can still be written here.
  if (!area.nextElementSibling?.classList.contains("text-body")) area.hidden = false;
  return area;
}

export default function palette(element) {
  const area = writeInEditor(element);
  element.addEventListener("click", ({ target }) => {
    const entry = target.closest("[data-insert]");
    if (!entry) return;
    const words = entry.dataset.insert;
    area.dispatchEvent(new CustomEvent("insert-text", { detail: words }));
    if (area.hidden) return;
    area.setRangeText(words, area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
    area.focus();
  });
}
