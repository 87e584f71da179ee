// Two buttons that scroll the paper under review, so that Alt and the arrows read it with the hands on the fields.
const SHARE = 0.8;

export default function review(row) {
  const paper = document.querySelector(row.dataset.over);
  if (!paper) return;
  for (const button of row.querySelectorAll("[data-by]")) {
    button.hidden = false;
    button.addEventListener("click", () => paper.scrollBy({ top: Number(button.dataset.by) * SHARE * paper.clientHeight }));
  }
}
