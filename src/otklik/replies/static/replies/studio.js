/* The studio says when a draft could not be saved, and warns before unsaved words are left behind. */
(() => {
  "use strict";

  const form = document.querySelector("#studio");
  if (!form) return;
  let unsaved = false;

  form.addEventListener("input", () => { unsaved = true; });
  form.addEventListener("submit", () => { unsaved = false; });

  const trouble = () => {
    const line = document.querySelector("#saved");
    line.textContent = form.dataset.trouble;
    line.className = "small due-late";
  };
  form.addEventListener("htmx:sendError", trouble);
  form.addEventListener("htmx:responseError", trouble);
  form.addEventListener("htmx:beforeRequest", () => { unsaved = false; });
  form.addEventListener("htmx:afterRequest", (event) => { if (!event.detail.successful) unsaved = true; });

  window.addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });
})();
