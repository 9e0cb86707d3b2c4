// Puts the book's one page in the order of a printed book: title page with
// contents, chapters each on a new page. Run by tools/pdf.py before printing.
async () => {
  const wrapper = ".toctree-wrapper";
  const parts = [...document.querySelectorAll(wrapper)].filter(
    (part) => !part.parentNode.closest(wrapper), // others nest in chapters
  );
  const captions = document.querySelectorAll("nav.bd-docs-nav .caption");
  if (!parts.length || parts.length !== captions.length) {
    throw new Error(
      `${parts.length} parts and ${captions.length} captions: give every ` +
        "part of _toc.yml a caption",
    );
  }
  const make = (tag, parent, text = "") => {
    const el = parent.appendChild(document.createElement(tag));
    el.textContent = text;
    return el;
  };
  // The theme prints a title of its own and hides the book's.
  document.querySelector("#jb-print-docs-body")?.remove();
  const heading = document.querySelector("article h1");
  heading.style.setProperty("display", "block", "important");
  const title = heading.closest("section");
  const contents = make("nav", parts[0].closest("section"));
  contents.setAttribute("aria-label", "Contents");

  parts.forEach((part, k) => {
    make("p", contents, captions[k].textContent.trim());
    const list = make("ul", contents);
    title.parentNode.append(part);
    for (const chapter of part.querySelectorAll(":scope > section")) {
      const name = chapter.querySelector("h2, h3").firstChild.textContent;
      make("a", make("li", list), name).href = `#${chapter.id}`;
      // The mark that links lead to belongs on the chapter's own page.
      if (chapter.previousElementSibling?.matches("span"))
        chapter.prepend(chapter.previousElementSibling);
      chapter.style.breakBefore = "page";
    }
    // Out of the title page, a chapter's headings rise by one level.
    part.querySelectorAll("h3, h4, h5, h6").forEach((old) => {
      const level = document.createElement(`h${old.tagName[1] - 1}`);
      level.append(...old.childNodes);
      old.replaceWith(level);
    });
  });

  await window.MathJax?.startup?.promise;
  await document.fonts.ready;
  await Promise.all([...document.images].map((image) => image.decode()));
}
