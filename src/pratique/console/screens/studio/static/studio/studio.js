// A draft: numbers beside the lines of its text, what is wrong with a line beside that line, and a way to it.
"use strict";
(() => {
  const lined = document.querySelector("[data-lined]");
  if (!lined) return;
  const text = lined.querySelector("textarea");
  const gutter = lined.querySelector(".gutter");
  const faults = document.querySelector("#text-faults");
  const path = lined.dataset.lined;

  // What a trial found of this file is copied below the text; what the page itself said of it stays until then.
  function gather() {
    const found = [...document.querySelectorAll("#effect [data-faults] [data-line]")];
    if (!document.querySelector("#effect [data-faults]")) return;
    faults.replaceChildren(...found.filter((each) => each.dataset.path === path).map((each) => {
      const item = document.createElement("li");
      item.className = each.dataset.severity || each.className;
      item.dataset.line = each.dataset.line;
      const to = document.createElement("button");
      to.type = "button";
      to.dataset.toLine = "";
      to.textContent = each.dataset.line;
      const said = document.createElement("span");
      said.textContent = (each.querySelector("[data-message]") || each).textContent.trim();
      item.append(to, " ", said);
      return item;
    }));
  }
  function number() {
    const marked = new Map([...faults.children].map((each) => [Number(each.dataset.line), each.className || "error"]));
    const lines = text.value.split("\n").length;
    gutter.replaceChildren(...Array.from({ length: lines }, (_, at) => {
      const line = document.createElement("span");
      line.textContent = String(at + 1);
      if (marked.has(at + 1)) line.className = marked.get(at + 1);
      return line;
    }));
    gutter.scrollTop = text.scrollTop;
  }
  function goTo(line) {
    const lines = text.value.split("\n");
    const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
    text.focus();
    text.setSelectionRange(start, start + (lines[line - 1] || "").length);
    text.scrollTop = Math.max(0, (line - 4) * parseFloat(getComputedStyle(text).lineHeight));
  }
  document.addEventListener("click", (event) => {
    const to = event.target.closest("[data-to-line]");
    if (!to) return;
    const place = to.closest("[data-line]");
    if (place.dataset.path && place.dataset.path !== path) {
      const there = new URL(location.href);
      there.searchParams.set("file", place.dataset.path);
      there.searchParams.set("line", place.dataset.line);
      location.href = there.href;
    } else goTo(Number(place.dataset.line));
  });
  text.addEventListener("input", number);
  text.addEventListener("scroll", () => { gutter.scrollTop = text.scrollTop; });
  document.body.addEventListener("htmx:afterSwap", () => { gather(); number(); });
  number();
  const wanted = Number(new URL(location.href).searchParams.get("line"));
  if (wanted) goTo(wanted);
})();
