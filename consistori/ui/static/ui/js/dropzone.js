// A form with one file input: drop files or folders anywhere on data-over (default: the page), each file is sent alone
// with its progress, and with its `path` if it came in a folder. The server answers each with a fragment, put at the
// start of data-into; a refusal is told on its row. [data-folder] is a second input that chooses a folder.
// Of many files, only the one that goes and those refused have a row, below the count of all ({n} of {all}, data-counted).
// With data-resume (an address that speaks tus) a file of more than 4 MB goes in pieces, and goes on after the line falls.
// What has [data-follows] on the page (the counts) is drawn again while they come in, and when some were refused.
import { attend } from "./behaviours.js";

const EACH = 20, BIG = 4 << 20;
const OF_THE_MACHINE = /^(\.|~\$|Thumbs\.db$|desktop\.ini$|__MACOSX$)/i;

/** What was dropped, with the path of each file: folders are opened to the bottom, in the order that people read. */
async function opened(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.some((entry) => entry.isDirectory)) return [...transfer.files].map((file) => ({ file, path: "" }));
  const found = [];
  const walk = async (entry, above) => {
    if (OF_THE_MACHINE.test(entry.name)) return;
    if (entry.isFile) {
      const file = await new Promise((take, fail) => entry.file(take, fail));
      found.push({ file, path: above ? above + entry.name : "" });
      return;
    }
    const reader = entry.createReader(), inside = [];
    for (;;) {
      const some = await new Promise((take, fail) => reader.readEntries(take, fail));
      if (!some.length) break;
      inside.push(...some);
    }
    for (const one of inside) await walk(one, `${above}${entry.name}/`);
  };
  for (const entry of entries) await walk(entry, "");
  return inOrder(found);
}

const inOrder = (found) => found.sort((a, b) => (a.path || a.file.name).localeCompare(b.path || b.file.name, undefined, { numeric: true }));

/** What a field holds: of a chosen folder, each file with its path. */
function held(input) {
  const found = [...input.files].map((file) => ({ file, path: file.webkitRelativePath || "" }));
  if (!("folder" in input.dataset)) return found;
  return inOrder(found.filter(({ path }) => !path.split("/").some((part) => OF_THE_MACHINE.test(part))));
}

function row(file, list) {
  const item = document.createElement("li");
  item.className = "upload";
  item.innerHTML = '<span class="grow"><b></b><progress max="100" value="0"></progress><span class="error" role="alert" hidden></span></span><span class="note"></span>';
  item.querySelector("b").textContent = file.name;
  list.append(item);
  return item;
}

function send(form, name, { file, path }, item) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest(), body = new FormData(form);
    body.delete(name);
    body.append(name, file, file.name);
    if (path.includes("/")) body.append("path", path);
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

/** The same in pieces, on a bad line: data-waiting says that it waits for the line. */
async function sendInPieces(form, name, file, item) {
  const { default: resumed } = await import("./resume.js");
  const bar = item.querySelector("progress"), note = item.querySelector(".note");
  const answer = await resumed(form, name.replace(/^paper\./, ""), file, (share, waits) => {
    bar.value = Math.round(100 * share);
    note.textContent = waits ? form.dataset.waiting ?? "" : `${Math.round(100 * share)} %`;
  });
  if ("fault" in answer) {
    const told = item.querySelector(".error");
    told.hidden = false;
    told.textContent = answer.fault || form.dataset.failed || "";
    bar.remove();
    note.textContent = "";
    return false;
  }
  const into = document.querySelector(form.dataset.into);
  if (into && answer.html.trim()) {
    into.insertAdjacentHTML(form.dataset.where || "beforeend", answer.html);
    attend(into);
  }
  item.remove();
  return true;
}

/** Draw the counts of the page again, as the server says them now. */
async function follow() {
  const answer = await fetch(location.href, { headers: { "X-Requested-With": "follow" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const old of document.querySelectorAll("[data-follows]")) {
    const now = fresh.querySelector(`[data-follows="${old.dataset.follows}"]`);
    if (now) old.innerHTML = now.innerHTML;
  }
}

/** The line of all that goes up, above the one that goes now. */
function counter(form, list, all) {
  const item = document.createElement("li");
  item.className = "upload";
  item.innerHTML = '<span class="grow"><b></b><progress value="0"></progress></span>';
  const bar = item.querySelector("progress"), told = item.querySelector("b");
  bar.max = all;
  list.prepend(item);
  return (n) => {
    bar.value = n;
    told.textContent = (form.dataset.counted ?? "{n} / {all}").replace("{n}", n).replace("{all}", all);
    if (n === all) item.remove();
  };
}

export default function dropzone(form) {
  const input = form.querySelector("input[type=file]:not([data-folder])"), name = input.name;
  const folder = form.querySelector("input[type=file][data-folder]");
  const over = form.dataset.over ? document.querySelector(form.dataset.over) : document.body;
  const list = document.querySelector(form.dataset.uploads) ?? form.appendChild(Object.assign(document.createElement("ul"), { className: "uploads" }));
  const zone = form.querySelector(".drop") ?? form;
  // Leaving while files go up is asked twice; and who chose to go somewhere is not brought back by the reload.
  let going = 0, left = -Infinity;
  addEventListener("beforeunload", (event) => {
    if (going) event.preventDefault();
    left = performance.now();
  });
  const take = async (found) => {
    const count = found.length > 1 ? counter(form, list, found.length) : () => {};
    let all = true;
    going += 1;
    for (const [at, one] of found.entries()) {
      count(at);
      const item = row(one.file, list), inPieces = form.dataset.resume && one.file.size > BIG;
      all = (await (inPieces ? sendInPieces(form, name, one.file, item) : send(form, name, one, item))) && all;
      if ((at + 1) % EACH === 0 && at + 1 < found.length) await follow();
    }
    count(found.length);
    going -= 1;
    for (const field of [input, folder]) if (field) field.value = "";
    form.dispatchEvent(new CustomEvent("uploaded", { bubbles: true, detail: { all } }));
    if (all && !going && "reload" in form.dataset && performance.now() - left > 5000) location.reload();
    else if (found.length) await follow();
  };
  form.querySelector("button:not([type=button])")?.setAttribute("hidden", "");
  for (const field of [input, folder]) field?.addEventListener("change", () => { if (field.files.length) take(held(field)); });
  if (input.files.length) take(held(input)); // chosen before this file had come
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
    opened(event.dataTransfer).then(take);
  });
}
