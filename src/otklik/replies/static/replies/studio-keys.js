/* Keys of the studio: Ctrl+S saves, Ctrl+Enter goes to the next question that waits, F8 to the next remark, F9 shows the page. */
(() => {
  "use strict";

  const form = document.querySelector("#studio");
  if (!form) return;

  const nextQuestion = () => {
    const fields = [...form.querySelectorAll(".studio-question")];
    const here = fields.indexOf(document.activeElement?.closest?.(".studio-question"));
    const order = [...fields.slice(here + 1), ...fields.slice(0, Math.max(here, 0))];
    const open = (part) => !form.querySelector(`#progress [data-question="${part.id.slice("question-".length)}"].is-done`);
    const next = order.find(open) ?? order[0] ?? fields[0];
    if (!next) return;
    const answer = next.querySelector("[name^=answer-]");
    const outcome = next.querySelector("[name^=outcome-]:checked") ? null : next.querySelector("[name^=outcome-]");
    (outcome ?? answer).focus();
    next.scrollIntoView({ block: "start", behavior: "instant" });
  };

  let at = -1;
  const nextRemark = (step) => {
    const cards = window.otklikMarks.cards().filter((card) => card.offsetParent && !card.classList.contains("is-stale"));
    if (!cards.length) return;
    const current = cards.findIndex((card) => card.classList.contains("is-current"));
    at = ((current < 0 ? at : current) + step + cards.length) % cards.length;
    window.otklikMarks.show(cards[at]);
  };

  document.addEventListener("keydown", (event) => {
    const control = event.ctrlKey || event.metaKey;
    if (control && event.code === "KeyS") { event.preventDefault(); window.otklikStudio.save(); }
    else if (control && event.key === "Enter") { event.preventDefault(); nextQuestion(); }
    else if (event.key === "F8") { event.preventDefault(); nextRemark(event.shiftKey ? -1 : 1); }
    else if (event.key === "F9") { event.preventDefault(); window.otklikLook(); }
  });
})();
