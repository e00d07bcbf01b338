// Pictures: blurred or plain, with or without colour, by a key; the choice is kept with the account.
"use strict";
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-blur], [data-grey]");
  if (!button) return;
  const shelf = button.closest("[data-pictures]");
  const isOn = shelf.classList.toggle("blur" in button.dataset ? "blurred" : "grey");
  button.setAttribute("aria-pressed", String(isOn));
  button.blur();
  const kept = new FormData(shelf);
  kept.set("blur", shelf.classList.contains("blurred") ? "on" : "off");
  kept.set("grey", shelf.classList.contains("grey") ? "on" : "off");
  fetch(shelf.action, { method: "POST", body: kept, credentials: "same-origin" });
});
