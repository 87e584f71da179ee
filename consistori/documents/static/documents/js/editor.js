// The editor of rich text over a plain element: Tiptap as django-prose-editor packs it, loaded after the page.
// On its own (`data-behaviour="documents/editor"` on a textarea with HTML) it keeps the textarea in step.
const LIBRARY = new URL("../../django_prose_editor/editor.js", import.meta.url).href;

function ask(tools, words, value = "", why = "") {
  return new Promise((resolve) => {
    const dialog = document.createElement("dialog");
    dialog.className = "dialog text-ask";
    const form = document.createElement("form");
    form.method = "dialog";
    const label = document.createElement("label");
    label.textContent = words;
    const input = document.createElement("input");
    input.className = "input";
    input.value = value;
    label.append(input);
    const note = document.createElement("p");
    note.className = "note";
    note.id = "text-ask-why";
    note.textContent = why;
    if (why) input.setAttribute("aria-describedby", note.id);
    const acts = document.createElement("div");
    acts.className = "actions";
    const button = (text, name, tone) => {
      const made = document.createElement("button");
      made.className = `btn btn-${tone}`;
      made.value = name;
      made.textContent = text;
      return made;
    };
    acts.append(button(tools.dataset.wordsOk, "ok", "main"), button(tools.dataset.wordsCancel, "", "third"));
    form.append(label, ...(why ? [note] : []), acts);
    dialog.append(form);
    document.body.append(dialog);
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "ok" ? input.value.trim() : null);
    });
    dialog.showModal();
    input.select();
  });
}

function nodes(lib, words) {
  const data = (name, extra = {}) => ({
    default: null,
    parseHTML: (element) => element.getAttribute(`data-${name}`),
    renderHTML: (attributes) => (attributes[name] ? { [`data-${name}`]: attributes[name] } : {}),
    ...extra,
  });
  const Footnote = lib.Node.create({
    name: "footnote", group: "inline", inline: true, atom: true,
    addAttributes: () => ({ footnote: data("footnote") }),
    parseHTML: () => [{ tag: "span[data-footnote]" }],
    renderHTML: ({ node, HTMLAttributes }) => ["span", { ...HTMLAttributes, title: node.attrs.footnote }],
  });
  const Signatures = lib.Node.create({
    name: "signatures", group: "block", atom: true,
    parseHTML: () => [{ tag: 'div[data-block="signatures"]' }],
    renderHTML: () => ["div", { "data-block": "signatures", "data-label": words?.wordsSignatures ?? "" }],
  });
  const mark = (name, tag, attributes) => lib.Mark.create({
    name, inclusive: false, addAttributes: () => attributes,
    parseHTML: () => [{ tag }], renderHTML: ({ HTMLAttributes }) => ["span", HTMLAttributes, 0],
  });
  const Missing = mark("missing", "span[data-missing]", { missing: data("missing"), field: data("field") });
  const Datum = mark("field", "span[data-field]:not([data-missing])", { field: data("field") });
  const Picture = lib.Image.extend({
    addAttributes: () => ({ src: { default: null }, alt: { default: "" }, width: data("width") }),
  }).configure({ inline: true });
  const Align = lib.Extension.create({
    name: "align", addGlobalAttributes: () => [{ types: ["paragraph"], attributes: { align: data("align") } }],
  });
  return [Footnote, Signatures, Missing, Datum, Picture, Align];
}

function extensions(lib, words) {
  return [
    lib.Document, lib.Paragraph, lib.Text, lib.HardBreak, lib.Heading.configure({ levels: [2, 3, 4] }), lib.Bold, lib.Italic,
    lib.Underline, lib.Strike, lib.Subscript, lib.Superscript, lib.BulletList, lib.OrderedList, lib.ListItem, lib.Blockquote,
    lib.HorizontalRule, lib.History, lib.Gapcursor, lib.Table.configure({ resizable: false }), lib.TableRow, lib.TableCell,
    lib.TableHeader, lib.Link.configure({ openOnClick: false, enableTarget: false, autolink: false, defaultProtocol: "https" }),
    ...nodes(lib, words),
  ];
}

