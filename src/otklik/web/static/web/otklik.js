/* Small comforts; every page works without them. */
(() => {
  "use strict";

  // Errors: the reader starts at the summary.
  document.querySelector("[data-focus]")?.focus();

  // Copy what stands in another element: <button data-copy="#code">.
  for (const button of document.querySelectorAll("[data-copy]")) {
    if (!navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const source = document.querySelector(button.dataset.copy);
      if (!source) return;
      await navigator.clipboard.writeText(source.textContent.trim());
      button.textContent = button.dataset.done || button.textContent;
    });
  }

  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }

  // How many signs are left, said only when few are.
  for (const area of document.querySelectorAll("textarea[maxlength]")) {
    const limit = Number(area.getAttribute("maxlength"));
    const line = document.createElement("p");
    line.className = "counter";
    line.setAttribute("role", "status");
    area.after(line);
    const say = () => {
      const left = limit - area.value.length;
      line.textContent = left < limit / 10 ? `Осталось знаков: ${left}` : "";
    };
    area.addEventListener("input", say);
    say();
  }

  // A menu closes by Escape and by a click beside it.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });

  // Signing out takes along what the pages have kept in this browser: copies of words not saved yet.
  document.addEventListener("submit", (event) => {
    if (!("signsOut" in event.target.dataset)) return;
    try {
      for (const name of Object.keys(localStorage)) if (name.startsWith("otklik:")) localStorage.removeItem(name);
      sessionStorage.clear();
    } catch { /* storage is switched off */ }
  });

  // One press sends a form once; after "back" it may be sent again. data-again: a form whose answer is a file.
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    const form = event.target;
    if (form.method !== "post" || "again" in form.dataset) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });
})();
