// The desk: verdicts for chosen markets, reasons at one key, the countdown of what can be taken back.
"use strict";
(() => {
  const form = document.querySelector("#decide");
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];

  if (form) {
    const markets = all("fieldset[data-market]", form);
    const reason = form.elements.reason;
    let single = -1;
    const choose = (name) => {
      if (name === "all") single = -1;
      else single = (single + (name === "next" ? 1 : markets.length - 1) + (single < 0 && name !== "next" ? 1 : 0)) % markets.length;
      markets.forEach((each, at) => each.classList.toggle("on", single < 0 || at === single));
    };
    const rule = (verdict) => markets.filter((each) => each.classList.contains("on")).forEach((each) => { each.querySelector(`input[value="${verdict}"]`).checked = true; });
    form.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      if (button.dataset.choose) rule(button.dataset.choose);
      if (button.dataset.markets) choose(button.dataset.markets);
      if (button.dataset.macro) {
        reason.value = button.dataset.macro;
        if (!markets.some((each) => each.querySelector("input:checked"))) rule(button.dataset.also);
      }
      button.type === "button" && button.blur();
    });
    form.addEventListener("submit", (event) => {
      const open = markets.find((each) => !each.querySelector("input:checked"));
      if (open) { event.preventDefault(); open.classList.add("open"); open.querySelector("input").focus(); }
    });
    const draft = `desk:${form.getAttribute("action")}`;
    reason.value = sessionStorage.getItem(draft) || "";
    reason.addEventListener("input", () => sessionStorage.setItem(draft, reason.value));
    form.addEventListener("submit", () => sessionStorage.removeItem(draft));
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "v" && !event.target.closest("input, textarea, select")) {
      const fold = document.querySelector("summary[data-hotkey=v]");
      if (fold) { event.preventDefault(); fold.parentElement.open = true; fold.parentElement.querySelector("textarea").focus(); }
    }
  });

  const pending = all("[data-pending]");
  const tick = () => pending.forEach((each) => {
    const left = Math.ceil((new Date(each.dataset.pending) - Date.now()) / 1000);
    const place = each.querySelector("[data-countdown]");
    if (place) place.textContent = left > 0 ? `${left} s` : "";
    if (place && left <= 0) each.hidden = true;
  });
  if (pending.length) { tick(); setInterval(tick, 500); }
})();
