// The desk of a text: saved while one writes, kept in this browser when the connection drops, who has the pen in sight.
import { attend } from "../../ui/js/behaviours.js";
import { mount } from "./editor.js";

const LOOK_EVERY = 10_000, STILL_AFTER = 120_000, SAVE_AFTER = 1_200, MOST_WAIT = 30_000;

export default async function writing(desk) {
  const words = desk.dataset, plain = desk.querySelector("[data-plain]"), told = desk.querySelector("[data-told]");
  const states = document.querySelectorAll("[data-saved]"), sheet = () => desk.querySelector("#text-sheet");
  const csrf = () => plain.elements.csrfmiddlewaretoken.value;
  const shelf = `text:${words.key}:${words.person}`;
  const token = (sessionStorage[`${shelf}:window`] ??= words.token);
  let edition = Number(words.edition), pen = words.pen, editor = null, html = null, sent = null, timer = 0, wait = 2_000;
  let sending = false, touched = Date.now(), stopped = false;

  const say = (text, tone = "") => states.forEach((state) => {
    state.classList.remove("is-well", "is-warned");
    if (tone) state.classList.add(tone);
    state.textContent = text;
  });
  const tell = (text, href = "", act = "") => {
    told.hidden = !text;
    told.replaceChildren(text);
    if (href) { const link = document.createElement("a"); link.href = href; link.textContent = act; told.append(" ", link); }
  };
  const post = (url, fields) => {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    return fetch(url, { method: "post", body, keepalive: (fields.html ?? "").length < 50_000, headers: { "X-CSRFToken": csrf(), "X-Requested-With": "text" } });
  };
  const keepHere = () => { try { localStorage[shelf] = JSON.stringify({ html, edition, token }); } catch { /* full: only the network is left */ } };
  const forget = () => localStorage.removeItem(shelf);

  async function send(what) {
    const answer = await post(words.save, what);
    if (answer.redirected || !answer.headers.get("Content-Type")?.includes("json")) throw new Error("door");
    const said = await answer.json();
    if (!answer.ok) throw Object.assign(new Error("refused"), { detail: said.detail });
    return said;
  }

  async function save() {
    clearTimeout(timer);
    if (sending || html === null || html === sent || stopped) return;
    sending = true;
    const going = html;
    say(words.wordsSaving);
    try {
      const said = await send({ html: going, edition, token, pen });
      sent = going; wait = 2_000;
      if (html === going) forget();
      if (said.draft) { say(words.wordsDraft, "is-warned"); tell(words.wordsDraft, said.draft, words.wordsCompare); }
      else { edition = said.edition; say(words.wordsSaved.replace("%s", said.at), "is-well"); }
      follow(said);
      showPending(said.pending);
    } catch (error) {
      if (error.message === "refused") { say(`${words.wordsRefused} ${error.detail}`, "is-warned"); }
      else { say(error.message === "door" ? words.wordsDoor : words.wordsOffline, "is-warned"); wait = Math.min(wait * 2, MOST_WAIT); timer = setTimeout(save, wait); }
    }
    sending = false;
    if (html !== sent && !timer) timer = setTimeout(save, SAVE_AFTER);
  }

  const changed = (now) => {
    html = now; touched = Date.now();
    keepHere();
    clearTimeout(timer);
    timer = setTimeout(() => { timer = 0; save(); }, SAVE_AFTER);
    outline();
  };

  function outline() {
    const list = desk.querySelector("[data-outline]"), heads = [...desk.querySelectorAll(".rich h2")];
    if (!list || !heads.length) return;
    list.replaceChildren(...heads.map((head) => {
      const item = document.createElement("li"), button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      button.addEventListener("click", () => head.scrollIntoView({ block: "center", behavior: "smooth" }));
      item.append(button);
      return item;
    }));
  }

  function showPending(sentences) {
    const list = desk.querySelector("[data-pending]");
    if (!list || !sentences) return;
    const draw = (sentence, is) => {
      const item = document.createElement("li");
      item.className = is;
      item.textContent = sentence;
      return item;
    };
    list.replaceChildren(...(sentences.length ? sentences.map((one) => draw(one, "is-pending")) : [draw(words.wordsNothing, "is-well")]));
  }

  async function refresh() {
    const answer = await fetch(words.here, { headers: { "X-Requested-With": "text" } }).catch(() => null);
    if (!answer?.ok) return;
    const holder = document.createElement("template");
    holder.innerHTML = await answer.text();
    const fresh = holder.content.querySelector("#text-sheet");
    if (fresh && !editor) { sheet().replaceWith(fresh); edition = Number(fresh.dataset.edition); outline(); }
  }

  function follow(said) {
    if (said.pen === "mine" && said.asked_by) tell(words.wordsAsks.replace("%s", said.asked_by));
    else if (pen === "mine" && said.pen !== "mine") {
      editor?.setEditable(said.pen === "free");
      tell(said.pen === "free" ? words.wordsFree : words.wordsTaken.replace("%s", said.name), words.here, "↻");
    } else if (pen === "theirs" && said.pen === "free") tell(words.wordsFree, words.here, "↻");
    else if (pen === "theirs" && said.pen === "mine") location.reload();
    pen = said.pen;
    if (said.box) {
      const holder = document.createElement("template");
      holder.innerHTML = said.box;
      const box = holder.content.querySelector("[data-pen-box]");
      desk.querySelector("[data-pen-box]")?.replaceWith(box);
      attend(box);
    }
    if (!editor && said.edition > edition) refresh();
  }

  async function look() {
    if (document.hidden || stopped) return;
    const alive = editor && Date.now() - touched < STILL_AFTER;
    const answer = await post(words.penUrl, { act: alive ? "alive" : "look", pen }).catch(() => null);
    if (answer?.ok && answer.headers.get("Content-Type")?.includes("json")) follow(await answer.json());
  }

  async function bringWhatWasLeft() {
    const left = localStorage[shelf];
    if (!left) return;
    try {
      const said = await send(JSON.parse(left));
      forget();
      if (said.draft) tell(words.wordsDraft, said.draft, words.wordsCompare);
      else if (said.edition > edition) { edition = said.edition; await refresh(); say(words.wordsFound, "is-well"); }
    } catch { say(words.wordsOffline, "is-warned"); }
  }

  outline();
  await bringWhatWasLeft();
  if (plain.hidden !== true && pen !== "theirs") {
    const body = sheet().querySelector("[data-body]"), first = body.innerHTML;
    const holder = document.createElement("div");
    holder.className = "text-body";
    holder.lang = body.lang;
    const label = desk.querySelector("label[for=id_plain]")?.textContent ?? "";
    editor = await mount(holder, { html: first, label, tools: desk.querySelector("[data-tools]"), csrf, changed }).catch((error) => { console.error("editor", error); return null; });
    if (editor) { body.replaceWith(holder); plain.hidden = true; sent = editor.getHTML(); outline(); }
    desk.addEventListener("refused", (event) => tell(event.detail));
    desk.dataset.ready = editor ? "editor" : "plain";
  } else desk.dataset.ready = "reading";
  if (editor) addEventListener("online", save);
  addEventListener("pagehide", () => { if (editor && html !== null && html !== sent) save(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
  setInterval(look, LOOK_EVERY);
  // Whoever leaves by a link or a button of the page takes with her what was not sent yet.
  document.addEventListener("submit", async (event) => {
    if (!editor || html === null || html === sent || event.target === plain || event.target.closest("dialog")) return;
    event.preventDefault();
    await save();
    event.target.requestSubmit(event.submitter);
  }, true);
}