/** What lacks is no longer lacking once somebody has written over it. */
function forgetFilled(editor) {
  const { state } = editor;
  const { tr } = state;
  state.doc.descendants((node, place) => {
    const mark = node.marks.find((one) => one.type.name === "missing");
    if (mark && node.text !== mark.attrs.missing && node.text !== editor.storage.labels?.[mark.attrs.missing]) {
      tr.removeMark(place, place + node.nodeSize, mark.type);
    }
  });
  if (tr.docChanged) editor.view.dispatch(tr.setMeta("addToHistory", false));
}

function rememberLabels(editor) {
  const labels = {};
  editor.state.doc.descendants((node) => {
    const mark = node.marks.find((one) => one.type.name === "missing");
    if (mark) labels[mark.attrs.missing] = node.text;
  });
  editor.storage.labels = labels;
}

const INSERTS = {
  async note(editor, tools) {
    const text = await ask(tools, tools.dataset.wordsNote);
    if (text) editor.chain().focus().insertContent({ type: "footnote", attrs: { footnote: text } }).run();
  },
  async missing(editor, tools) {
    const text = await ask(tools, tools.dataset.wordsMissing);
    if (text) editor.chain().focus().insertContent({ type: "text", text, marks: [{ type: "missing", attrs: { missing: text } }] }).run();
  },
  async link(editor, tools) {
    const href = await ask(tools, tools.dataset.wordsLink, editor.getAttributes("link").href ?? "https://");
    if (href === null) return;
    const chain = editor.chain().focus().extendMarkRange("link");
    if (!/^(https?:\/\/|mailto:|tel:)\S/.test(href)) chain.unsetLink().run();
    else if (editor.state.selection.empty && !editor.isActive("link")) editor.chain().focus().insertContent({ type: "text", text: href, marks: [{ type: "link", attrs: { href } }] }).run();
    else chain.setLink({ href }).run();
  },
  alt(editor, tools) { describe(editor, tools); },
  picture(editor, tools) { tools.querySelector("[data-pictures]")?.click(); },
  break(editor) { editor.chain().focus().setHorizontalRule().run(); },
  signatures(editor) { editor.chain().focus().insertContent({ type: "signatures" }).run(); },
  center(editor) { editor.chain().focus().updateAttributes("paragraph", { align: "center" }).run(); },
  right(editor) { editor.chain().focus().updateAttributes("paragraph", { align: "right" }).run(); },
  left(editor) { editor.chain().focus().updateAttributes("paragraph", { align: null }).run(); },
};

const ACTS = {
  bold: (editor) => editor.chain().focus().toggleBold().run(),
  italic: (editor) => editor.chain().focus().toggleItalic().run(),
  underline: (editor) => editor.chain().focus().toggleUnderline().run(),
  list: (editor) => editor.chain().focus().toggleBulletList().run(),
  numbers: (editor) => editor.chain().focus().toggleOrderedList().run(),
  undo: (editor) => editor.chain().focus().undo().run(),
  redo: (editor) => editor.chain().focus().redo().run(),
};
const MARKED = { bold: "bold", italic: "italic", underline: "underline", list: "bulletList", numbers: "orderedList" };

function style(editor, value) {
  const chain = editor.chain().focus();
  if (value === "quote") chain.toggleBlockquote().run();
  else if (value === "p") chain.setParagraph().run();
  else chain.setHeading({ level: Number(value) }).run();
}

function table(editor, value) {
  const chain = editor.chain().focus();
  if (value === "insertTable") chain.insertTable({ rows: 3, cols: 3, withHeaderRow: true }).run();
  else if (value) chain[value]().run();
}

function wake(tools, editor, csrf) {
  tools.hidden = false;
  tools.addEventListener("click", (event) => {
    const name = event.target.closest("button[data-do]")?.dataset.do;
    if (ACTS[name]) ACTS[name](editor);
  });
  tools.addEventListener("mousedown", (event) => { if (event.target.closest("button")) event.preventDefault(); });
  tools.addEventListener("change", (event) => {
    const { value, dataset } = event.target;
    if (dataset.do === "style") style(editor, value);
    if (dataset.do === "table") { table(editor, value); event.target.value = ""; }
    if (dataset.do === "insert") { INSERTS[value]?.(editor, tools); event.target.value = ""; }
    if (dataset.pictures) sendPicture(event.target, tools, editor, csrf);
  });
  const show = () => {
    for (const [name, what] of Object.entries(MARKED)) tools.querySelector(`[data-do="${name}"]`)?.setAttribute("aria-pressed", editor.isActive(what));
    const level = [2, 3, 4].find((one) => editor.isActive("heading", { level: one }));
    const chosen = tools.querySelector('[data-do="style"]');
    const picture = tools.querySelector("[data-for-picture]");
    if (picture) picture.hidden = !editor.isActive("image");
    if (chosen && document.activeElement !== chosen) chosen.value = level ?? (editor.isActive("blockquote") ? "quote" : "p");
  };
  editor.on("transaction", show);
  show();
}

