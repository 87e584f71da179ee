// Typing the name of a municipality fills its codes, where nobody has written anything else.
const WAIT = 200;

export default function place(form) {
  const name = form.elements.short_name;
  const list = form.querySelector("#places");
  const said = form.querySelector("[data-place-said]");
  const filled = new Map();
  let timer, asked = "";

  const fill = (meant) => {
    for (const key of ["name", "ine_code", "ine10", "dir3"]) {
      const field = form.elements[key];
      if (!field || (field.value && field.value !== filled.get(key))) continue;
      field.value = meant?.[key] ?? "";
      filled.set(key, field.value);
    }
    if (meant) form.elements.postcode.placeholder = `${meant.postcode_begins}…`;
  };

  const look = async () => {
    const words = name.value.trim();
    if (words === asked) return;
    asked = words;
    if (!words) { fill(null); said.textContent = ""; return; }
    try {
      const answer = await fetch(`${form.dataset.places}?q=${encodeURIComponent(words)}`);
      if (!answer.ok || words !== asked) return;
      const { places, meant } = await answer.json();
      list.replaceChildren(...places.map((one) => new Option(one.said, one.name)));
      const town = form.elements.kind.value === "town" ? meant : null;
      fill(town);
      said.textContent = town ? `${town.name} · ${town.dir3}` : "";
    } catch { /* the button fills them */ }
  };

  name.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(look, WAIT); });
  form.elements.kind.addEventListener("change", () => { asked = ""; look(); });
}
