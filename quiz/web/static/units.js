// The typed search of units: asks while one types; without this script the "find" button does the same.
"use strict";
for (const picker of document.querySelectorAll("[data-units]")) {
  const search = picker.querySelector("input[type=search]");
  const list = picker.querySelector(".units");
  const status = picker.querySelector("[role=status]");
  picker.querySelector("button[name=find]").hidden = true;
  let timer = 0, latest = 0;
  const ask = async () => {
    const number = ++latest;
    const chosen = picker.querySelector("input[name=unit]:checked");
    const query = new URLSearchParams({ q: search.value, chosen: chosen ? chosen.value : "" });
    try {
      const answer = await fetch(`${picker.dataset.units}?${query}`);
      if (!answer.ok || number !== latest) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      list.replaceChildren(...page.body.childNodes);
      status.textContent = status.dataset.said;
    } catch {
      picker.querySelector("button[name=find]").hidden = false;
    }
  };
  // Whoever chooses has found it: an answer that a slow network brings later must not take the choice away.
  list.addEventListener("change", () => { clearTimeout(timer); latest++; });
  search.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 250); });
  // The "search" key of a phone looks for the unit; it does not send a form that is only half filled in.
  search.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    clearTimeout(timer);
    ask();
  });
}
