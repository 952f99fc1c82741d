/* Any words of the letter may be selected and get a remark; without this script each sentence has one. */
(() => {
  "use strict";

  const section = document.querySelector("[data-review]");
  if (!section) return;

  const pick = document.createElement("button");
  pick.type = "button";
  pick.className = "button-main review-pick";
  pick.textContent = section.dataset.again;
  pick.hidden = true;
  section.append(pick);
  let chosen = null;

  const edge = (node, offset) => {
    const words = node.parentElement && node.parentElement.closest(".place-words");
    return words ? { part: words.closest("[data-part]"), at: Number(words.dataset.start) + offset } : null;
  };

  const selected = () => {
    const selection = document.getSelection();
    if (!selection || selection.isCollapsed || !section.contains(selection.anchorNode)) return null;
    const range = selection.getRangeAt(0);
    const from = edge(range.startContainer, range.startOffset);
    const to = edge(range.endContainer, range.endOffset);
    if (!from || !to || from.part !== to.part || to.at <= from.at) return null;
    return { part: from.part, start: from.at, end: to.at, text: selection.toString() };
  };

  document.addEventListener("selectionchange", () => {
    const found = selected();
    if (found) chosen = found;
    pick.hidden = !found;
  });

  // A sentence whose words are being selected must not open under the hand.
  section.addEventListener("click", (event) => {
    if (event.target.closest(".place > summary") && selected()) event.preventDefault();
  });

  pick.addEventListener("mousedown", (event) => event.preventDefault());
  pick.addEventListener("click", () => {
    if (!chosen) return;
    const { part, start, end, text } = chosen;
    const name = `at:${part.dataset.part}:${start}:${end}`;
    let field = part.querySelector(`textarea[name="${CSS.escape(name)}"]`);
    if (!field) {
      const place = document.createElement("div");
      const label = document.createElement("label");
      const quote = document.createElement("q");
      field = document.createElement("textarea");
      place.className = "place place-more";
      quote.textContent = text.trim();
      field.name = name;
      field.id = `${part.dataset.part}-${start}-${end}`;
      field.rows = 2;
      field.maxLength = 4000;
      field.setAttribute("form", "review");
      label.htmlFor = field.id;
      label.append(quote);
      place.append(label, field);
      part.append(place);
    }
    const closed = field.closest("details");
    if (closed) closed.open = true;
    document.getSelection().removeAllRanges();
    pick.hidden = true;
    field.focus();
  });
})();
