// J and K move over the rows of a list, Enter opens, X chooses. The chosen row has wash, an edge, and the focus.
export default function listKeys(list) {
  const rows = () => [...list.querySelectorAll(list.dataset.rows || "li:not(.ledger-head), tbody tr")].filter((row) => row.querySelector("a, button, input"));
  let at = -1;
  const move = (step) => {
    const all = rows();
    if (!all.length) return;
    all[at]?.classList.remove("is-chosen");
    at = Math.max(0, Math.min(all.length - 1, at + step));
    all[at].classList.add("is-chosen");
    all[at].querySelector("a[href], button, input")?.focus({ preventScroll: true });
    all[at].scrollIntoView({ block: "nearest" });
  };
  list.addEventListener("focusin", (event) => {
    const all = rows(), found = all.findIndex((row) => row.contains(event.target));
    if (found >= 0 && found !== at) { all[at]?.classList.remove("is-chosen"); at = found; }
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (event.target.closest("input:not([type=checkbox]), textarea, select")) return;
    const key = event.key.toLowerCase();
    if (key === "j" || key === "k") { event.preventDefault(); move(key === "j" ? 1 : -1); }
    if (key === "x" && at >= 0) rows()[at]?.querySelector("input[type=checkbox]")?.click();
  });
}
