// The workbench: Ctrl+Enter asks, Escape stops, names of tables and columns are completed, a fault is shown where it is.
"use strict";
(() => {
  const form = document.querySelector("#question");
  const sql = form?.querySelector("textarea[name=sql]");
  if (!sql) return;
  sql.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); form.querySelector("[data-ask]").click(); }
  });
  // Each asking has a name, by which it can be stopped.
  const run = form.querySelector("input[name=run]");
  let asking = false;
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-ask]")) run.value = [...crypto.getRandomValues(new Uint32Array(4))].map((each) => each.toString(16)).join("");
  }, true);
  document.body.addEventListener("htmx:beforeRequest", (event) => { if (event.target.closest("[data-ask]")) asking = true; });
  document.body.addEventListener("htmx:afterRequest", (event) => { if (event.target.closest("[data-ask]")) asking = false; });
  function stop() {
    const button = form.querySelector("[data-stop]");
    const token = form.querySelector("input[name=csrfmiddlewaretoken]").value;
    fetch(button.dataset.stop, { method: "POST", headers: { "x-csrftoken": token }, body: new URLSearchParams({ run: run.value }) });
  }
  document.addEventListener("click", (event) => { if (event.target.closest("[data-stop]")) stop(); });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && asking) stop(); });

  // Names that fit the word before the cursor; Tab or Enter takes the marked one.
  const list = document.querySelector("#completion");
  const words = "SELECT FROM WHERE GROUP BY ORDER BY HAVING LIMIT count(*) FILTER (WHERE round( date_trunc( median( BETWEEN DISTINCT DESC JOIN USING".split(" ");
  const names = new Map([...document.querySelectorAll("[data-name]")].map((each) => [each.dataset.name, each.dataset.says || ""]));
  words.forEach((each) => names.has(each) || names.set(each, ""));
  let marked = 0;
  const before = () => /[A-Za-z_][A-Za-z0-9_]*$/.exec(sql.value.slice(0, sql.selectionStart))?.[0] || "";
  function close() { list.hidden = true; list.replaceChildren(); }
  function mark() { [...list.children].forEach((each, at) => each.setAttribute("aria-selected", String(at === marked))); }
  function offer() {
    const word = before();
    const begin = word.toLowerCase();
    const fits = begin.length < 2 ? [] : [...names].filter(([name]) => name.toLowerCase().startsWith(begin) && name !== word)
      .sort(([one], [other]) => one.length - other.length).slice(0, 8);
    if (!fits.length) { close(); return; }
    marked = 0;
    list.replaceChildren(...fits.map(([name, says]) => {
      const item = document.createElement("li");
      item.setAttribute("role", "option");
      item.dataset.takes = name;
      const code = document.createElement("code");
      code.textContent = name;
      item.append(code, " ", says);
      return item;
    }));
    mark();
    list.hidden = false;
  }
  function take(name) {
    sql.setRangeText(name, sql.selectionStart - before().length, sql.selectionStart, "end");
    close();
    sql.focus();
  }
  sql.addEventListener("input", offer);
  sql.addEventListener("blur", () => setTimeout(close, 150));
  sql.addEventListener("keydown", (event) => {
    if (list.hidden || event.ctrlKey || event.metaKey) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      marked = (marked + (event.key === "ArrowDown" ? 1 : list.children.length - 1)) % list.children.length;
      mark();
    } else if (event.key === "Tab" || event.key === "Enter") take(list.children[marked].dataset.takes);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  list.addEventListener("mousedown", (event) => { const item = event.target.closest("[data-takes]"); if (item) { event.preventDefault(); take(item.dataset.takes); } });

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
