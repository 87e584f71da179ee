// On a screen where the side opens over the preview, it stays as one left it, from case to case, until the browser is closed.
const KEY = "consistori-side";

export default function side(box) {
  try {
    box.checked = sessionStorage.getItem(KEY) === "open";
    box.addEventListener("change", () => sessionStorage.setItem(KEY, box.checked ? "open" : ""));
  } catch { /* a browser that keeps nothing: it opens each time */ }
}
