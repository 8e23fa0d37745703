// A switch saves at once and offers to undo; without a script the save button does it.
function say(form, text, { failed = false, undo } = {}) {
  const status = form.querySelector("[role=status]");
  status.textContent = text;
  status.toggleAttribute("data-failed", failed);
  if (!undo) return;
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = form.dataset.undoText;
  button.addEventListener("click", undo);
  status.append(button);
}

async function save(form, toggle, undoable) {
  let saved;
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
    saved = answer.ok && (await answer.json());
  } catch (error) {
    if (error instanceof TypeError) {
      toggle.checked = !toggle.checked;
      return say(form, form.dataset.failedText, { failed: true });
    }
  }
  if (!saved) return form.submit();
  const undo = () => {
    toggle.checked = !toggle.checked;
    toggle.focus();
    save(form, toggle, false);
  };
  say(form, saved.message ?? form.dataset.savedText, { undo: undoable ? undo : undefined });
}

document.body.classList.add("saves-at-once");
document.addEventListener("change", ({ target }) => {
  const form = target.closest("form[data-autosave]");
  if (form) save(form, target, true);
});
