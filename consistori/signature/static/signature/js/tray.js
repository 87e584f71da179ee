// The tray: the heads tick their group, the bar says how many, and a paper opens beside without leaving the list.
import { attend } from "../../ui/js/behaviours.js";

export default function tray(page) {
  const form = page.querySelector("#tray-form");
  const boxes = () => [...form.querySelectorAll('input[name="request"]')];
  const count = page.querySelector("[data-count]");
  const label = page.querySelector("[data-label]");

  const tickAll = page.querySelector("[data-tick-all]");
  const words = tickAll?.querySelector("span");
  const tick = words?.textContent;

  // Of a group of which only some rows are drawn, its head stands for all of them.
  const heads = () => [...form.querySelectorAll('input[name="group"]')];
  const all = () => boxes().every((box) => box.checked) && heads().every((head) => head.checked);
  const some = () => [...boxes(), ...heads()].some((box) => box.checked);
  const number = () => {
    const whole = new Set(heads().filter((head) => head.checked).map((head) => head.closest("[data-group]")));
    const apart = boxes().filter((box) => box.checked && !whole.has(box.closest("[data-group]"))).length;
    return [...whole].reduce((sum, group) => sum + Number(group.querySelector("[data-all]").dataset.total), apart);
  };

  const tell = () => {
    const chosen = number();
    if (words) words.textContent = all() ? tickAll.dataset.untick : tick;
    for (const group of form.querySelectorAll("[data-group]")) {
      const head = group.querySelector("[data-all]");
      if (!head) continue;
      const own = [...group.querySelectorAll('input[name="request"]')];
      const ticked = own.filter((box) => box.checked).length;
      head.hidden = false;
      if (!head.name) head.checked = own.length > 0 && ticked === own.length;
      head.indeterminate = !head.checked && ticked > 0 && (head.name || ticked < own.length);
    }
    const { one, many, none, chosenOne, chosen: several } = page.dataset;
    if (count) count.textContent = chosen === 0 ? none : chosen === 1 ? chosenOne : several.replace("{n}", chosen);
    if (label && chosen) label.textContent = chosen === 1 ? one : many.replace("{n}", chosen);
  };

  tickAll?.addEventListener("click", (event) => {
    event.preventDefault();
    const are = !all();
    for (const box of [...boxes(), ...heads()]) box.checked = are;
    tell();
  });

  form.addEventListener("change", (event) => {
    if (event.target.matches("[data-all]")) {
      for (const box of event.target.closest("[data-group]").querySelectorAll('input[name="request"]')) {
        box.checked = event.target.checked;
      }
    } else if (event.target.matches('input[name="request"]') && !event.target.checked) {
      const head = event.target.closest("[data-group]").querySelector('input[name="group"]');
      if (head) head.checked = false;
    }
    tell();
  });

  const open = async (id) => {
    // What is ticked stays ticked here, and five hundred identifiers do not fit in an address.
    const address = new URL(form.action);
    address.searchParams.set("tab", form.elements.tab.value);
    address.searchParams.set("paper", id);
    const answer = await fetch(address, { headers: { "X-Requested-With": "swap" } });
    if (!answer.ok) throw new Error(answer.status);
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    keep();
    for (const part of ["#tray-paper", "#tray-side", "[data-return]", "[data-this]"]) {
      const [next, old] = [fresh.querySelector(part), document.querySelector(part)];
      if (next && old) { old.replaceWith(next); attend(next); }
    }
    for (const button of form.querySelectorAll(".tray-open")) {
      const is = button.value === id;
      button.toggleAttribute("aria-current", is);
      button.closest("li").classList.toggle("is-chosen", is);
    }
    again();
    page.classList.add("is-reading");
    history.replaceState(null, "", address);
  };

  // A reason to go back stays in the form when another paper is opened, and comes again with its own.
  const keep = () => {
    const field = page.querySelector("textarea[data-back]");
    if (!field) return;
    const row = form.querySelector(`.tray-open[value="${field.name.slice(5)}"]`)?.closest("li");
    row?.classList.toggle("is-back", Boolean(field.value.trim()));
    if (field.value.trim()) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: field.name, value: field.value }));
  };
  const again = () => {
    const field = page.querySelector("textarea[data-back]");
    const kept = field && form.querySelector(`input[name="${field.name}"]`);
    if (!kept) return;
    field.value = kept.value;
    field.closest("details").open = true;
    kept.remove();
  };

  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (button?.name === "paper") {
      event.preventDefault();
      open(button.value).catch(() => { location.href = `${form.action}?paper=${button.value}`; });
    } else if (button?.matches("[data-sign]") && !some() && ![...new FormData(form).keys()].some((name) => name.startsWith("back-"))) {
      event.preventDefault();
      count?.focus();
    }
  });
  tell();
}
