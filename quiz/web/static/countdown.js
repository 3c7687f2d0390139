// Counts down to an instant by the server's clock: a wrong clock on the phone does no harm.
"use strict";
for (const place of document.querySelectorAll("[data-until]")) {
  const ends = performance.now() + (Number(place.dataset.until) - Number(place.dataset.now));
  const two = (n) => String(n).padStart(2, "0");
  const tick = () => {
    const left = Math.max(0, Math.ceil((ends - performance.now()) / 1000));
    const days = Math.floor(left / 86400);
    const clock = `${two(Math.floor(left / 3600) % 24)}:${two(Math.floor(left / 60) % 60)}:${two(left % 60)}`;
    place.textContent = (days ? `${days} ${days === 1 ? place.dataset.day : place.dataset.days} ` : "") + clock;
    if (left > 0) setTimeout(tick, 1000);
  };
  place.closest("[hidden]")?.removeAttribute("hidden");
  tick();
}
