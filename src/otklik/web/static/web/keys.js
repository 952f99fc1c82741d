/* Keys of the desk: "/" to the search; j and k along a list marked data-rows; any element with data-key="e". */
(() => {
  "use strict";

  const typing = (target) => target.closest("input, textarea, select, [contenteditable]") !== null;

  const move = (step) => {
    const rows = [...document.querySelectorAll("[data-rows] .list-row")];
    if (!rows.length) return false;
    const at = rows.findIndex((row) => row === document.activeElement || row.hasAttribute("aria-current"));
    const next = rows[Math.min(rows.length - 1, Math.max(0, at + step))];
    next.focus();
    if (document.querySelector("[data-rows][data-open]")) next.click();
    return true;
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (event.key === "/") {
      const search = document.querySelector("[data-search]");
      if (search) { event.preventDefault(); search.focus(); search.select(); }
      return;
    }
    // By the place on the keyboard, so that the Russian layout works too.
    const key = event.code.startsWith("Key") ? event.code.slice(3).toLowerCase() : event.key;
    if ((key === "j" && move(1)) || (key === "k" && move(-1))) { event.preventDefault(); return; }
    const target = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (target) { event.preventDefault(); target.click(); }
  });
})();
