// The zones of a partial copy: drawn on the page with the mouse or a finger, moved and sized with the arrows, and
// always the same as the numbers of their row, which are what is sent. A blank row is no zone.

const FIELDS = ["page", "left", "top", "width", "height", "reason"];
const LEAST = 0.4;
const round = (value) => Math.round(value * 10) / 10;
const within = (value, least, most) => Math.min(Math.max(value, least), Math.max(most, least));
const filled = (words, facts) => words.replace(/\{(\w+)\}/g, (_, name) => facts[name]);

/** Keep a zone on its page: first where it is, then how big. */
function fitted({ left, top, width, height }) {
  const wide = within(width, LEAST, 100), high = within(height, LEAST, 100);
  return { left: round(within(left, 0, 100 - wide)), top: round(within(top, 0, 100 - high)), width: round(wide), height: round(high) };
}

export default function areas(form) {
  const rows = form.querySelector(".areas-rows"), blank = form.querySelector("template[data-row]");
  const total = form.querySelector("[name$=-TOTAL_FORMS]"), most = Number(form.dataset.most);
  const boxes = new Map();
  const told = form.querySelector("[data-told]");
  const say = (words) => { told.textContent = words; };
  let reason = form.dataset.reason;

  const field = (row, name) => row.querySelector(`[name$="-${name}"]`);
  const facts = (row) => Object.fromEntries(FIELDS.map((name) => [name, name === "reason" ? field(row, name).value : Number(field(row, name).value)]));
  const isZone = (row) => FIELDS.slice(0, 5).every((name) => field(row, name).value !== "") && field(row, "page").value > 0;
  const used = () => [...rows.children].filter((row) => !row.hidden);
  const sheet = (page) => form.querySelector(`.areas-page[data-page="${page}"] .areas-sheet`);

  const choose = (row) => {
    for (const [one, box] of boxes) for (const thing of [one, box]) thing.classList.toggle("is-held", one === row);
  };

  const draw = (row) => {
    const on = isZone(row) ? sheet(field(row, "page").value) : null;
    let box = boxes.get(row);
    if (!on) { box?.remove(); boxes.delete(row); return; }
    if (!box) boxes.set(row, (box = made(row)));
    if (box.parentElement !== on) on.append(box);
    const zone = facts(row);
    for (const name of ["left", "top", "width", "height"]) box.style[name] = `${zone[name]}%`;
    const n = used().indexOf(row) + 1;
    box.firstChild.data = n;
    box.setAttribute("aria-label", filled(form.dataset.name, { ...zone, n }));
  };

  const write = (row, zone) => {
    for (const [name, value] of Object.entries(fitted(zone))) field(row, name).value = value;
    draw(row);
  };

  const count = () => {
    form.querySelector("[data-none]").hidden = used().length > 0;
    for (const row of used()) draw(row);
  };

  const remove = (row) => {
    const n = used().indexOf(row) + 1, page = field(row, "page").value;
    for (const name of FIELDS) field(row, name).value = "";
    draw(row);
    row.hidden = true;
    row.querySelectorAll(".error").forEach((fault) => fault.remove());
    count();
    say(filled(form.dataset.gone, { n }));
    (boxes.get(used()[Math.max(n - 2, 0)]) ?? form.querySelector(`.areas-page[data-page="${page}"] [data-add]`))?.focus();
  };

  const add = (page, zone) => {
    let row = [...rows.children].find((one) => one.hidden);
    if (!row && Number(total.value) < most) {
      rows.insertAdjacentHTML("beforeend", blank.innerHTML.replaceAll("__prefix__", total.value));
      total.value = Number(total.value) + 1;
      row = ready(rows.lastElementChild);
    }
    if (!row) return null;
    row.hidden = false;
    rows.append(row);
    field(row, "page").value = page;
    field(row, "reason").value = reason;
    write(row, zone);
    count();
    choose(row);
    row.scrollIntoView({ block: "nearest" });
    say(filled(form.dataset.new, { n: used().length, page }));
    return row;
  };

  /** Follow the pointer from here: `change(x, y)` receives how far it has gone, in hundredths of the sheet. */
  const follow = (event, on, change) => {
    const size = on.getBoundingClientRect(), from = [event.clientX, event.clientY], id = event.pointerId;
    const move = (next) => {
      if (next.pointerId === id) change((100 * (next.clientX - from[0])) / size.width, (100 * (next.clientY - from[1])) / size.height);
    };
    const end = (last) => {
      if (last.pointerId !== id) return;
      for (const name of ["pointermove", "pointerup", "pointercancel"]) removeEventListener(name, name === "pointermove" ? move : end);
    };
    addEventListener("pointermove", move);
    for (const name of ["pointerup", "pointercancel"]) addEventListener(name, end);
  };

  const made = (row) => {
    const box = document.createElement("button");
    box.type = "button";
    box.className = "area";
    box.setAttribute("aria-describedby", "areas-how");
    box.append("", Object.assign(document.createElement("span"), { className: "area-corner" }));
    box.addEventListener("focus", () => choose(row));
    box.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      event.stopPropagation();
      const start = facts(row), sizes = event.target.classList.contains("area-corner");
      follow(event, box.parentElement, (x, y) => {
        if (sizes) write(row, { ...start, width: Math.min(start.width + x, 100 - start.left), height: Math.min(start.height + y, 100 - start.top) });
        else write(row, { ...start, left: start.left + x, top: start.top + y });
      });
    });
    box.addEventListener("keydown", (event) => {
      const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
      if (event.altKey || event.metaKey) return;
      if (event.key === "Delete" || event.key === "Backspace") { event.preventDefault(); remove(row); return; }
      if (event.key === "Enter") { event.preventDefault(); field(row, "reason").focus(); return; }
      if (!way) return;
      event.preventDefault();
      event.stopPropagation();
      const [x, y] = way.map((one) => one * (event.ctrlKey ? 0.1 : 1)), now = facts(row);
      if (event.shiftKey) write(row, { ...now, width: Math.min(now.width + x, 100 - now.left), height: Math.min(now.height + y, 100 - now.top) });
      else write(row, { ...now, left: now.left + x, top: now.top + y });
      box.scrollIntoView({ block: "nearest" });
    });
    return box;
  };

  const ready = (row) => {
    const take = row.querySelector("[data-remove]");
    take.hidden = false;
    take.addEventListener("click", () => remove(row));
    row.addEventListener("input", (event) => {
      if (event.target === field(row, "reason")) reason = event.target.value || reason;
      draw(row);
    });
    row.addEventListener("focusin", () => choose(row));
    return row;
  };

  form.classList.add("is-alive");
  form.querySelector("[data-drawing]").hidden = false;
  form.querySelector("[data-numbers]").hidden = true;
  for (const row of rows.children) {
    ready(row);
    row.hidden = FIELDS.every((name) => field(row, name).value === "");
  }
  count();

  const touch = form.querySelector("[data-touch]");
  if (touch) touch.hidden = false;
  touch?.addEventListener("click", () => {
    touch.setAttribute("aria-pressed", String(form.classList.toggle("is-touching")));
  });
  for (const page of form.querySelectorAll(".areas-page")) {
    const on = page.querySelector(".areas-sheet"), button = page.querySelector("[data-add]");
    button.hidden = false;
    button.addEventListener("click", () => boxes.get(add(page.dataset.page, { left: 30, top: 45, width: 40, height: 4 }))?.focus());
    on.addEventListener("pointerdown", (event) => {
      if (event.button || (event.pointerType === "touch" && !form.classList.contains("is-touching"))) return;
      event.preventDefault();
      const size = on.getBoundingClientRect();
      const x = (100 * (event.clientX - size.left)) / size.width, y = (100 * (event.clientY - size.top)) / size.height;
      let row = null;
      follow(event, on, (across, down) => {
        if (!row && Math.max(Math.abs(across), Math.abs(down)) < LEAST) return;
        const zone = { left: Math.max(0, Math.min(x, x + across)), top: Math.max(0, Math.min(y, y + down)) };
        zone.width = Math.min(Math.max(x, x + across), 100) - zone.left;
        zone.height = Math.min(Math.max(y, y + down), 100) - zone.top;
        row ??= add(page.dataset.page, zone);
        if (row) write(row, zone);
      });
    });
  }
}
