// Signing in with the phone itself (a passkey). Where the browser can, the forms for it come into sight; each fetches
// what the phone is to be asked, asks it, and is sent with the answer. Without this script the other ways are there.
(() => {
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) => {
    const letters = String.fromCharCode(...new Uint8Array(buffer));
    return btoa(letters).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  };

  /** What the server asks, as the browser takes it. */
  const asked = ({ publicKey }) => {
    const known = (list) => list && list.map((it) => ({ ...it, id: bytes(it.id) }));
    const user = publicKey.user && { ...publicKey.user, id: bytes(publicKey.user.id) };
    const lists = { allowCredentials: known(publicKey.allowCredentials), excludeCredentials: known(publicKey.excludeCredentials) };
    const all = { ...publicKey, ...lists, user, challenge: bytes(publicKey.challenge) };
    for (const key of Object.keys(all)) if (all[key] === undefined) delete all[key];
    return { publicKey: all };
  };

  /** What the phone answers, as the server takes it. */
  const answered = (credential) => {
    const response = {};
    for (const key of ["attestationObject", "authenticatorData", "clientDataJSON", "signature", "userHandle"]) {
      if (credential.response[key]) response[key] = text(credential.response[key]);
    }
    const id = text(credential.rawId);
    return JSON.stringify({ id, rawId: id, type: credential.type, response, clientExtensionResults: {} });
  };

  const send = async (form) => {
    const answer = await fetch(form.dataset.start, { method: "POST" });
    if (!answer.ok) throw new Error(await answer.text());
    const options = asked(await answer.json());
    const credential = await navigator.credentials[form.dataset.passkey](options).catch((error) => {
      throw new Error(error.name === "InvalidStateError" ? form.dataset.known : form.dataset.cancelled);
    });
    form.elements.answer.value = answered(credential);
    form.submit();
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    // A passkey is good for one host; at another address of the same server there is none.
    if (!window.PublicKeyCredential || location.hostname !== form.dataset.host) continue;
    for (const part of document.querySelectorAll("[data-needs-passkey]")) part.hidden = false;
    for (const instead of document.querySelectorAll("[data-without-passkey]")) instead.hidden = true;
    const [button, told] = [form.querySelector("button"), form.querySelector("[role=alert]")];
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      button.disabled = true;
      told.hidden = true;
      send(form).catch((error) => {
        told.textContent = error instanceof SyntaxError || error instanceof TypeError ? form.dataset.cancelled : error.message;
        told.hidden = false;
        button.disabled = false;
      });
    });
  }
})();
