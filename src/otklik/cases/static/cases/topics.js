/* One click takes a suggested topic into its field: <button data-take="#id_topic" data-value="code title">. */
(() => {
  "use strict";
  document.documentElement.classList.add("takes-topics");
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-take]");
    if (!button) return;
    const field = document.querySelector(button.dataset.take);
    if (!field) return;
    field.value = button.dataset.value;
    const found = document.getElementById(`found-${field.id}`);
    if (found) found.replaceChildren();
    field.dispatchEvent(new Event("change", { bubbles: true }));
    field.focus();
  });
})();
