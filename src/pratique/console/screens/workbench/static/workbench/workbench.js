// The workbench: Ctrl+Enter asks, names of tables and columns go into the question, a fault is shown where it is.
"use strict";
(() => {
  const form = document.querySelector("#question");
  const sql = form?.querySelector("textarea[name=sql]");
  if (!sql) return;
  sql.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); form.querySelector("[data-ask]").click(); }
  });
  document.addEventListener("click", (event) => {
    const name = event.target.closest("[data-insert]");
    if (!name) return;
    sql.setRangeText(name.dataset.insert, sql.selectionStart, sql.selectionEnd, "end");
    sql.focus();
  });
  document.addEventListener("change", (event) => {
    if (event.target.closest("[data-chart]")) form.querySelector("[data-ask]").click();
  });
  function point() {
    const fault = document.querySelector("[data-start]");
    if (!fault) return;
    const start = Number(fault.dataset.start);
    sql.focus();
    sql.setSelectionRange(start, start + 1);
  }
  document.body.addEventListener("htmx:afterSwap", point);
  point();
})();
