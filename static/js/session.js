// Warns two minutes before a session ends and lets the reader stay (WCAG 2.2.1).
const dialog = document.querySelector("dialog[data-session]");
const WARN_AHEAD = 120;
let warning, ending;

function start() {
  clearTimeout(warning);
  clearTimeout(ending);
  const seconds = Number(dialog.dataset.seconds);
  warning = setTimeout(() => dialog.showModal(), Math.max(0, seconds - WARN_AHEAD) * 1000);
  ending = setTimeout(() => location.reload(), (seconds + 1) * 1000);
}

dialog?.querySelector("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
  if (!answer.ok) return location.reload();
  dialog.close();
  start();
});

if (dialog) start();
