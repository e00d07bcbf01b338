// The frame's own behaviour: zone, theme, palette, drawer, keys, clocks, messages. Everything works without it but the keys.
"use strict";
(() => {
  const root = document.documentElement;
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const one = (selector, from = document) => from.querySelector(selector);
  const isTyping = (target) => target.closest("input, textarea, select, [contenteditable]");

  // The reader's zone goes to the server by a cookie; where it was not known yet, the page is shown once more with it.
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const known = document.cookie.split("; ").find((each) => each.startsWith("zone="));
  if (zone && known !== `zone=${zone}`) document.cookie = `zone=${zone}; path=/; max-age=31536000; samesite=lax`;

  document.addEventListener("click", (event) => {
    const cell = event.target.closest("[data-cell]");
    if (cell?.dataset.fills) one(cell.dataset.fills).value = cell.value; // before the request reads the form
  }, true);
  document.addEventListener("click", (event) => {
    const theme = event.target.closest("button[name=theme]");
    if (theme) {
      event.preventDefault();
      document.cookie = `theme=${theme.value}; path=/; max-age=31536000; samesite=lax`;
      root.dataset.theme = theme.value;
      all("button[name=theme]").forEach((each) => each.setAttribute("aria-checked", String(each === theme)));
    }
    all("details.menu[open]").forEach((menu) => { if (!menu.contains(event.target) || theme) menu.open = false; });
    if (event.target.closest("[data-palette]")) openPalette();
    if (event.target.closest("[data-keys]")) one("#keys").showModal();
    if (event.target.closest("[data-close-drawer]")) closeDrawer();
    if (event.target.closest("[data-close-message]")) event.target.closest(".message").remove();
    const cell = event.target.closest("[data-cell]");
    if (cell) { all("[data-cell].at").forEach((each) => each.classList.remove("at")); cell.classList.add("at"); }
    const dialog = event.target.closest("dialog");
    if (dialog && event.target === dialog) dialog.close();
    const row = event.target.closest("tr[data-row]");
    if (row && !event.target.closest("a, button, input, label, summary, select")) {
      const link = one("a[data-open]", row) || one("a", row);
      if (link) event.metaKey || event.ctrlKey ? window.open(link.href) : link.click();
    }
  });

  // Filters send themselves; the address carries them.
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-filters]");
    if (form) form.requestSubmit();
  });
  document.addEventListener("submit", (event) => {
    if (event.target.matches("form[data-filters]")) all("input, select", event.target).forEach((each) => { if (!each.value) each.disabled = true; });
  });
  window.addEventListener("pageshow", () => all("form[data-filters] :disabled").forEach((each) => { each.disabled = false; }));

  // ---- palette
  const palette = one("#palette");
  function openPalette() {
    if (!palette || palette.open) return;
    palette.showModal();
    const input = one("input", palette);
    input.select();
    if (!one(".found", palette).children.length) window.htmx.trigger(input, "search");
  }
  function step(list, by) {
    if (!list.length) return null;
    const at = list.findIndex((each) => each.classList.contains("at"));
    const next = list[Math.max(0, Math.min(list.length - 1, at < 0 ? (by > 0 ? 0 : list.length - 1) : at + by))];
    list.forEach((each) => each.classList.toggle("at", each === next));
    next.scrollIntoView({ block: "nearest" });
    return next;
  }
  if (palette) {
    palette.addEventListener("keydown", (event) => {
      const links = all(".found a", palette);
      if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); step(links, event.key === "ArrowDown" ? 1 : -1); }
      if (event.key === "Enter") { event.preventDefault(); (links.find((each) => each.classList.contains("at")) || links[0])?.click(); }
    });
    palette.addEventListener("htmx:afterSwap", () => step(all(".found a", palette), 1));
  }

  // ---- drawer
  const drawer = one("#drawer");
  let before = null;
  function closeDrawer() {
    if (!drawer?.classList.contains("open")) return false;
    drawer.classList.remove("open");
    one(".inside", drawer).replaceChildren();
    before?.focus();
    return true;
  }
  document.body.addEventListener("htmx:beforeRequest", (event) => { if (event.detail.target?.closest?.("#drawer") && !drawer.contains(document.activeElement)) before = document.activeElement; });
  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.closest("#drawer")) { drawer.classList.add("open"); one("h1, h2", drawer)?.setAttribute("tabindex", "-1"); one("h1, h2", drawer)?.focus({ preventScroll: true }); drawer.scrollTop = 0; }
    count();
    if (event.detail.target.id === "messages") fade();
  });
  document.body.addEventListener("htmx:sendError", () => message(root.dataset.away));

  // ---- keys
  let waiting = "", waitingTimer = 0;
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") { event.preventDefault(); openPalette(); return; }
    if (event.key === "Escape" && !one("dialog[open]")) { if (isTyping(event.target)) event.target.blur(); else closeDrawer(); return; }
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || one("dialog[open]")) return;
    if (waiting === "g") {
      waiting = "";
      const link = one(`.side a[data-key="${CSS.escape(event.key)}"]`);
      if (link) { event.preventDefault(); link.click(); }
      return;
    }
    if (event.key === "g") { waiting = "g"; clearTimeout(waitingTimer); waitingTimer = setTimeout(() => { waiting = ""; }, 1200); return; }
    if (event.key === "?") { event.preventDefault(); one("#keys")?.showModal(); return; }
    if (event.key === "/") { const search = one("main input[type=search]"); if (search) { event.preventDefault(); search.focus(); search.select(); } else { event.preventDefault(); openPalette(); } return; }
    const key = one(`[data-hotkey="${CSS.escape(event.key)}"]:not([disabled])`);
    if (key && !event.defaultPrevented) { event.preventDefault(); if (key.matches("textarea, input:not([type=checkbox], [type=radio]), select")) key.focus(); else key.click(); return; }
    const rows = all("main tr[data-row]");
    if (rows.length && (event.key === "j" || event.key === "k" || event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const row = step(rows, event.key === "j" || event.key === "ArrowDown" ? 1 : -1);
      if (drawer?.classList.contains("open")) one("a[data-open]", row)?.click();
    }
    if (rows.length && event.key === "Enter" && event.target === document.body) { const row = rows.find((each) => each.classList.contains("at")); if (row) { event.preventDefault(); (one("a[data-open]", row) || one("a", row))?.click(); } }
    if (rows.length && event.key === "x") { const box = one("tr[data-row].at input[type=checkbox]"); if (box) { event.preventDefault(); box.click(); } }
  });

  // ---- clocks count on
  const fill = (text, values) => text.replace(/%\((\w+)\)s/g, (_, name) => values[name]);
  function span(seconds) {
    const words = root.dataset, minutes = Math.floor(Math.abs(seconds) / 60);
    const days = Math.floor(minutes / 1440), hours = Math.floor(minutes / 60) % 24, rest = minutes % 60;
    const text = days >= 3 ? fill(words.clockDays, { number: days }) : days ? fill(words.clockDay, { days, hours }) : hours ? fill(words.clockHour, { hours, minutes: rest }) : fill(words.clockMinute, { minutes: rest });
    return fill(seconds < 0 ? words.clockOver : words.clockLeft, { span: text });
  }
  function count() {
    all("time[data-clock]").forEach((clock) => {
      const left = (new Date(clock.dateTime) - Date.now()) / 1000;
      clock.textContent = span(left);
      clock.className = `clock ${left < 0 ? "over" : left < 14400 ? "soon" : left < 86400 ? "near" : "far"}`;
    });
  }
  setInterval(count, 30000);

  // ---- messages
  function message(text, kind = "wrong") {
    const made = document.createElement("div");
    made.className = `message ${kind}`;
    made.setAttribute("role", "alert");
    made.textContent = text;
    one("#messages").append(made);
    fade();
  }
  function fade() { all("#messages .message:not([data-stay])").forEach((each) => { if (!each.dataset.fading) { each.dataset.fading = "1"; setTimeout(() => each.remove(), each.classList.contains("wrong") ? 12000 : 6000); } }); }
  fade();
  window.pratique = { step, message, span, closeDrawer };
})();
