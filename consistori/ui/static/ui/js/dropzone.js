// A form with one file input: drop files anywhere on data-over (default: the page), each is sent alone with its
// progress. The server answers each with a fragment, put at the start of data-into; a refusal is told on its row.
import { attend } from "./behaviours.js";

function row(file, list) {
  const item = document.createElement("li");
  item.className = "upload";
  item.innerHTML = '<span class="grow"><b></b><progress max="100" value="0"></progress><span class="error" role="alert" hidden></span></span><span class="note"></span>';
  item.querySelector("b").textContent = file.name;
  list.append(item);
  return item;
}

function send(form, name, file, item) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest(), body = new FormData(form);
    body.delete(name);
    body.append(name, file, file.name);
    request.open("post", form.action);
    request.setRequestHeader("X-Requested-With", "dropzone");
    const bar = item.querySelector("progress"), note = item.querySelector(".note");
    request.upload.addEventListener("progress", (event) => {
      const share = event.total ? Math.round((100 * event.loaded) / event.total) : 0;
      bar.value = share;
      note.textContent = `${share} %`;
    });
    const refuse = (words) => {
      const told = item.querySelector(".error");
      told.hidden = false;
      told.textContent = words || form.dataset.failed || "";
      bar.remove();
      note.textContent = "";
      resolve(false);
    };
    request.addEventListener("error", () => refuse(form.dataset.offline));
    request.addEventListener("load", () => {
      if (request.status >= 400) {
        let words = "";
        try { const answer = JSON.parse(request.responseText); words = answer.detail || answer.message; } catch { words = request.status < 500 ? request.responseText.slice(0, 300) : ""; }
        refuse(/</.test(words) ? "" : words);
        return;
      }
      const into = document.querySelector(form.dataset.into);
      if (into && request.responseText.trim()) {
        into.insertAdjacentHTML(form.dataset.where || "beforeend", request.responseText);
        attend(into);
      }
      item.remove();
      resolve(true);
    });
    request.send(body);
  });
}

export default function dropzone(form) {
  const input = form.querySelector("input[type=file]"), name = input.name;
  const over = form.dataset.over ? document.querySelector(form.dataset.over) : document.body;
  const list = document.querySelector(form.dataset.uploads) ?? form.appendChild(Object.assign(document.createElement("ul"), { className: "uploads" }));
  const zone = form.querySelector(".drop") ?? form;
  const take = async (files) => {
    const waiting = [...files].map((file) => [file, row(file, list)]);
    let all = true;
    for (const [file, item] of waiting) all = (await send(form, name, file, item)) && all;
    input.value = "";
    form.dispatchEvent(new CustomEvent("uploaded", { bubbles: true, detail: { all } }));
    if (all && "reload" in form.dataset) location.reload();
  };
  form.querySelector("button:not([type=button])")?.setAttribute("hidden", "");
  input.addEventListener("change", () => { if (input.files.length) take(input.files); });
  const carries = (event) => event.dataTransfer?.types.includes("Files");
  let depth = 0;
  over.addEventListener("dragenter", (event) => { if (carries(event)) { depth += 1; zone.classList.add("is-over"); } });
  over.addEventListener("dragleave", () => { depth = Math.max(0, depth - 1); if (!depth) zone.classList.remove("is-over"); });
  over.addEventListener("dragover", (event) => { if (carries(event)) event.preventDefault(); });
  over.addEventListener("drop", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    depth = 0;
    zone.classList.remove("is-over");
    take(event.dataTransfer.files);
  });
}
