// What is being typed is kept in this browser until the server says that it arrived: a closed tab, a lost
// connection or an ended session loses nothing. It never leaves the device, is shown only to whoever typed it,
// and signing out erases it.
(() => {
  "use strict";

  const reader = document.documentElement.dataset.reader;
  if (!reader || !storageWorks()) return;
  const answersForm = "answersForm" in document.documentElement.dataset;
  const mine = `draft:${reader}:`;
  const A_MONTH = 30 * 24 * 60 * 60 * 1000;
  const SENDING = "draft-being-sent";
  const words = document.getElementById("draft-words");
  const SIGNED_OUT = `signed-out:${reader}`;
  const opened = Date.now();
  let erased = false;

  forgetWhatArrived();
  forgetWhatIsOld();
  for (const form of document.querySelectorAll("form[method=post]")) {
    if (!form.querySelector("textarea") || form.querySelector("[type=password]") || "notKept" in form.dataset) continue;
    if (answersForm) {
      replaceWhatWasSent(form);
      keep(form);
    } else giveBack(form);
    let waiting = 0;
    form.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => keep(form), 300);
    });
    form.addEventListener("change", () => keep(form));
    addEventListener("pagehide", () => form.dataset.typed && keep(form));
    form.addEventListener("submit", (event) => {
      keep(form);
      if (navigator.onLine) {
        sessionStorage.setItem(SENDING, keyOf(form));
        return;
      }
      event.preventDefault();
      delete form.dataset.sent;
      say(form, "offline");
    });
  }

  addEventListener("online", () => {
    for (const notice of document.querySelectorAll("[data-when=offline]")) {
      const form = notice.nextElementSibling;
      if (form) say(form, "online");
    }
  });

  // Signing out erases what this person typed here and did not send: others may use this browser.
  for (const form of document.querySelectorAll("form[data-signs-out]")) {
    form.addEventListener("submit", (event) => {
      const kept = drafts();
      if (kept.length && !confirm(words.content.querySelector("[data-when=signing-out]").textContent.trim())) {
        event.preventDefault();
        delete form.dataset.sent;
      } else {
        erased = true;
        localStorage.setItem(SIGNED_OUT, Date.now());
        kept.forEach((key) => localStorage.removeItem(key));
      }
    });
  }

  function storageWorks() {
    try {
      localStorage.setItem("draft-probe", "1");
      localStorage.removeItem("draft-probe");
      return true;
    } catch {
      return false;
    }
  }

  // The form of an address; of a reply, the one to that very comment; of a passage, the one about these very words.
  function keyOf(form) {
    const reply = form.elements.namedItem("reply_to");
    const address = new URL(form.getAttribute("action") || location.pathname, location.href).pathname;
    const about = form.dataset.about ? `|${form.dataset.about}` : "";
    return `${mine}${address}#${(reply && reply.value) || ""}${about}`;
  }

  function controls(form) {
    return [...form.elements].filter(
      (field) => field.name && field.name !== "csrfmiddlewaretoken" && !/^(submit|button|file|fieldset)$/.test(field.type),
    );
  }

  function isChoice(field) {
    return field.type === "radio" || field.type === "checkbox";
  }

  function isTyped(form) {
    return controls(form).some(
      (field) => /^(textarea|text|email|number|date)$/.test(field.type) && field.value !== field.defaultValue,
    );
  }

  // Signing out in one tab erases for all: those that are still open keep nothing more.
  function signedOutElsewhere() {
    return Number(localStorage.getItem(SIGNED_OUT)) > opened;
  }

  function keep(form) {
    if (erased || signedOutElsewhere() || (!answersForm && !form.dataset.typed && !isTyped(form))) return;
    form.dataset.typed = "yes";
    const fields = controls(form).map((field) => [
      field.name, field.value, isChoice(field) ? field.checked : null, /^(textarea|text)$/.test(field.type),
    ]);
    try {
      localStorage.setItem(keyOf(form), JSON.stringify({ at: Date.now(), fields }));
    } catch {
      // The browser has no room left: the page still holds what is typed.
    }
  }

  // A refused form comes back about other words than those it was sent with: its draft is now about these.
  function replaceWhatWasSent(form) {
    const sent = sessionStorage.getItem(SENDING);
    const now = keyOf(form);
    if (sent && sent !== now && sent.split("|")[0] === now.split("|")[0]) localStorage.removeItem(sent);
  }

  function giveBack(form) {
    const raw = localStorage.getItem(keyOf(form));
    if (!raw) return;
    const draft = read(raw);
    if (!draft) return;
    const present = controls(form);
    const used = new Set();
    const left = [];
    for (const [name, value, checked, isWritten] of draft.fields) {
      const field = present.find(
        (one) => one.name === name && !used.has(one) && (checked === null || one.value === value),
      );
      if (!field) {
        if (isWritten && value.trim()) left.push([name, value]);
        continue;
      }
      used.add(field);
      if (field.type === "hidden") field.dataset.was ??= field.value;
      if (checked === null) field.value = value;
      else field.checked = checked;
      const folded = field.closest("details");
      if (folded && (checked || (checked === null && value))) folded.open = true;
    }
    form.dataset.typed = "yes";
    const notice = say(form, "given-back");
    notice.querySelector("time").textContent = new Date(draft.at).toLocaleString(document.documentElement.lang, {
      dateStyle: "long",
      timeStyle: "short",
    });
    showWhatIsLeft(form, notice, left);
    notice.querySelector("button").addEventListener("click", () => {
      localStorage.removeItem(keyOf(form));
      delete form.dataset.typed;
      form.reset();
      for (const box of form.querySelectorAll("[data-left]")) box.remove();
      for (const field of form.querySelectorAll("[data-was]")) field.value = field.dataset.was;
      notice.remove();
      form.querySelector("textarea").focus();
    });
    form.dispatchEvent(new CustomEvent("draft-given-back", { bubbles: true }));
  }

  // What the words were about is not in the form any more: they are shown, to be copied, and stay in the draft.
  function showWhatIsLeft(form, notice, left) {
    const sentence = notice.querySelector("[data-left]");
    sentence.hidden = left.length === 0;
    sentence.id = `left-${[...document.forms].indexOf(form)}`;
    for (const [name, value] of left.reverse()) {
      const box = document.createElement("textarea");
      Object.assign(box, { className: "form-control mb-2", name, value, rows: 3, readOnly: true });
      box.dataset.left = "";
      box.setAttribute("aria-labelledby", sentence.id);
      form.prepend(box);
    }
  }

  function read(raw) {
    try {
      const draft = JSON.parse(raw);
      return Array.isArray(draft.fields) ? draft : null;
    } catch {
      return null;
    }
  }

  function say(form, when) {
    const notice = words.content.querySelector(`[data-when=${when}]`).cloneNode(true);
    if (form.previousElementSibling?.dataset.when) form.previousElementSibling.remove();
    form.before(notice);
    if (when === "offline") notice.focus();
    return notice;
  }

  function drafts() {
    return Object.keys(localStorage).filter((key) => key.startsWith(mine));
  }

  // The server names the address of the form that it has just accepted.
  function forgetWhatArrived() {
    const arrived = /(?:^|;\s*)arrived=([^;]*)/.exec(document.cookie);
    if (!arrived) return;
    document.cookie = "arrived=; Max-Age=0; Path=/; SameSite=Lax";
    const sent = sessionStorage.getItem(SENDING);
    sessionStorage.removeItem(SENDING);
    const address = `${mine}${decoded(arrived[1])}#`;
    if (sent && sent.startsWith(address)) localStorage.removeItem(sent);
    else localStorage.removeItem(address);
  }

  function decoded(text) {
    try {
      return decodeURIComponent(text);
    } catch {
      return "";
    }
  }

  function forgetWhatIsOld() {
    for (const key of Object.keys(localStorage).filter((one) => one.startsWith("draft:"))) {
      let at = 0;
      try {
        at = JSON.parse(localStorage.getItem(key)).at || 0;
      } catch {
        at = 0;
      }
      if (Date.now() - at > A_MONTH) localStorage.removeItem(key);
    }
  }
})();
