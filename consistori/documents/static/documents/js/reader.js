// The words of each page over its image: to select and copy them, and to mark what is looked for in the document.
export default function reader(pages) {
  let wanted = "";
  const drawn = new WeakMap(), tries = new WeakMap();

  // The program may be busy or away: the words are asked for again, ever later, while the page is in sight.
  const later = (figure) => {
    drawn.delete(figure);
    const tried = (tries.get(figure) ?? 0) + 1;
    tries.set(figure, tried);
    if (tried < 7) setTimeout(() => near.has(figure) && draw(figure), 500 * 2 ** tried);
  };

  const draw = async (figure) => {
    if (drawn.get(figure) === wanted) return;
    drawn.set(figure, wanted);
    const address = new URL(figure.dataset.layer, location.href);
    if (wanted) address.searchParams.set("q", wanted);
    try {
      const answer = await fetch(address);
      if (answer.status >= 500) return later(figure);
      if (!answer.ok) return;
      const holder = document.createElement("template");
      holder.innerHTML = await answer.text();
      const sheet = figure.querySelector(".page-sheet");
      sheet.querySelector(".page-layer")?.remove();
      sheet.append(holder.content.querySelector("svg"));
      tries.delete(figure);
    } catch { later(figure); }
  };

  const near = new Set();
  const watch = new IntersectionObserver((seen) => {
    for (const one of seen) {
      if (one.isIntersecting) { near.add(one.target); draw(one.target); } else near.delete(one.target);
    }
  }, { rootMargin: "200px" });
  pages.querySelectorAll("[data-layer]").forEach((figure) => watch.observe(figure));

  const view = pages.parentElement;
  view.addEventListener("swapped", (event) => {
    const field = event.target.querySelector?.("[name=q]");
    if (!field) return;
    wanted = field.value.trim();
    near.forEach(draw);
  });
  view.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-page]");
    const figure = link && pages.querySelector(`#page-${link.dataset.page}`);
    if (!figure || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    // Only the pages move, where they have a bar of their own: what is above them stays in sight.
    if (pages.scrollHeight > pages.clientHeight + 1) {
      pages.scrollBy({ top: figure.getBoundingClientRect().top - pages.getBoundingClientRect().top - 8 });
    } else figure.scrollIntoView({ block: "start" });
  });
}
