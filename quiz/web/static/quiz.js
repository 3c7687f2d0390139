// Keeps answers on this device and sends them in small batches. Every page works without it.
(function () {
  "use strict";
  const play = document.getElementById("play");
  if (!play || !window.fetch || !window.AbortController) return;

  const say = play.dataset;
  const memory = "quiz:" + say.attempt;
  const saving = say.sheet + "save", checking = say.sheet + "check";
  const WRITERS = 10000; // the last digits of a revision tell which device wrote it
  const BATCH_MS = 30000, PATIENCE_MS = 25000, LONGEST_WAIT_MS = 20000;
  const $ = (id) => document.getElementById(id);

  function recall() {
    try { return JSON.parse(localStorage.getItem(memory)); } catch (_) { return null; }
  }
  function keep(what) {
    try { localStorage.setItem(memory, JSON.stringify(what)); } catch (_) { /* private mode */ }
  }
  function forget() {
    try { localStorage.removeItem(memory); } catch (_) { /* private mode */ }
  }
  function show(element, shown) { if (element) element.hidden = !shown; }
  function wait(ms) { return new Promise((done) => setTimeout(done, ms)); }
  // Jitter, so that thousands of phones do not come back in the same second.
  function pause(tries, atLeast) {
    return Math.max(Math.min(1000 * Math.pow(2, tries), LONGEST_WAIT_MS) * (0.5 + Math.random()), atLeast || 0);
  }
  function post(address, body, more) {
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), PATIENCE_MS);
    const options = { method: "POST", body, credentials: "same-origin", signal: limit.signal };
    options.headers = { "Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": token() };
    return fetch(address, Object.assign(options, more)).finally(() => clearTimeout(timer));
  }
  function token() {
    const field = document.querySelector("main input[name=csrf_token]");
    return field ? field.value : say.token || "";
  }
  function passing(status) { return status >= 500 || status === 429 || status === 408; }

  // ---- time -----------------------------------------------------------------------------------
  // Only differences of a steady clock are used: a wrong clock of the phone changes nothing.
  let left = Number(say.left), since = performance.now(), wall = Date.now(), told = left;
  const onOver = [], onDrift = [];

  function remaining() { return left - (performance.now() - since); }
  function correct(ms) { left = ms; since = performance.now(); wall = Date.now(); }
  function tick() {
    const ms = remaining(), seconds = Math.max(Math.ceil(ms / 1000), 0);
    const minutes = Math.floor(seconds / 60), rest = String(seconds % 60).padStart(2, "0");
    $("left").textContent = seconds ? minutes + ":" + rest : say.sayOver;
    for (const mark of [5, 1]) {
      if (told > mark * 60000 && ms <= mark * 60000) $("aloud").textContent = say.sayLeft.replace("{n}", mark);
    }
    told = ms;
    // A phone that slept may have stopped the steady clock: ask the server.
    if (Math.abs(Date.now() - wall - (performance.now() - since)) > 3000) {
      wall = Date.now() - (performance.now() - since);
      onDrift.forEach((act) => act());
    }
    if (ms <= 0) return onOver.forEach((act) => act());
    setTimeout(tick, 1000 - (Date.now() % 1000) + 5);
  }
  function startClock() {
    const arrived = performance.getEntriesByType && performance.getEntriesByType("navigation")[0];
    if (arrived && arrived.responseStart) left -= performance.now() - arrived.responseStart;
    play.classList.add("running");
    const button = $("hide-clock"), clock = $("clock");
    show(clock, true);
    show(button, true);
    button.addEventListener("click", () => {
      show(clock, clock.hidden);
      button.textContent = clock.hidden ? say.sayShow : say.sayHide;
    });
    tick();
  }
  function tell(sentence, word, address) {
    const box = $("told"), link = document.createElement("a");
    link.href = address;
    link.textContent = word;
    box.textContent = sentence + " ";
    if (word) box.append(link);
    show(box, true);
  }
  function chip(sentence, waiting) {
    const box = $("chip");
    if (box.textContent !== sentence) box.textContent = sentence;
    box.classList.toggle("waiting", Boolean(waiting));
  }

  // ---- the sheet ------------------------------------------------------------------------------
  function sheet(form) {
    const parts = Array.from(form.querySelectorAll("fieldset.question"));
    const questions = parts.filter((part) => part.querySelector("input[type=radio],input[type=checkbox]"));
    const guess = form.elements.prediction;
    const known = recall();
    let base = Number(form.elements.base.value), saved = Number(say.saved);
    const writer = known && known.t ? known.t : 1 + Math.floor(Math.random() * (WRITERS - 1));
    let revision = base, dirty = false, failing = false, ended = false, tries = 0, sending = null, timer = 0, parting = 0;

    const masks = () => questions.map((part) => Array.from(part.querySelectorAll("input:checked"))
      .reduce((mask, box) => mask + Math.pow(2, Number(box.value) - 1), 0));
    const answered = () => masks().filter(Boolean).length;
    function remember() {
      keep({ a: masks(), p: guess ? guess.value : "", r: revision, b: base, t: writer, d: dirty });
    }
    function state() {
      if (failing) chip(say.sayRetrying, true);
      else chip(say.saySaved.replace("{n}", saved).replace("{all}", say.all));
      $("held").textContent = dirty ? say.sayHeld.replace("{n}", answered()) : "";
    }
    // Said at once: a prediction decides places, and what is no number would silently be none.
    function readable() {
      if (!guess) return true;
      const typed = guess.value.trim(), number = Number(typed.replace(/[^0-9]/g, ""));
      const whole = /^([0-9]{1,18}|[0-9]{1,3}([ .,\u00a0\u202f][0-9]{3}){1,5})$/.test(typed);
      const fine = !typed || (whole && number >= guess.dataset.least && number <= guess.dataset.most);
      show($("prediction-fault"), !fine);
      guess.setAttribute("aria-invalid", String(!fine));
      guess.parentElement.classList.toggle("wrong", !fine);
      return fine;
    }
    function changed() {
      if (ended) return;
      if (guess && guess.getAttribute("aria-invalid") === "true") readable();
      revision = (Math.floor(Math.max(revision, base) / WRITERS) + 1) * WRITERS + writer;
      dirty = true;
      remember();
      state();
      if (!timer && !failing) timer = setTimeout(send, BATCH_MS);
    }
    function restore() {
      if (!known || !known.d) return;
      // Another device wrote meanwhile: its answers stand, ours only fill what is empty.
      const onlyGaps = base > known.b && base % WRITERS !== known.t;
      questions.forEach((part, index) => {
        const boxes = Array.from(part.querySelectorAll("input"));
        if (onlyGaps && boxes.some((box) => box.checked)) return;
        boxes.forEach((box) => { box.checked = Math.floor(known.a[index] / Math.pow(2, box.value - 1)) % 2 === 1; });
      });
      if (guess && known.p && (!onlyGaps || !guess.value)) guess.value = known.p;
      revision = Math.max(known.r, base);
      changed();
      send();
    }
    function body() {
      const fields = new URLSearchParams();
      fields.set("r", revision);
      fields.set("b", base);
      fields.set("a", masks().map((mask) => mask || "").join("."));
      if (guess) fields.set("p", guess.value);
      return fields.toString();
    }
    function send(more) {
      clearTimeout(timer);
      timer = 0;
      if (ended) return Promise.resolve();
      if (sending && !more) return sending;
      const sent = revision, count = answered();
      const request = post(saving, body(), more).then((answer) => settle(answer, sent, count), () => retry(0));
      if (more) return request;
      sending = request.finally(() => { sending = null; });
      return sending;
    }
    async function settle(answer, sent, count) {
      if (answer.status === 204) {
        failing = false;
        tries = 0;
        base = Math.max(base, sent);
        saved = count;
        correct(Number(answer.headers.get("X-Quiz-Left")));
        dirty = revision !== sent;
        remember();
        if (dirty && !timer) timer = setTimeout(send, BATCH_MS);
        return state();
      }
      if (passing(answer.status)) return retry(Number(answer.headers.get("Retry-After")) * 1000);
      refuse(answer.headers.get("X-Quiz-Reason"), await answer.text());
    }
    function retry(atLeast) {
      failing = true;
      state();
      clearTimeout(timer);
      timer = setTimeout(send, pause(tries++, atLeast));
    }
    function refuse(reason, sentence) {
      ended = true;
      clearTimeout(timer);
      const done = reason === "TooLate" || reason === "AlreadyHandedIn" || reason === "AttemptVoid";
      if (reason === "SavedElsewhere" || done) { dirty = false; remember(); }
      if (done) tell(sentence, say.sayReceipt, say.receipt);
      else tell(reason ? sentence : "", say.sayReload, say.sheet);
      form.querySelectorAll("input,button").forEach((field) => { field.disabled = true; });
    }
    function part() {
      if (!dirty || parting === revision) return;
      parting = revision;
      send({ keepalive: true });
    }
    async function toCheck(event) {
      event.preventDefault();
      if (!readable()) {
        location.hash = parts[parts.length - 1].id;
        return guess.focus();
      }
      while ((dirty || sending) && !ended) {
        clearTimeout(timer);
        await send();
        if (failing && !ended) await wait(pause(tries, 0));
      }
      if (!ended) location.href = checking;
    }

    // One question at a time; the address names it, so that Back works.
    function current() {
      const wanted = parts.findIndex((part) => "#" + part.id === location.hash);
      return wanted < 0 ? 0 : wanted;
    }
    function turn(focus) {
      const at = current(), last = at === parts.length - 1;
      parts.forEach((part, index) => show(part, index === at));
      show($("back"), at > 0);
      show($("next"), !last);
      $("to-check").classList.toggle("quiet", !last);
      if (focus === true) parts[at].querySelector("legend").focus();
      if (play.getBoundingClientRect().top < 0) play.scrollIntoView();
    }
    function go(by) { location.hash = parts[Math.max(Math.min(current() + by, parts.length - 1), 0)].id; }

    form.classList.add("steps");
    show($("save"), false);
    $("next").addEventListener("click", () => go(1));
    $("back").addEventListener("click", () => go(-1));
    $("to-check").addEventListener("click", toCheck);
    form.addEventListener("submit", toCheck);
    // Enter on an answer goes on to the next question, not past all of them.
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.target.tagName !== "INPUT" || current() === parts.length - 1) return;
      event.preventDefault();
      go(1);
    });
    form.addEventListener("input", changed);
    window.addEventListener("hashchange", () => turn(true));
    window.addEventListener("online", () => { if (dirty) send(); });
    document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") part(); });
    window.addEventListener("pagehide", part);
    onDrift.push(() => send());
    onOver.push(async () => {
      questions.forEach((part) => { part.disabled = true; });
      tell(say.sayEnded, say.sayReceipt, say.receipt);
      await wait(Math.random() * 3000); // the grace is longer; thousands may end in the same second
      if (dirty) send();
    });
    turn();
    restore();
    // On a slow network people answer before this script has come.
    const touched = (field) => field.checked !== field.defaultChecked || field.value !== field.defaultValue;
    if (!dirty && Array.from(form.querySelectorAll("fieldset input")).some(touched)) changed();
    state();
    startClock();
  }

  // ---- the check page -------------------------------------------------------------------------
  function handIn(form) {
    const known = recall(), button = form.querySelector("button");
    if (known && known.d) return location.replace(say.sheet); // not everything has been sent yet
    let busy = false;
    async function send() {
      for (let tries = 0; ; tries++) {
        try {
          const fields = new URLSearchParams(new FormData(form)).toString();
          const answer = await post(form.action, fields, { redirect: "manual" });
          if (answer.type === "opaqueredirect") return location.replace(say.receipt);
          if (!passing(answer.status)) return form.submit(); // let the server's own page explain
        } catch (_) { /* no network: try again */ }
        chip(say.sayRetrying, true);
        await wait(pause(tries, 0));
      }
    }
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (busy) return;
      busy = true;
      button.disabled = true;
      chip(say.saySending, true);
      send();
    });
    onOver.push(() => tell(say.sayEnded, say.sayReceipt, say.receipt));
    startClock();
  }

  // ---- the receipt ----------------------------------------------------------------------------
  function receipt() {
    const button = $("print"), known = recall();
    show(button, true);
    if (button) button.addEventListener("click", () => window.print());
    if (say.done === "open") return;
    forget();
    if (!known || !known.d || !say.token) return;
    const fields = new URLSearchParams({ r: known.r, b: known.b, a: known.a.map((mask) => mask || "").join("."), p: known.p });
    post(saving, fields.toString()).catch(() => keep(known));
  }

  if ($("sheet")) sheet($("sheet"));
  else if ($("hand-in")) handIn($("hand-in"));
  else if (say.done) receipt();
})();
