// The language switch leads to the section being read: anchors are the same in every language.
for (const link of document.querySelectorAll("a[hreflang][lang]")) {
  link.addEventListener("click", () => {
    const read = scrollY > innerHeight / 4 && document.querySelector(".toc a[aria-current]");
    link.hash = read ? read.hash : location.hash;
  });
}
