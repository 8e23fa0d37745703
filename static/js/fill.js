// Asks again for a page on which some systems had not answered yet, and puts the new parts in their place.
const WAITS = [500, 700, 1000, 1500, 3000];
const said = document.querySelector("[data-asking]");
const part = (key) => document.querySelector(`[data-fill="${key}"]`);

function put(fresh) {
  const parts = [...fresh.querySelectorAll("[data-fill]")];
  parts.forEach((node, place) => {
    const old = part(node.dataset.fill);
    if (!old) part(parts[place - 1]?.dataset.fill)?.after(node);
    else if (!old.contains(document.activeElement)) old.replaceWith(node);
  });
}

async function ask(left) {
  const answer = await fetch(location.href);
  if (!answer.ok || answer.redirected) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  put(fresh);
  if (!fresh.querySelector("[data-asking]")) said.textContent = said.dataset.done;
  else if (left.length) setTimeout(ask, left[0], left.slice(1));
}

if (said) setTimeout(ask, WAITS[0], WAITS.slice(1));
