/* The studio saves by itself, keeps unsaved words in the browser, and renews what the checks say without a jump. */
(() => {
  "use strict";

  const form = document.querySelector("#studio");
  if (!form) return;
  const said = (name) => form.dataset[`said${name}`] ?? "";
  const line = document.querySelector("#saved");
  const copies = window.otklikCopies.open(form);
  const marks = window.otklikMarks;
  const PAUSE = 1200, AGAIN = 5000, LONGEST = 30000, ALIVE = 30000;

  let changes = 0; // grows with each change; what is saved is compared with it
  let saved = 0;
  let sending = false;
  let leaving = false;
  let timer = 0, again = 0, tries = 0, copied = 0;
  let mended = false;

  const typed = () => {
    const found = {};
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string" && !["csrfmiddlewaretoken", "act", "revision", "base"].includes(name)) found[name] = value;
    }
    return found;
  };

  const state = (kind, words, ...more) => {
    form.dataset.state = kind;
    line.replaceChildren(words, ...more.flatMap((each) => [" ", each]));
  };

  const button = (words, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button-small";
    made.textContent = words;
    made.addEventListener("click", act);
    return made;
  };

  // --- copies in the browser

  const copy = async () => {
    clearTimeout(copied);
    if (saved === changes) return;
    await copies.keep({ at: Date.now(), revision: form.elements.revision.value, base: form.elements.base.value, fields: typed() });
  };
  const copySoon = () => { clearTimeout(copied); copied = setTimeout(copy, 300); };

  // --- saving

  const changed = () => {
    changes += 1;
    copySoon();
    if (form.dataset.state !== "offline" && form.dataset.state !== "signed-out") state("typing", said("Typing"));
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  };

  const save = async () => {
    clearTimeout(timer);
    clearTimeout(again);
    if (sending || leaving) { timer = setTimeout(save, PAUSE); return; }
    const sent = changes, values = typed();
    const data = new FormData(form);
    data.set("act", "autosave");
    if (mended) data.set("mended", "1");
    mended = false;
    sending = true;
    if (form.dataset.state === "typing") state("saving", said("Saving"));
    try {
      const answer = await post(data);
      if (answer) taken(answer, sent, values);
    } catch {
      offline();
    } finally {
      sending = false;
    }
    if (changes !== sent && !again) timer = setTimeout(save, PAUSE);
  };

  const post = async (data, second = false) => {
    const response = await fetch(form.action, { method: "POST", body: data, headers: { Accept: "application/json" } });
    if (response.redirected) { signedOut(); return null; }
    if (response.status === 403 && !second) {
      const token = await freshToken();
      if (!token) { signedOut(); return null; }
      form.elements.csrfmiddlewaretoken.value = token;
      data.set("csrfmiddlewaretoken", token);
      return post(data, true);
    }
    if (response.status === 400 || response.status === 413) { state("refused", said("TooMuch")); return null; }
    if (!response.ok) throw new Error(String(response.status));
    return response.json();
  };

  // Another sign-in changes the form's secret; the page of the same address has the new one.
  const freshToken = async () => {
    const response = await fetch(form.action, { headers: { Accept: "text/html" } });
    if (response.redirected || !response.ok) return "";
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = page.querySelector("#studio");
    if (!fresh || fresh.dataset.person !== form.dataset.person) return "";
    return fresh.elements.csrfmiddlewaretoken.value;
  };

  const later = () => {
    clearTimeout(again);
    tries += 1;
    again = setTimeout(() => { again = 0; save(); }, Math.min(LONGEST, AGAIN * tries));
  };

  const offline = async () => {
    await copy();
    state("offline", window.crypto?.subtle ? said("Offline") : said("OfflineBare"));
    later();
  };

  const signedOut = async () => {
    await copy();
    const link = document.createElement("a");
    link.href = `${location.pathname}`;
    link.target = "_blank";
    link.rel = "noopener";
    link.textContent = said("SignIn");
    state("signed-out", said("SignedOut"), link);
    later();
  };

  const taken = (answer, sent, values) => {
    tries = 0;
    if (answer.state === "closed") { state("refused", answer.said); copy(); return; }
    if (answer.state === "conflict") {
      state("conflict", answer.said, button(said("Compare"), compare));
      copy();
      renew(answer.html, ["others"]);
      return;
    }
    if (answer.revision !== null) {
      form.elements.revision.value = answer.revision;
      form.elements.base.value = answer.base;
      fill(answer.fields, values);
      if (!answer.unsaved) saved = sent;
      if (saved === changes && !Object.keys(answer.errors).length) copies.forget();
    }
    errors(answer.errors);
    renew(answer.html);
    if (answer.unsaved) { state("refused", said("TooLong")); copy(); }
    else if (answer.state === "refused") state("refused", answer.said);
    else if (saved === changes && form.dataset.state === "mended" && !Object.keys(answer.fields).length) form.dataset.state = "saved"; // the way back stays in sight
    else if (saved === changes) state("saved", answer.said);
  };

  const compare = () => {
    leaving = true;
    form.requestSubmit(form.querySelector("button[value=save]"));
  };

  // Parts that somebody else changed come into the fields, unless one has typed there since.
  const fill = (fields, values) => {
    for (const [name, value] of Object.entries(fields)) {
      const field = form.elements[name];
      if (!field) continue;
      if (field instanceof RadioNodeList) {
        if ((values[name] ?? "") === field.value) field.value = value;
        continue;
      }
      if (field.value !== (values[name] ?? "") || field.value === value) continue;
      const caret = field.selectionStart;
      field.value = value;
      if (document.activeElement === field) field.setSelectionRange(Math.min(caret, value.length), Math.min(caret, value.length));
    }
  };

  const errors = (found) => {
    for (const old of form.querySelectorAll(".field-error[data-live]")) {
      old.closest(".field-wrong")?.classList.remove("field-wrong");
      old.remove();
    }
    for (const [name, words] of Object.entries(found)) {
      const holder = document.getElementById(`id_${name}`)?.closest(".field, .outcome");
      if (!holder || holder.querySelector(".field-error:not([data-live])")) continue;
      const note = document.createElement("span");
      note.className = "field-error";
      note.dataset.live = "yes";
      note.setAttribute("role", "status");
      note.textContent = words;
      holder.classList.add("field-wrong");
      (holder.querySelector(".label, legend") ?? holder.firstElementChild).after(note);
    }
  };

  // Swap only what is different, keep what is open, the focus, and the place on the page.
  const renew = (pieces, only) => {
    const anchor = document.activeElement?.closest?.("#studio .sheet-row, #studio .panel");
    const before = anchor?.getBoundingClientRect().top;
    for (const [id, html] of Object.entries(pieces)) {
      if (only && !only.includes(id)) continue;
      const old = document.getElementById(id);
      if (!old) continue;
      const fresh = new DOMParser().parseFromString(html, "text/html").body.firstElementChild;
      if (!fresh) continue;
      if (id === "pages") { pages(old, fresh); continue; }
      if (old.dataset.html === html) { if (id.startsWith("margin-")) marks.read(id.slice(7)); continue; }
      const focused = old.contains(document.activeElement) ? document.activeElement : null;
      const opened = [...old.querySelectorAll("details")].map((each) => each.open);
      fresh.querySelectorAll("details").forEach((each, place) => { each.open = opened[place] ?? each.open; });
      fresh.dataset.html = html;
      old.replaceWith(fresh);
      if (focused) [...fresh.querySelectorAll("a, button, summary")].find((each) => each.textContent === focused.textContent)?.focus({ preventScroll: true });
      if (id.startsWith("margin-")) marks.read(id.slice(7));
    }
    if (anchor?.isConnected && anchor.matches(".sheet-row")) window.scrollBy({ top: anchor.getBoundingClientRect().top - before, behavior: "instant" });
  };

  // A new picture of the page comes when it is ready; until then the old one stays.
  const pages = async (old, fresh) => {
    const seen = old.querySelector("img"), next = fresh.querySelector("img");
    if (seen && next && seen.getAttribute("src") !== next.getAttribute("src")) {
      const picture = new Image();
      picture.src = next.src;
      try { await picture.decode(); } catch { return; }
    }
    if (!old.isConnected) return;
    const focused = old.contains(document.activeElement);
    old.replaceWith(fresh);
    if (focused) fresh.querySelector("[data-look]")?.focus({ preventScroll: true });
    drawSheets();
  };

  const drawSheets = () => {
    const holder = document.querySelector("#preview-pages .paper-pages");
    if (!holder || !document.querySelector("#preview").open) return;
    const wanted = [...document.querySelectorAll("#pages [data-src]")];
    const shown = [...holder.querySelectorAll("img")];
    wanted.forEach((each, place) => {
      const picture = shown[place] ?? Object.assign(new Image(992, 1403), { className: "needed paper-page" });
      if (picture.getAttribute("src") !== each.dataset.src) picture.src = each.dataset.src;
      picture.alt = each.dataset.alt;
      if (!shown[place]) holder.append(picture);
    });
    shown.slice(wanted.length).forEach((each) => each.remove());
  };

  // --- one press puts a suggestion in

  form.addEventListener("click", (event) => {
    const press = event.target.closest("[data-mend]");
    if (!press) return;
    event.preventDefault();
    const done = marks.put(press.closest(".finding"));
    if (!done) { state("typing", said("Changed")); save(); return; }
    mended = true;
    save();
    const undo = button(said("Undo"), () => {
      const { field, start, old, fresh } = done;
      if (field.value.slice(start, start + fresh.length) === fresh) { marks.replace(field, start, start + fresh.length, old); save(); }
    });
    state("mended", `${said("Replaced")} «${done.old}» → «${done.fresh}».`, undo);
  });

  // --- who else is here, and whether the letter has changed meanwhile

  const alive = async () => {
    if (document.hidden || form.dataset.state === "signed-out") return;
    const data = new FormData();
    data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    try {
      const response = await fetch(form.dataset.present, { method: "POST", body: data });
      if (response.redirected || !response.ok) return;
      const answer = await response.json();
      renew(answer.html);
      const known = Number(form.elements.revision.value);
      if (answer.revision > Math.max(known, 1) && form.dataset.state !== "conflict") save();
    } catch { /* the next save will tell */ }
  };

  // --- what was left in this browser

  const offer = async () => {
    const left = await copies.read();
    const box = document.querySelector("#local-copy");
    if (!left || !box) return;
    const now = typed();
    const names = Object.keys(left.fields).filter((name) => (now[name] ?? "") !== left.fields[name] && form.elements[name]);
    if (!names.length) { copies.forget(); return; }
    const when = box.querySelector("[data-when]");
    when.textContent = `${when.dataset.when} ${new Date(left.at).toLocaleString("ru-RU", { dateStyle: "long", timeStyle: "short" })}`;
    box.querySelector("[data-words]").textContent = names.map((name) => left.fields[name]).filter((words) => words.length > 12).join("\n\n");
    box.hidden = false;
    box.querySelector("[data-bring]").addEventListener("click", () => {
      for (const name of names) {
        const field = form.elements[name];
        field.value = left.fields[name];
      }
      form.elements.revision.value = left.revision;
      form.elements.base.value = left.base;
      box.hidden = true;
      for (const margin of form.querySelectorAll(".margin")) marks.read(margin.id.slice(7));
      changed();
      save();
    });
    box.querySelector("[data-forget]").addEventListener("click", () => { copies.forget(); box.hidden = true; });
  };

  form.addEventListener("input", (event) => { if (event.target.name) changed(); });
  form.addEventListener("change", (event) => { if (event.target.type === "radio" || event.target.type === "date") save(); });
  form.addEventListener("submit", () => { leaving = true; copy(); });
  window.addEventListener("pageshow", () => { leaving = false; });
  window.addEventListener("online", () => { if (saved !== changes) save(); });
  window.addEventListener("beforeunload", (event) => { if (saved !== changes && !leaving) event.preventDefault(); });
  window.addEventListener("pagehide", () => {
    const data = new FormData();
    data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    data.set("leaving", "1");
    navigator.sendBeacon?.(form.dataset.present, data);
  });
  document.querySelector("#preview")?.addEventListener("toggle", drawSheets);
  document.addEventListener("click", (event) => {
    const look = event.target.closest("[data-look]");
    if (!look) return;
    event.preventDefault();
    window.otklikLook();
  });
  window.otklikLook = () => {
    const box = document.querySelector("#preview");
    box.open = !box.open;
    if (box.open) { drawSheets(); box.scrollIntoView({ block: "start", behavior: "instant" }); box.querySelector("summary").focus({ preventScroll: true }); }
  };
  window.otklikStudio = { save };

  for (const piece of form.querySelectorAll("#missing, #hints, #progress, .margin")) piece.dataset.html ??= "";
  offer();
  alive();
  setInterval(alive, ALIVE);
})();
