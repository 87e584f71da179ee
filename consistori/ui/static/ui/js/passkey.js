// A form whose button makes or shows a passkey, and then goes. data-act: create | get; the options are in the JSON of
// the element data-options, or asked from data-ask. Without script the form's page offers the codes of the phone.
const known = "PublicKeyCredential" in globalThis && "credentials" in navigator;

function bytes(text) {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (c) => c.charCodeAt(0));
}

function text(buffer) {
  return btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function read(options) {
  const wanted = structuredClone(options.publicKey ?? options);
  wanted.challenge = bytes(wanted.challenge);
  if (wanted.user) wanted.user.id = bytes(wanted.user.id);
  for (const list of [wanted.excludeCredentials, wanted.allowCredentials]) list?.forEach((one) => { one.id = bytes(one.id); });
  return wanted;
}

function written(credential) {
  const { id, type, response } = credential;
  const told = { clientDataJSON: text(response.clientDataJSON) };
  if (response.attestationObject) {
    told.attestationObject = text(response.attestationObject);
    told.transports = response.getTransports?.() ?? [];
  } else {
    told.authenticatorData = text(response.authenticatorData);
    told.signature = text(response.signature);
    told.userHandle = response.userHandle ? text(response.userHandle) : null;
  }
  return { id, rawId: text(credential.rawId), type, response: told, clientExtensionResults: credential.getClientExtensionResults() };
}

async function options(form) {
  if (form.dataset.options) return JSON.parse(document.getElementById(form.dataset.options).textContent);
  const answer = await fetch(form.dataset.ask, { headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" } });
  if (!answer.ok) throw new Error(answer.status);
  return (await answer.json()).request_options;
}

async function use(form) {
  const publicKey = read(await options(form));
  if (form.dataset.act !== "create") return navigator.credentials.get({ publicKey });
  Object.assign((publicKey.authenticatorSelection ??= {}), { residentKey: "required", requireResidentKey: true, userVerification: "required" });
  return navigator.credentials.create({ publicKey });
}

export default function passkey(form) {
  const told = form.querySelector("[data-told]");
  const tell = (words) => { told.textContent = words; told.hidden = !words; };
  const button = form.querySelector("button");
  for (const shown of [form, form.closest("[data-ways]")]) if (shown) shown.hidden = false;
  if (!known) { tell(form.dataset.unable); button.hidden = true; return; }
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (button.getAttribute("aria-busy")) return;
    tell("");
    button.setAttribute("aria-busy", "true");
    try {
      form.elements.credential.value = JSON.stringify(written(await use(form)));
      form.submit();
    } catch (error) {
      button.removeAttribute("aria-busy");
      tell(error.name === "InvalidStateError" ? form.dataset.repeated ?? form.dataset.cancelled : form.dataset.cancelled);
    }
  });
}
