// The palette of a template: what is pressed goes where one was writing. Without script it is read and copied.
// On each text area, the event `insert-text` (a mark) or `insert-html` (a piece of paper) goes first to an editor that
// may stand over it, which prevents the default; else the words go in the text area itself.

export default function palette(element) {
  const areas = [...element.querySelectorAll("textarea")];
  let last = areas[0];
  element.addEventListener("focusin", ({ target }) => {
    const field = target.closest("textarea") ?? target.closest(".field")?.querySelector("textarea");
    if (field && areas.includes(field)) last = field;
  });
  element.addEventListener("click", ({ target }) => {
    const entry = target.closest("[data-insert], [data-insert-html]");
    if (!entry || !last) return;
    const isHtml = "insertHtml" in entry.dataset;
    const words = isHtml ? entry.dataset.insertHtml : entry.dataset.insert;
    const asked = new CustomEvent(isHtml ? "insert-html" : "insert-text", { detail: words, cancelable: true });
    if (!last.dispatchEvent(asked)) return;
    last.setRangeText(words, last.selectionStart, last.selectionEnd, "end");
    last.dispatchEvent(new Event("input", { bubbles: true }));
    last.focus();
  });
}
