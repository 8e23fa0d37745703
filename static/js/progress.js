// Asks how far a download is and reloads when it is ready; without a script there is a link to ask again.
async function ask(box) {
  const answer = await fetch(box.dataset.poll, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const { message, percent, done } = await answer.json();
  if (done) return location.reload();
  const status = box.querySelector("[role=status]");
  if (status.textContent !== message) status.textContent = message;
  const bar = box.querySelector("progress");
  if (bar && Number.isFinite(percent)) bar.value = percent;
  setTimeout(() => ask(box), 3000);
}

for (const box of document.querySelectorAll("[data-poll]")) setTimeout(() => ask(box), 1500);
