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

  const tell = () => {
    const chosen = boxes().filter((box) => box.checked).length;
    if (words) words.textContent = chosen === boxes().length ? tickAll.dataset.untick : tick;
    for (const group of form.querySelectorAll("[data-group]")) {
      const head = group.querySelector("[data-all]");
      if (!head) continue;
      const own = [...group.querySelectorAll('input[name="request"]')];
      const ticked = own.filter((box) => box.checked).length;
      head.hidden = false;
      head.checked = own.length > 0 && ticked === own.length;
      head.indeterminate = ticked > 0 && ticked < own.length;
    }
    const { one, many, none, chosenOne, chosen: some } = page.dataset;
    if (count) count.textContent = chosen === 0 ? none : chosen === 1 ? chosenOne : some.replace("{n}", chosen);
    if (label && chosen) label.textContent = chosen === 1 ? one : many.replace("{n}", chosen);
  };

  tickAll?.addEventListener("click", (event) => {
    event.preventDefault();
    const are = boxes().some((box) => !box.checked);
    for (const box of boxes()) box.checked = are;
    tell();
  });

  form.addEventListener("change", (event) => {
    if (event.target.matches("[data-all]")) {
      for (const box of event.target.closest("[data-group]").querySelectorAll('input[name="request"]')) {
        box.checked = event.target.checked;
      }
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
    for (const part of ["#tray-paper", "#tray-side", "[data-return]", "[data-this]"]) {
      const [next, old] = [fresh.querySelector(part), document.querySelector(part)];
      if (next && old) { old.replaceWith(next); attend(next); }
    }
    for (const button of form.querySelectorAll(".tray-open")) {
      const is = button.value === id;
      button.toggleAttribute("aria-current", is);
      button.closest("li").classList.toggle("is-chosen", is);
    }
    page.classList.add("is-reading");
    history.replaceState(null, "", address);
  };

  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (button?.name === "paper") {
      event.preventDefault();
      open(button.value).catch(() => { location.href = `${form.action}?paper=${button.value}`; });
    } else if (button?.matches("[data-sign]") && !boxes().some((box) => box.checked)) {
      event.preventDefault();
      count?.focus();
    }
  });
  tell();
}
