// Marks the section being read in the contents list.
const links = new Map([...document.querySelectorAll(".toc a[href^='#']")].map((a) => [decodeURIComponent(a.hash.slice(1)), a]));
const seen = new Set();

function mark() {
  const current = [...links.keys()].find((id) => seen.has(id));
  if (!current) return;
  for (const [id, link] of links) {
    if (id === current) link.setAttribute("aria-current", "location");
    else link.removeAttribute("aria-current");
  }
  const list = links.get(current).closest(".toc");
  list.scrollTop = links.get(current).offsetTop - list.clientHeight / 2;
}

// A section runs from its heading to the next: watch the parent when it is a section, else the heading itself.
const watched = new Map();
const observer = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    if (entry.isIntersecting) seen.add(watched.get(entry.target));
    else seen.delete(watched.get(entry.target));
  }
  mark();
}, { rootMargin: "-10% 0px -60% 0px" });

for (const id of links.keys()) {
  const target = document.getElementById(id);
  if (!target) continue;
  const part = target.closest("section") ?? target;
  watched.set(part, id);
  observer.observe(part);
}
