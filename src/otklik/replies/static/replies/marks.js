/* Remarks at their words: marks behind the text of a field, cards of the margin beside them.

   The field stays a plain textarea. Behind it lies a layer with the same words, invisible but for the marks; while one
   types, marks move along or go away, until the next check brings new ones. */
(() => {
  "use strict";

  const form = document.querySelector("#studio");
  if (!form) return;
  const layers = new Map();
  const LONG = 90; // characters from which a marked stretch is a sentence rather than an expression

  const cards = (margin) => [...margin.querySelectorAll(".finding[data-end]")];
  const marginOf = (field) => document.getElementById(`margin-${field.name}`);

  const layerOf = (field) => {
    if (layers.has(field.name)) return layers.get(field.name);
    const holder = document.createElement("div");
    holder.className = "marked-field";
    const back = document.createElement("div");
    back.className = "marks-layer";
    back.setAttribute("aria-hidden", "true");
    if (field instanceof HTMLTextAreaElement) { // one line has no room for marks: its cards say enough
      field.before(holder);
      holder.append(back, field);
    }
    const layer = { field, back, text: "", found: [] };
    field.addEventListener("input", () => move(layer));
    field.addEventListener("scroll", () => { back.scrollTop = field.scrollTop; });
    for (const event of ["keyup", "click", "focus"]) field.addEventListener(event, () => point(layer));
    field.addEventListener("blur", () => { for (const item of layer.found) item.card.classList.remove("is-current"); });
    layers.set(field.name, layer);
    return layer;
  };

  // Take the remarks of the margin anew: after the page has come, and after each check.
  const read = (name) => {
    const field = form.elements[name];
    const margin = document.getElementById(`margin-${name}`);
    if (!field || !margin || !(field instanceof HTMLTextAreaElement || field.type === "text")) return;
    const layer = layerOf(field);
    layer.text = field.value;
    layer.found = cards(margin).map((card) => placed(card, field.value)).filter(Boolean);
    draw(layer);
    align(layer, margin);
  };

  // A remark knows its place in the text as it was saved; the field may have blanks around it that were cleaned away.
  const placed = (card, text) => {
    const start = Number(card.dataset.start), end = Number(card.dataset.end), said = card.dataset.text;
    const item = { card, start, end, mark: null, marks: [] };
    if (end <= start) return item;
    if (text.slice(start, end) === said) return item;
    const near = text.indexOf(said, Math.max(0, start - 40));
    if (near < 0 || Math.abs(near - start) > 400) { card.classList.add("is-stale"); return { ...item, start: 0, end: 0 }; }
    return { ...item, start: near, end: near + said.length };
  };

  const move = (layer) => {
    const before = layer.text, now = layer.field.value;
    let head = 0;
    const most = Math.min(before.length, now.length);
    while (head < most && before[head] === now[head]) head += 1;
    let tail = 0;
    while (tail < most - head && before[before.length - 1 - tail] === now[now.length - 1 - tail]) tail += 1;
    const shift = now.length - before.length, edge = before.length - tail;
    for (const item of layer.found) {
      if (item.end <= item.start || item.end <= head) continue;
      if (item.start >= edge) { item.start += shift; item.end += shift; }
      else { item.start = item.end = 0; item.card.classList.add("is-stale"); }
    }
    layer.text = now;
    draw(layer);
  };

  // Marks may lie in one another: the text is cut wherever one begins or ends; a whole sentence is marked lightly.
  const draw = (layer) => {
    const { back, text } = layer;
    back.replaceChildren();
    for (const item of layer.found) { item.mark = null; item.marks = []; }
    if (text.length > 60000) return;
    const shown = layer.found.filter((item) => item.end > item.start);
    const cuts = [...new Set([0, text.length, ...shown.flatMap((item) => [item.start, item.end])])].sort((a, b) => a - b);
    cuts.slice(1).forEach((end, place) => {
      const start = cuts[place];
      const here = shown.filter((item) => item.start <= start && item.end >= end);
      const words = text.slice(start, end);
      if (!here.length) { back.append(words); return; }
      const mark = document.createElement("mark");
      mark.textContent = words;
      if (here.some((item) => item.card.classList.contains("finding-block"))) mark.className = "mark-block";
      else if (here.every((item) => item.end - item.start > LONG)) mark.className = "mark-long";
      for (const item of here) { item.mark ??= mark; item.marks.push(mark); }
      back.append(mark);
    });
    back.append("\n");
    back.scrollTop = layer.field.scrollTop;
  };

  // On a wide desk each card stands at the height of its words, as far as the cards above it leave room.
  const align = (layer, margin) => {
    const list = margin.querySelector(".margin-list");
    if (!list) return;
    const beside = getComputedStyle(margin).getPropertyValue("--beside").trim() === "1";
    const top = margin.getBoundingClientRect().top;
    let floor = 0;
    for (const item of layer.found) {
      item.card.style.removeProperty("margin-top");
      if (!beside || item.card.closest("details")) continue;
      const box = (item.mark ?? layer.field).getBoundingClientRect();
      const wanted = Math.max(0, box.top - top);
      const gap = Math.max(floor ? 8 : 0, wanted - floor);
      item.card.style.setProperty("margin-top", `${gap}px`);
      floor += gap + item.card.offsetHeight;
    }
  };

  const point = (layer) => {
    const caret = layer.field.selectionStart;
    for (const item of layer.found) {
      const here = item.end > item.start && caret >= item.start && caret <= item.end;
      item.card.classList.toggle("is-current", here);
      for (const mark of item.marks ?? []) mark.classList.toggle("is-current", here && item.end - item.start <= LONG);
    }
  };

  const itemOf = (card) => {
    for (const layer of layers.values()) {
      const item = layer.found.find((each) => each.card === card);
      if (item) return { layer, item };
    }
    return null;
  };

  const show = (card) => {
    const found = itemOf(card);
    if (!found) return false;
    const { layer, item } = found;
    layer.field.focus();
    if (item.end > item.start) layer.field.setSelectionRange(item.start, item.end);
    (item.mark ?? layer.field).scrollIntoView({ block: "center", behavior: "instant" });
    point(layer);
    return true;
  };

  // Put a suggestion in; the field's own undo takes it back.
  const put = (card) => {
    const found = itemOf(card);
    if (!found || !("put" in card.dataset)) return null;
    const { layer: { field }, item } = found;
    const old = card.dataset.text;
    if (item.end <= item.start || field.value.slice(item.start, item.end) !== old) return null;
    const start = item.start;
    replace(field, start, item.end, card.dataset.put);
    return { field, start, old, fresh: card.dataset.put };
  };

  const replace = (field, start, end, words) => {
    field.focus();
    field.setSelectionRange(start, end);
    const done = words ? document.execCommand("insertText", false, words) : document.execCommand("delete");
    if (!done) {
      field.setRangeText(words, start, end, "end");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  };

  form.addEventListener("click", (event) => {
    const link = event.target.closest("[data-find]");
    if (link && show(link.closest(".finding"))) event.preventDefault();
  });
  form.addEventListener("pointerover", (event) => {
    const card = event.target.closest(".finding");
    for (const layer of layers.values()) for (const item of layer.found) for (const mark of item.marks ?? []) if (item.card === card || mark.classList.contains("is-near")) mark.classList.toggle("is-near", item.card === card);
  });

  const readAll = () => { for (const margin of form.querySelectorAll(".margin")) read(margin.id.slice("margin-".length)); };
  readAll();
  document.fonts?.ready.then(readAll);
  let wait = 0;
  window.addEventListener("resize", () => { clearTimeout(wait); wait = setTimeout(readAll, 150); });

  window.otklikMarks = { read, readAll, put, show, replace, cards: () => [...form.querySelectorAll(".margin .finding")] };
})();
