// The counter: whatever is done in the form is sent as it stands, and only its working area is drawn again. Without
// script the same buttons send the same form. What one types while an answer comes is kept.
import { attend, say } from "../../ui/js/behaviours.js";

const SCANNER_MS = 3000, WAIT_MS = 180;
const typed = (element) => element.matches("input:not([type=radio], [type=checkbox], [type=file], [type=hidden]), textarea, select");

export default function counter(form) {
  const area = form.querySelector("#counter-area");
  let sending = null, again = null, timer;

  const fields = () => [...area.querySelectorAll("[id]")].filter(typed);

  function draw(html, before) {
    const at = document.activeElement, open = [...area.querySelectorAll("details[open]")].map((one) => one.className);
    const focus = area.contains(at) ? { id: at.id, name: at.name, value: at.value, from: at.selectionStart } : null;
    const since = new Map(fields().map((one) => [one.id, one.value]));
    const code = area.querySelector("#counter-telephone")?.innerHTML;
    area.innerHTML = html;
    const door = area.querySelector("#counter-telephone[data-open]"); // the code stays while its address serves
    if (door && code) door.innerHTML = code;
    for (const one of fields()) {
      const now = since.get(one.id);
      if (now !== undefined && now !== before.get(one.id)) one.value = now;
    }
    for (const one of area.querySelectorAll("details[class]")) if (one.className && open.includes(one.className)) one.open = true;
    attend(area);
    refocus(focus);
    for (const box of area.querySelectorAll("[data-search]")) if (box.value && !area.querySelector(`#found-${box.dataset.search}`).children.length) find(box);
  }

  const find = (box) => look(`${form.dataset.people}?${new URLSearchParams({ q: box.value, for: box.dataset.search })}`, `#found-${box.dataset.search}`);

  function refocus(focus) {
    const wrong = area.querySelector(".has-error input, .counter-refusal");
    if (wrong) { wrong.tabIndex = wrong.matches("input") ? 0 : -1; wrong.focus(); wrong.scrollIntoView({ block: "nearest" }); return; }
    const same = focus?.id ? document.getElementById(focus.id) : focus?.name && area.querySelector(`[name="${focus.name}"][value="${CSS.escape(focus.value ?? "")}"]`);
    if (same && same.checkVisibility?.() !== false) {
      same.focus();
      if (focus.from != null && typed(same) && same.setSelectionRange) try { same.setSelectionRange(focus.from, focus.from); } catch { /* a field without a caret */ }
      return;
    }
    (area.querySelector("#who-party") ?? area.querySelector("#id_subject"))?.focus();
  }

  async function act(what, files = null) {
    if (sending) { again = again?.startsWith?.("save") || !again ? what : again; return; }
    clearTimeout(timer);
    const body = new FormData(form);
    body.set("do", what);
    if (files) { body.delete("files"); for (const file of files) body.append("files", file, file.name); }
    const before = new Map(fields().map((one) => [one.id, one.value]));
    form.setAttribute("aria-busy", "true");
    sending = fetch(form.action, { method: "post", body, headers: { "X-Requested-With": "swap" } });
    try {
      const answer = await sending;
      if (answer.redirected) { location.href = answer.url; return; }
      if (!answer.headers.get("X-Fragment")) throw new Error(`${answer.status}`);
      draw(await answer.text(), before);
    } catch { say(form.dataset.failed); } finally {
      sending = null;
      form.removeAttribute("aria-busy");
    }
    if (again) { const next = again; again = null; act(next); }
  }

  async function look(url, into) {
    const answer = await fetch(url, { headers: { "X-Requested-With": "swap" } }).catch(() => null);
    const place = document.querySelector(into);
    if (answer?.ok && !answer.redirected && place) { place.innerHTML = await answer.text(); attend(place); }
  }

  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    event.preventDefault();
    if (button?.matches("[data-telephone]")) { telephone(); return; }
    act(button?.value ?? "save");
  });

  async function telephone() {
    while (sending) await new Promise((go) => setTimeout(go, 50)); // its answer would take the code away
    const answer = await fetch(form.dataset.telephone, { method: "post", body: new FormData(form), headers: { "X-Requested-With": "swap" } }).catch(() => null);
    if (!answer?.headers.get("X-Fragment")) { say(form.dataset.failed); return; }
    area.querySelector("#counter-telephone").innerHTML = await answer.text();
  }

  form.addEventListener("input", (event) => {
    const field = event.target;
    clearTimeout(timer);
    if (field.dataset.search) timer = setTimeout(() => find(field), WAIT_MS);
    else if (field.id === "id_subject" && !area.querySelector("[name=procedure-shown]")) timer = setTimeout(() => look(`${form.dataset.procedures}?${new URLSearchParams({ q: field.value })}`, "#counter-procedures"), WAIT_MS);
  });

  form.addEventListener("change", (event) => {
    const field = event.target;
    if (field.type === "file") { if (field.files.length) act("save", [...field.files]); return; }
    if ("place" in field.dataset) { act(`place:${field.value}`); return; }
    if (field.dataset.search || field.name.startsWith("new-") || field.id === "id_subject") return;
    act("save");
  });

  // Enter in the box chooses the first that answers; the arrows go down to the others and come back.
  form.addEventListener("keydown", (event) => {
    const list = { "who-party": "#found-party", "who-behalf": "#found-behalf", id_subject: "#counter-procedures" };
    const box = event.target.matches("input") && list[event.target.id];
    if (box && event.key === "ArrowDown") { const first = area.querySelector(`${box} .counter-pick`); if (first) { event.preventDefault(); first.focus(); } return; }
    if (box && event.key === "Enter" && !event.ctrlKey) {
      event.preventDefault();
      const first = event.target.dataset.search && area.querySelector(`${box} .counter-pick`);
      if (first) act(first.value);
      else if (event.target.dataset.search) area.querySelector(`${box} .counter-new input`)?.focus();
      return;
    }
    if (event.key === "Enter" && !event.ctrlKey && event.target.name?.startsWith("new-")) { event.preventDefault(); act(event.target.closest("details").querySelector("[value^='person:']").value); return; }
    if (event.key === "Enter" && !event.ctrlKey && event.target.matches("input:not([type=file])")) { event.preventDefault(); return; }
    const pick = event.target.closest?.(".counter-pick");
    if (!pick || !/^Arrow(Up|Down)$/.test(event.key)) return;
    event.preventDefault();
    const all = [...pick.closest("ul").querySelectorAll(".counter-pick")], next = all.indexOf(pick) + (event.key === "ArrowDown" ? 1 : -1);
    if (next < 0) area.querySelector(pick.closest("#counter-procedures") ? "#id_subject" : `#who-${pick.value.split(":")[0]}`)?.focus();
    else all[Math.min(next, all.length - 1)].focus();
  });

  const carries = (event) => event.dataTransfer?.types.includes("Files");
  document.addEventListener("dragover", (event) => { if (carries(event)) { event.preventDefault(); form.classList.add("is-over"); } });
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) form.classList.remove("is-over"); });
  document.addEventListener("drop", (event) => {
    form.classList.remove("is-over");
    if (!carries(event) || !event.dataTransfer.files.length) return;
    event.preventDefault();
    act("save", [...event.dataTransfer.files]);
  });

  // What the scanner leaves and what a telephone sends appear by themselves; nothing is asked while nobody looks.
  setInterval(async () => {
    if (document.hidden || sending) return;
    const answer = await fetch(form.dataset.scanner, { headers: { "X-Requested-With": "swap" } }).catch(() => null);
    if (!answer?.ok || answer.redirected || sending) return;
    const html = await answer.text(), box = area.querySelector("#counter-scanner");
    const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("[data-mark]");
    if (box && fresh && fresh.dataset.mark !== box.querySelector("[data-mark]")?.dataset.mark && !box.contains(document.activeElement)) box.innerHTML = html;
    if (Number(answer.headers.get("X-Papers")) !== Number(area.querySelector("[data-papers]").dataset.papers)) act("save");
  }, SCANNER_MS);
}
