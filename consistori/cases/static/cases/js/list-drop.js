// A file dropped on the row of a case is filed in it; the row says that it takes it, a word says that it is there.
import { say } from "../../ui/js/behaviours.js";

async function send(url, file, token) {
  const body = new FormData();
  body.append("csrfmiddlewaretoken", token);
  body.append("files", file, file.name);
  const answer = await fetch(url, { method: "post", body, headers: { "X-Requested-With": "dropzone" } });
  if (answer.ok) return "";
  try { return (await answer.json()).detail || " "; } catch { return " "; }
}

export default function listDrop(table) {
  const token = table.closest("form").querySelector("[name=csrfmiddlewaretoken]").value;
  const rowOf = (event) => event.dataTransfer?.types.includes("Files") && event.target.closest("tr[data-upload]");
  const clear = () => table.querySelectorAll(".is-over").forEach((row) => row.classList.remove("is-over"));
  table.addEventListener("dragover", (event) => {
    const row = rowOf(event);
    if (!row) return;
    event.preventDefault();
    if (!row.classList.contains("is-over")) { clear(); row.classList.add("is-over"); }
  });
  table.addEventListener("dragleave", (event) => { if (!table.contains(event.relatedTarget)) clear(); });
  table.addEventListener("drop", async (event) => {
    const row = rowOf(event);
    if (!row) return;
    event.preventDefault();
    clear();
    const number = row.querySelector(".name").textContent.trim();
    for (const file of event.dataTransfer.files) {
      const refused = await send(row.dataset.upload, file, token);
      if (refused) tell(row, `${file.name}: ${table.dataset.failed}. ${refused}`);
      else say(`${file.name}: ${table.dataset.filed} ${number}`);
    }
  });
}

// A refusal stays beside its row until the page is left: errors are never toasts.
function tell(row, words) {
  const line = document.createElement("tr"), cell = document.createElement("td");
  cell.colSpan = row.cells.length;
  cell.className = "error";
  cell.setAttribute("role", "alert");
  cell.textContent = words;
  line.append(cell);
  row.after(line);
}
