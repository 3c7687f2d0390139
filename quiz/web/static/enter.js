// Moves the secret of the link from the fragment into the form, and asks whose it is.
"use strict";
const form = document.getElementById("enter");
const secret = location.hash.slice(1);
const show = (selector, shown) => { document.querySelector(selector).hidden = !shown; };
const ask = async () => {
  const body = new URLSearchParams({ csrf_token: form.elements.csrf_token.value, secret });
  try {
    const answer = await fetch(form.dataset.who, { method: "POST", body });
    if (answer.status === 404) { show("[data-dead]", true); return; }
    if (!answer.ok) return;
    form.querySelector("[data-name]").textContent = (await answer.json()).name;
    form.elements.secret.value = secret;
    form.hidden = false;
    show("[data-without]", false);
  } catch { /* The page already says how to sign in with the code. */ }
};
if (secret) {
  // Nobody who looks over a shoulder or borrows the history gets the secret.
  history.replaceState(null, "", location.pathname);
  ask();
}
