// Select words of the clause, and a link offers to comment on them. Without this file, one chooses a sentence.
(() => {
  "use strict";

  const sheet = document.querySelector("[data-passages]");
  const bar = document.querySelector("[data-selection]");
  if (!sheet || !bar) return;
  const link = bar.querySelector("a");

  // How many characters that are not spaces stand before a place of the text; what is not of the text is skipped.
  function before(node, offset) {
    const range = document.createRange();
    range.setStart(sheet, 0);
    range.setEnd(node, offset);
    const part = range.cloneContents();
    for (const extra of part.querySelectorAll("[data-skip]")) extra.remove();
    return Array.from(part.textContent.replace(/\s/g, "")).length;
  }

  function show() {
    const selection = document.getSelection();
    const range = selection && selection.rangeCount ? selection.getRangeAt(0) : null;
    const inside = range && !range.collapsed && sheet.contains(range.commonAncestorContainer);
    const words = inside ? [before(range.startContainer, range.startOffset), before(range.endContainer, range.endOffset)] : [0, 0];
    bar.hidden = words[0] >= words[1];
    if (!bar.hidden) link.href = `${sheet.dataset.passages}&from=${words[0]}&to=${words[1]}`;
  }

  let waiting = 0;
  document.addEventListener("selectionchange", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, 150);
  });
})();
