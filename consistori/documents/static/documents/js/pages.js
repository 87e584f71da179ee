// The pages of a document: turn, take out, divide and put in order, by mouse and by keys; the form keeps it all at once.
import { grid } from "./grid.js";

export default function pages(list) {
  const form = document.querySelector(list.dataset.form);
  const plan = form.querySelector("[name=plan]"), tally = form.querySelector("[data-tally]");
  const first = tally.textContent;
  const turns = new WeakMap();
  const sheets = () => [...list.querySelectorAll("[data-page]")];
  const box = (sheet, name) => sheet.querySelector(`[data-${name}-box]`);
  const isOut = (sheet) => Boolean(box(sheet, "out")?.checked);
  const start = sheets().map((sheet) => sheet.dataset.page).join(" ");

  const drawn = () => {
    const kept = sheets().filter((sheet) => !isOut(sheet));
    let pieces = 0;
    const words = [];
    for (const sheet of kept) {
      const begins = pieces === 0 || Boolean(box(sheet, "begins")?.checked);
      if (begins) { if (pieces) words.push("/"); pieces += 1; }
      const turn = turns.get(sheet) ?? 0;
      words.push(turn ? `${sheet.dataset.page}.${turn}` : sheet.dataset.page);
    }
    for (const sheet of sheets()) {
      sheet.classList.toggle("is-out", isOut(sheet));
      sheet.classList.toggle("is-begin", Boolean(box(sheet, "begins")?.checked) && !isOut(sheet));
    }
    plan.value = words.join(" ");
    if (plan.value === start) { tally.textContent = first || list.dataset.none; return; }
    const said = [list.dataset.said.replace("{n}", kept.length)], out = sheets().length - kept.length;
    if (out) said.push(list.dataset.out.replace("{n}", out));
    if (pieces > 1) said.push(list.dataset.pieces.replace("{n}", pieces));
    tally.textContent = said.join(" · ");
  };
  const turn = (sheet, by) => {
    const now = ((turns.get(sheet) ?? 0) + by + 4) % 4;
    turns.set(sheet, now);
    const image = sheet.querySelector("img");
    image.style.transform = now ? `rotate(${90 * now}deg)${now % 2 ? " scale(.7)" : ""}` : "";
    drawn();
  };
  const tick = (sheet, name) => {
    const found = box(sheet, name);
    if (found) { found.checked = !found.checked; drawn(); }
  };

  list.classList.add("is-live");
  for (const hidden of document.querySelectorAll(".page-keys, [data-turn], [data-blanks]")) hidden.hidden = false;
  grid(list, {
    rows: sheets,
    moved: (sheet) => {
      const all = sheets();
      drawn();
      tally.textContent = list.dataset.moved.replace("{page}", sheet.dataset.page).replace("{n}", all.indexOf(sheet) + 1).replace("{all}", all.length);
    },
    keys: {
      r: (sheet) => turn(sheet, 1),
      R: (sheet) => turn(sheet, -1),
      d: (sheet) => tick(sheet, "out"),
      Delete: (sheet) => tick(sheet, "out"),
      p: (sheet) => tick(sheet, "begins"),
    },
  });
  list.addEventListener("click", (event) => {
    if (event.target.closest("[data-turn]")) turn(event.target.closest("[data-page]"), 1);
  });
  list.addEventListener("change", drawn);
  form.querySelector("[data-blanks]")?.addEventListener("click", () => {
    for (const sheet of list.querySelectorAll(".is-blank")) box(sheet, "out").checked = true;
    drawn();
  });
  form.addEventListener("submit", () => {
    for (const sheet of sheets()) {
      const title = sheet.querySelector(".sheet-title");
      if (title?.dataset.name) title.name = title.dataset.name;
      if (title && !box(sheet, "begins")?.checked) title.removeAttribute("name");
      for (const field of sheet.querySelectorAll(".sheet-fields [name], [data-out-box], [data-begins-box]")) field.removeAttribute("name");
    }
  });
  drawn();
}
