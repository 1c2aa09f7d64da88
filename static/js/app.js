// Comfort only: every page works without this file.
(() => {
  "use strict";

  // The account panel closes on Escape and when one goes elsewhere.
  const account = document.querySelector("details.account");
  if (account) {
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && account.open) {
        account.open = false;
        account.querySelector("summary").focus();
      }
    });
    document.addEventListener("click", (event) => {
      if (!account.contains(event.target)) account.open = false;
    });
  }

  // A second click while the first is on its way sends nothing more.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    // What answers with a file loads no page: it may be asked for again at once.
    if (form.method !== "post" || event.defaultPrevented || "givesFile" in form.dataset) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
    setTimeout(() => delete form.dataset.sent, 5000);
  });
  // Come back with "Previous": the form may be sent again.
  window.addEventListener("pageshow", (event) => {
    // A browser keeps whole pages to show them at once: someone else may have signed in meanwhile. Ask for it again.
    const { reader, answersForm } = document.documentElement.dataset;
    if (event.persisted && reader) {
      document.documentElement.hidden = true;
      if (answersForm === undefined) location.reload();
      else location.replace(location.pathname + location.search);
      return;
    }
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });

  // The tab of the section being read.
  const tabs = document.querySelectorAll(".tabs > ol > li > a[href^='#']");
  const chapters = [...tabs].map((tab) => document.getElementById(tab.hash.slice(1))).filter(Boolean);
  if (chapters.length && "IntersectionObserver" in window) {
    const mark = (id) => {
      for (const tab of tabs) {
        if (tab.hash.slice(1) === id) tab.setAttribute("aria-current", "true");
        else tab.removeAttribute("aria-current");
      }
    };
    const watch = new IntersectionObserver(
      (entries) => {
        const seen = entries.filter((entry) => entry.isIntersecting);
        if (seen.length) mark(seen[0].target.id);
      },
      { rootMargin: "-15% 0px -75% 0px" },
    );
    chapters.forEach((chapter) => watch.observe(chapter));
  }
})();
