// Alike cases: all chosen or none by one key, how many are chosen, reasons at one key.
"use strict";
(() => {
  const form = document.querySelector("#together");
  const boxes = [...form.querySelectorAll("input[name=case]")];
  const all = form.querySelector("[data-all]");
  const place = form.querySelector("[data-chosen]");
  if (!all) return;
  const count = () => {
    const chosen = boxes.filter((each) => each.checked).length;
    all.checked = chosen === boxes.length;
    all.indeterminate = chosen > 0 && chosen < boxes.length;
    place.textContent = `${chosen} / ${boxes.length}`;
  };
  all.addEventListener("change", () => { boxes.forEach((each) => { each.checked = all.checked; }); count(); });
  form.addEventListener("change", count);
  form.addEventListener("click", (event) => {
    const macro = event.target.closest("[data-macro]");
    if (macro) { form.elements.reason.value = macro.dataset.macro; macro.blur(); }
  });
  count();
})();
