// The merge desk shows the resulting text as one chooses. Without this file, a button asks for it.
(() => {
  "use strict";

  const form = document.querySelector("form[data-desk]");
  if (!form) return;
  const result = document.getElementById(form.dataset.result);
  let waiting = 0;
  let asking = null;

  async function show() {
    if (asking) asking.abort();
    asking = new AbortController();
    const body = new FormData(form);
    body.set("preview", "1");
    try {
      const answer = await fetch(form.action || location.href, {
        method: "POST",
        body,
        headers: { "X-Part": "result" },
        signal: asking.signal,
      });
      if (answer.ok) result.innerHTML = await answer.text();
    } catch {
      // No connection, or another choice since: the last text stays, and the button is still there.
    }
  }

  form.addEventListener("input", (event) => {
    // Whoever writes other words means them.
    const words = /^(.*)-words$/.exec(event.target.name || "");
    const other = words && event.target.value && form.querySelector(`[name="${words[1]}-choice"][value="other"]`);
    if (other) other.checked = true;
    clearTimeout(waiting);
    waiting = setTimeout(show, 250);
  });
  form.addEventListener("draft-given-back", show);
})();
