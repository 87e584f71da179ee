// A big file on a bad line: in pieces that stop and go on (tus 1.0). What has come is never sent again, not even after the
// browser was closed: the file is chosen again and goes on. Here only a fingerprint is kept, not the name of the file.
const FIRST = 1 << 20, MOST = 8 << 20, LEAST = 1 << 18, LONGEST_WAIT = 30000;

const pause = (ms) => new Promise((go) => { setTimeout(go, ms); addEventListener("online", go, { once: true }); });
const b64 = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

async function mark(...parts) {
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(parts.join("\n")));
  return "upload " + [...new Uint8Array(bytes)].map((one) => one.toString(16).padStart(2, "0")).join("");
}

const kept = { get: (key) => { try { return localStorage.getItem(key); } catch { return null; } },
  put: (key, value) => { try { value ? localStorage.setItem(key, value) : localStorage.removeItem(key); } catch { /* it only forgets */ } } };

/** The words of a refusal, as the server says them. */
async function words(answer) {
  try { return (await answer.json()).detail || ""; } catch { return ""; }
}

/** Send `file` for `place` to the address data-resume of the form; `tell(share, waits)`. Answers {html} or {fault}. */
export default async function resumed(form, place, file, tell) {
  const token = form.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "", base = form.dataset.resume;
  const ask = (url, method, headers = {}, body = null) => fetch(url, { method, body, headers: { "Tus-Resumable": "1.0.0", "X-CSRFToken": token, "X-Requested-With": "dropzone", ...headers } });
  const key = crypto.subtle ? await mark(base, place, file.name, file.size, file.lastModified) : "";
  let url = key && kept.get(key), offset = -1, piece = FIRST, waited = 500;
  const wait = async () => { tell(Math.max(0, offset) / file.size, true); await pause(waited); waited = Math.min(LONGEST_WAIT, waited * 2); piece = Math.max(LEAST, piece / 2); };
  for (;;) {
    try {
      if (!url) {
        const begun = await ask(base, "POST", { "Upload-Length": file.size, "Upload-Metadata": `place ${b64(place)},filename ${b64(file.name)}` });
        if (begun.status >= 500) { await wait(); continue; }
        if (!begun.ok) return { fault: await words(begun) };
        url = begun.headers.get("Location");
        offset = 0;
        if (key) kept.put(key, url);
      } else if (offset < 0) {
        const there = await ask(url, "HEAD");
        if (there.status === 404 || there.status === 410) { url = ""; continue; }
        if (there.status === 401) return { fault: form.dataset.timeOver };
        if (!there.ok) { await wait(); continue; }
        offset = Number(there.headers.get("Upload-Offset"));
      }
      tell(offset / file.size, false);
      const began = performance.now();
      const answer = await ask(url, "PATCH", { "Upload-Offset": offset, "Content-Type": "application/offset+octet-stream" }, file.slice(offset, offset + piece));
      if (answer.status === 404 || answer.status === 410) { url = ""; continue; }
      if (answer.status === 409 || answer.status === 423 || answer.status >= 500) { offset = -1; await wait(); continue; }
      if (!answer.ok) { if (key && answer.status !== 401) kept.put(key, ""); return { fault: await words(answer) }; }
      offset = Number(answer.headers.get("Upload-Offset"));
      waited = 500;
      const took = performance.now() - began;
      piece = took < 2000 ? Math.min(MOST, piece * 2) : took > 8000 ? Math.max(LEAST, piece / 2) : piece;
      if (offset >= file.size) {
        if (key) kept.put(key, "");
        return { html: answer.status === 200 ? await answer.text() : "" };
      }
    } catch (trouble) {
      if (!(trouble instanceof TypeError)) throw trouble; // fetch says so that there is no line
      offset = url ? -1 : 0;
      await wait();
    }
  }
}