/** What the chosen picture shows, in words: asked when it is put in, and again by a double click or Enter on it. */
async function describe(editor, tools) {
  if (!editor.isEditable || !editor.isActive("image")) return;
  const alt = await ask(tools, tools.dataset.wordsAlt, editor.getAttributes("image").alt ?? "", tools.dataset.wordsAltNeeded);
  if (alt !== null) editor.chain().focus().updateAttributes("image", { alt }).run();
}

async function sendPicture(input, tools, editor, csrf) {
  const [file] = input.files;
  input.value = "";
  if (!file) return;
  const alt = await ask(tools, tools.dataset.wordsAlt, "", tools.dataset.wordsAltNeeded);
  if (alt === null) return;
  const body = new FormData();
  body.set("picture", file);
  const answer = await fetch(input.dataset.pictures, { method: "post", body, headers: { "X-CSRFToken": csrf(), "X-Requested-With": "text" } }).catch(() => null);
  const told = await answer?.json().catch(() => null);
  if (answer?.ok) editor.chain().focus().insertContent({ type: "image", attrs: { src: told.src, alt } }).run();
  else tools.dispatchEvent(new CustomEvent("refused", { bubbles: true, detail: told?.detail ?? "" }));
}

/** Put an editor in `element` with `html`. `changed(html)` hears every change; gives the editor. */
export async function mount(element, { html, label, tools, csrf = () => "", changed = () => {}, editable = true }) {
  const lib = await import(LIBRARY);
  const editor = new lib.Editor({
    element, editable, content: html, injectCSS: false, enableInputRules: true, enablePasteRules: false,
    extensions: extensions(lib, tools?.dataset),
    // The tools stay at the top of the window: the line that is written is kept out from under them.
    editorProps: { scrollThreshold: { top: 130, right: 0, bottom: 60, left: 0 }, scrollMargin: { top: 140, right: 5, bottom: 80, left: 5 }, attributes: { role: "textbox", "aria-multiline": "true", "aria-label": label, class: "rich" } },
  });
  rememberLabels(editor);
  // What lacks is chosen whole with one click: what is typed takes its place.
  element.addEventListener("click", (event) => {
    const lacking = editor.isEditable && event.target.closest("[data-missing]");
    if (!lacking) return;
    const from = editor.view.posAtDOM(lacking, 0);
    setTimeout(() => editor.chain().focus().setTextSelection({ from, to: from + lacking.textContent.length }).run());
  });
  if (tools) {
    element.addEventListener("dblclick", (event) => { if (event.target.closest("img")) describe(editor, tools); });
    element.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !editor.state.selection.node || !editor.isActive("image")) return;
      event.preventDefault();
      event.stopPropagation();
      describe(editor, tools);
    }, true);
  }
  editor.on("update", () => { forgetFilled(editor); changed(editor.getHTML()); });
  if (tools) wake(tools, editor, csrf);
  return editor;
}

export default async function editor(textarea) {
  const tools = document.querySelector(textarea.dataset.tools || "[data-tools]");
  const holder = document.createElement("div");
  holder.className = "text-body";
  textarea.after(holder);
  const label = document.querySelector(`label[for="${textarea.id}"]`)?.textContent ?? "";
  const csrf = () => textarea.form?.elements.csrfmiddlewaretoken?.value ?? "";
  const made = await mount(holder, {
    html: textarea.value, label, tools, csrf,
    changed: (html) => { textarea.value = html; textarea.dispatchEvent(new Event("input", { bubbles: true })); },
  }).catch((error) => { holder.remove(); console.error("editor", error); });
  if (!made) return;
  textarea.hidden = true;
  textarea.addEventListener("insert-text", (event) => made.chain().focus().insertContent({ type: "text", text: event.detail }).run());
}
