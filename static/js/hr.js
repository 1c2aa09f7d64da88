// Comfort only: sentences can be selected, and the page of a batch has a link to see it again.
(() => {
  "use strict";

  // A sentence goes to the clipboard as plain text, with its lines.
  if (navigator.clipboard) {
    for (const button of document.querySelectorAll("[data-copy]")) {
      const words = document.getElementById(button.dataset.copy);
      const name = button.textContent;
      button.hidden = false;
      button.setAttribute("aria-live", "polite");
      button.addEventListener("click", async () => {
        try {
          await navigator.clipboard.writeText(words.innerText.trim());
        } catch {
          getSelection().selectAllChildren(words);
          return;
        }
        button.textContent = button.dataset.copied;
        setTimeout(() => { button.textContent = name; }, 2500);
      });
    }
  }

  // How far a batch is, asked for while someone looks at the page.
  const follow = async () => {
    const progress = document.getElementById("progress");
    if (!progress || !progress.dataset.follow) return;
    let pause = 2000;
    if (!document.hidden) {
      try {
        const answer = await fetch(progress.dataset.follow, { headers: { Accept: "text/html" } });
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const fresh = page.getElementById("progress");
        if (!answer.ok || !fresh) return;
        if (!fresh.dataset.follow) return location.reload();
        if (fresh.innerHTML !== progress.innerHTML) progress.replaceChildren(...fresh.childNodes);
      } catch {
        pause = 10000;
      }
    }
    setTimeout(follow, pause);
  };
  setTimeout(follow, 1500);
})();
