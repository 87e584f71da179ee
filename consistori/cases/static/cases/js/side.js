// On a screen where the side opens over the preview, it stays as one left it, from case to case, until the browser is closed.
const KEY = "consistori-side";

export default function side(box) {
  const keep = () => sessionStorage.setItem(KEY, box.checked ? "open" : "");
  try {
    if (box.checked) keep(); // it was opened before this was here to hear it
    else box.checked = sessionStorage.getItem(KEY) === "open";
    box.addEventListener("change", keep);
  } catch { /* a browser that keeps nothing: it opens each time */ }
}
