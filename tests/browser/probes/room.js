// Whether a page fits its window, and whether everything in it can be reached.
((look) => {
  // What sticks out of the window, is cut off, or scrolls sideways without a way to do it by keyboard.
  look.tooWide = () => {
    const found = [];
    const page = document.documentElement;
    if (page.scrollWidth > innerWidth) found.push(`the page is ${page.scrollWidth} px wide in a window of ${innerWidth} px`);
    for (const { element, boxes } of look.texts()) {
      if (boxes.some((box) => box.right > innerWidth + 0.5 || box.left < -0.5)) found.push(`out of the window: ${look.name(element)}`);
    }
    for (const element of document.body.querySelectorAll("*")) {
      if (element.closest("svg") || look.unseen(element) || element.scrollWidth <= element.clientWidth + 1) continue;
      const flow = getComputedStyle(element).overflowX;
      if (flow === "hidden" || flow === "clip") found.push(`cut off: ${look.name(element)}`);
      const reached = element.getAttribute("role") === "region" && element.tabIndex === 0 && element.hasAttribute("aria-label");
      if ((flow === "auto" || flow === "scroll") && !reached) found.push(`scrolls, but not by keyboard: ${look.name(element)}`);
    }
    return found;
  };

  // A sheet on top of the page's own. Adopted, since the page's policy forbids any other.
  look.restyle = (css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  };

  // The spacing that WCAG 1.4.12 asks to be possible.
  look.spaceOut = () => {
    look.restyle(
      "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }" +
        "p { margin-block-end: 2em !important; }"
    );
  };

  // Every longer word grows by three tenths, as in a language that builds long ones. Drawings are laid out for their own
  // words, so they are left alone.
  look.lengthen = () => {
    const longer = (text) => text.replace(/\p{L}{4,}/gu, (word) => word + word.slice(0, Math.ceil(word.length * 0.3)).toLowerCase());
    for (const { node, element } of look.texts()) if (!element.closest("svg")) node.data = longer(node.data);
    for (const element of document.querySelectorAll("[data-label]")) element.dataset.label = longer(element.dataset.label);
  };

  // Links and buttons under `least` pixels in either direction. A link within a sentence is as high as its line
  // (the exception of WCAG 2.5.8).
  look.tight = (least) => {
    const found = [];
    for (const element of document.querySelectorAll("a[href], button, summary, input, select")) {
      if (!element.checkVisibility() || look.unseen(element)) continue;
      const box = element.getBoundingClientRect();
      const inline = getComputedStyle(element).display === "inline";
      let around = element.parentElement;
      while (inline && getComputedStyle(around).display === "inline") around = around.parentElement;
      const others = inline && around.textContent.trim().length > element.textContent.trim().length;
      if (!others && (box.width < least || box.height < least)) {
        found.push(`${look.name(element)}: ${Math.round(box.width)} x ${Math.round(box.height)} px`);
      }
    }
    return found;
  };

  // Everything a keyboard should come to, and whatever has an order of its own.
  look.stops = () => [...document.querySelectorAll("a[href], button, summary, input, select, textarea, [tabindex]")]
    .filter((element) => element.tabIndex >= 0 && element.checkVisibility()).length;
  look.ordered = () => [...document.querySelectorAll("[tabindex]")].filter((element) => element.tabIndex > 0).map(look.name);

  const walked = new Set();

  // What has the focus now: its name, where it stands, its ring, whether it is in sight. Nothing when a walk comes back to it.
  look.focused = () => {
    const element = document.activeElement;
    if (!element || element === document.body || walked.has(element)) return null;
    walked.add(element);
    const box = element.getClientRects()[0];
    const top = box && document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    return {
      name: look.name(element),
      skip: element.matches(".skip"),
      main: !!element.closest("main"),
      before: !!(element.compareDocumentPosition(document.querySelector("main")) & Node.DOCUMENT_POSITION_FOLLOWING),
      seen: element.contains(top),
      href: element.getAttribute("href"),
      ...look.ring(element),
    };
  };
})((globalThis.look ??= {}));
