/* Copies of words that the server does not have yet, kept in this browser until it has them.

   A copy is locked (AES-GCM) with a key that the server gives to the page of its employee and that is never stored
   here: on a shared machine nobody reads it without signing in as that employee. Where the browser cannot lock (a page
   without https), the copy lives only as long as the tab. Signing out deletes all copies (web/otklik.js). */
(() => {
  "use strict";

  const PREFIX = "otklik:draft:";
  const DAYS = 14;
  const locks = Boolean(window.crypto && crypto.subtle);
  const store = () => (locks ? window.localStorage : window.sessionStorage);

  const toText = (bytes) => btoa(Array.from(new Uint8Array(bytes), (b) => String.fromCharCode(b)).join(""));
  const toBytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));

  const open = (form) => {
    const name = `${PREFIX}${form.dataset.person}:${form.dataset.case}`;
    let key = null;
    const lock = async () => {
      key ??= await crypto.subtle.importKey("raw", toBytes(form.dataset.copyKey), "AES-GCM", false, ["encrypt", "decrypt"]);
      return key;
    };

    const keep = async (copy) => {
      const words = JSON.stringify(copy);
      try {
        if (!locks) { store().setItem(name, words); return true; }
        const iv = crypto.getRandomValues(new Uint8Array(12));
        const locked = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await lock(), new TextEncoder().encode(words));
        store().setItem(name, JSON.stringify({ at: copy.at, iv: toText(iv), words: toText(locked) }));
        return true;
      } catch {
        return false; // no room, or storage is switched off: the page itself still has the words
      }
    };

    const read = async () => {
      let found = null;
      try { found = store().getItem(name); } catch { return null; }
      if (!found) return null;
      try {
        const kept = JSON.parse(found);
        if (!locks) return kept;
        const words = await crypto.subtle.decrypt({ name: "AES-GCM", iv: toBytes(kept.iv) }, await lock(), toBytes(kept.words));
        return JSON.parse(new TextDecoder().decode(words));
      } catch {
        forget(); // locked with a key of another time: nobody can read it any more
        return null;
      }
    };

    const forget = () => { try { store().removeItem(name); } catch { /* nothing is kept then */ } };
    return { keep, read, forget };
  };

  const dropOld = () => {
    try {
      for (const name of Object.keys(localStorage).filter((each) => each.startsWith(PREFIX))) {
        const at = Number(JSON.parse(localStorage.getItem(name)).at);
        if (!(Date.now() - at < DAYS * 86400000)) localStorage.removeItem(name);
      }
    } catch { /* storage is switched off */ }
  };

  dropOld();
  window.otklikCopies = { open };
})();
