// Light, dark, or as the computer: kept in a cookie of a year, so that the server draws it right from the first line.
export default function theme(box) {
  box.hidden = false;
  const root = document.documentElement;
  const buttons = [...box.querySelectorAll("[data-theme-to]")];
  const mark = () => buttons.forEach((b) => b.setAttribute("aria-pressed", String((root.dataset.theme ?? "") === b.dataset.themeTo)));
  mark();
  box.addEventListener("click", (event) => {
    const button = event.target.closest("[data-theme-to]");
    if (!button) return;
    const wanted = button.dataset.themeTo;
    document.cookie = `theme=${wanted}; path=/; max-age=${wanted ? 31536000 : 0}; samesite=lax`;
    if (wanted) root.dataset.theme = wanted; else delete root.dataset.theme;
    mark();
  });
}
