// What is written on a page, and where. Each probe adds functions to `look`; they return plain values.
((look) => {
  // A short name of an element for messages: tag, classes, the beginning of its text.
  look.name = (element) => {
    const classes = (element.getAttribute("class") || "").trim().split(/\s+/).filter(Boolean).map((each) => "." + each);
    const text = element.textContent.trim().replace(/\s+/g, " ").slice(0, 40);
    return element.localName + classes.join("") + (text ? ` "${text}"` : "");
  };

  // Clipped away on purpose, for the ear only.
  look.unseen = (element) => {
    for (let each = element; each; each = each.parentElement) {
      if (getComputedStyle(each).clipPath === "inset(50%)") return true;
    }
    return false;
  };

  // Text that is shown: node, the element it is in, its boxes on the screen.
  look.texts = () => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const element = node.parentElement;
      if (!node.data.trim() || !element.checkVisibility({ visibilityProperty: true }) || look.unseen(element)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const boxes = [...range.getClientRects()].filter((box) => box.width > 0.5 && box.height > 0.5);
      if (boxes.length) found.push({ node, element, boxes });
    }
    return found;
  };

  const scale = (element) => {
    if (!(element instanceof SVGElement)) return 1;
    const matrix = element.getScreenCTM();
    return Math.hypot(matrix.a, matrix.b);
  };

  // Text smaller than `least` CSS pixels on the screen.
  look.small = (least) =>
    look.texts().flatMap(({ element }) => {
      const size = parseFloat(getComputedStyle(element).fontSize) * scale(element);
      return size < least - 0.005 ? [`${look.name(element)}: ${size.toFixed(1)} px`] : [];
    });

  // Text in a drawing that leaves it, or ends in three dots. `spaced`: with more room between the letters a label may
  // leave the drawing, as long as it is shown.
  look.cut = (spaced = false) =>
    look.texts().flatMap(({ node, element, boxes }) => {
      const drawing = element.closest("svg");
      if (!drawing) return [];
      const free = spaced && getComputedStyle(drawing).overflow === "visible";
      const edge = free ? new DOMRect(0, -1e6, innerWidth, 2e6) : drawing.getBoundingClientRect();
      const out = boxes.some(
        (box) =>
          box.left < edge.left - 0.5 || box.right > edge.right + 0.5 || box.top < edge.top - 0.5 || box.bottom > edge.bottom + 0.5
      );
      return out || /…|\.\.\.$/.test(node.data) ? [look.name(element)] : [];
    });

  const meet = (a, b, slack) =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > slack && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > slack;

  // Pairs of texts that lie on each other, in drawings and anywhere else. Boxes of lines are a little higher than
  // the letters, hence the slack.
  look.collisions = (slack = 3) => {
    const all = look.texts().flatMap(({ element, boxes }) => boxes.map((box) => ({ element, box })));
    all.sort((a, b) => a.box.top - b.box.top);
    const found = new Set();
    all.forEach((one, index) => {
      for (let next = index + 1; next < all.length && all[next].box.top < one.box.bottom; next += 1) {
        const other = all[next];
        if (other.element !== one.element && meet(one.box, other.box, slack)) {
          found.add(`${look.name(one.element)} on ${look.name(other.element)}`);
        }
      }
    });
    return [...found];
  };

  // Letters of a drawing that a line of data runs through.
  look.struck = () =>
    look.texts().flatMap(({ element, boxes }) => {
      const drawing = element.closest("svg");
      if (!drawing) return [];
      const lines = [...drawing.querySelectorAll(".series path, .target path, .target line")];
      const hit = lines.some((line) => {
        const matrix = line.getScreenCTM();
        const length = line.getTotalLength();
        for (let at = 0; at <= length; at += 2) {
          const point = line.getPointAtLength(at).matrixTransform(matrix);
          const inside = (box) => point.x > box.left + 1 && point.x < box.right - 1 && point.y > box.top + 3 && point.y < box.bottom - 3;
          if (boxes.some(inside)) return true;
        }
        return false;
      });
      return hit ? [look.name(element)] : [];
    });

  // Every word a reader may meet, seen or heard, with the language it is said to be in.
  look.words = () => {
    const found = [];
    const language = (element) => element.closest("[lang]")?.getAttribute("lang") || "";
    const add = (element, where, text) => {
      const words = (text || "").trim().replace(/\s+/g, " ");
      if (words) found.push({ lang: language(element), where, text: words });
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const drawn = new Set();
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement;
      const label = element.closest("text");
      if (!label) add(element, look.name(element), walker.currentNode.data);
      else if (!drawn.has(label)) {
        // A label in several lines is one text.
        drawn.add(label);
        const parts = [...label.childNodes].map((part) => part.textContent);
        add(label, "svg text", parts.join(" "));
      }
    }
    for (const element of document.querySelectorAll("*")) {
      for (const key of ["aria-label", "aria-description", "alt", "title", "placeholder", "data-label"]) {
        if (element.hasAttribute(key)) add(element, `${element.localName}[${key}]`, element.getAttribute(key));
      }
    }
    add(document.documentElement, "title", document.title);
    const description = document.querySelector("meta[name=description]");
    if (description) add(document.documentElement, "description", description.content);
    return found;
  };
})((globalThis.look ??= {}));
