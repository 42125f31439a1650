// How well text and marks stand out from what they lie on: the contrast ratio of WCAG 2, from computed colors.
((look) => {
  const parse = (text) => {
    const found = /^rgba?\(([^)]+)\)$/.exec(text);
    if (!found) throw new Error(`a color in a form that this probe cannot read: ${text}`);
    const [r, g, b, a = "1"] = found[1].split(/[\s,/]+/);
    return [+r, +g, +b, +a];
  };
  const over = ([r, g, b, a], under) => [r, g, b].map((each, index) => each * a + under[index] * (1 - a)).concat(1);
  const luminance = (color) => {
    const [r, g, b] = color.slice(0, 3).map((each) => each / 255).map((each) => (each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a, b) => {
    const [low, high] = [luminance(a), luminance(b)].sort((one, other) => one - other);
    return (high + 0.05) / (low + 0.05);
  };

  // What an element lies on: the backgrounds of everything around it, the nearest on top.
  const ground = (element) => {
    const layers = [];
    for (let each = element; each; each = each.parentElement) {
      const color = parse(getComputedStyle(each).backgroundColor);
      if (color[3] > 0) layers.push(color);
      if (color[3] === 1) break;
    }
    if (!layers.length || layers.at(-1)[3] < 1) throw new Error(`nothing says what ${look.name(element)} lies on`);
    return layers.reverse().reduce((under, color) => over(color, under));
  };
  const opacity = (element) => {
    let all = 1;
    for (let each = element; each; each = each.parentElement) all *= +getComputedStyle(each).opacity;
    return all;
  };
  const paint = (element, kind) => {
    const style = getComputedStyle(element);
    if (style[kind] === "none" || (kind === "stroke" && parseFloat(style.strokeWidth) === 0)) return null;
    const [r, g, b, a] = parse(style[kind]);
    return [r, g, b, a * +style[`${kind}Opacity`] * opacity(element)];
  };

  // Text below `least`: words on the page, in drawings, and those that the style sheet writes.
  look.faintText = (least) => {
    const found = new Set();
    const check = (element, color, where) => {
      const under = ground(element);
      const ratio = contrast(over(color, under), under);
      if (ratio < least - 0.005) found.add(`${look.name(element)}${where}: ${ratio.toFixed(2)}`);
    };
    for (const { element } of look.texts()) {
      const drawn = element instanceof SVGElement;
      const style = getComputedStyle(element);
      const [r, g, b, a] = drawn ? paint(element, "fill") ?? [0, 0, 0, 0] : parse(style.color);
      check(element, [r, g, b, drawn ? a : a * opacity(element)], "");
      for (const pseudo of ["::before", "::after"]) {
        const made = getComputedStyle(element, pseudo);
        if (/["']\s*\S/.test(made.content)) check(element, parse(made.color), pseudo);
      }
    }
    return [...found];
  };

  const SHAPES = "svg :is(path, line, rect, circle, ellipse, polygon, polyline)";
  // Quiet on purpose: they guide the eye, and nothing is lost without them (the band's numbers are in the file to download).
  const QUIET = ".grid, .rail, .band";

  // Shapes that carry meaning and stand out less than `least`; so do lines from the band they lie on.
  look.faintMarks = (least) => {
    const found = new Set();
    let seen = 0;
    for (const shape of document.querySelectorAll(SHAPES)) {
      if (!shape.checkVisibility({ visibilityProperty: true }) || shape.closest(QUIET)) continue;
      seen += 1;
      const under = ground(shape);
      const paints = [shape.localName === "line" ? null : paint(shape, "fill"), paint(shape, "stroke")].filter(Boolean);
      const ratio = Math.max(1, ...paints.map((color) => contrast(over(color, under), under)));
      const name = shape.getAttribute("class") || shape.parentElement.getAttribute("class") || shape.localName;
      if (ratio < least - 0.005) found.add(`${name}: ${ratio.toFixed(2)}`);
      const thick = parseFloat(getComputedStyle(shape).strokeWidth) * Math.hypot(shape.getScreenCTM().a, shape.getScreenCTM().b);
      if (shape.closest(".series") && thick < 1.5) found.add(`${name}: a line of ${thick.toFixed(1)} px`);
    }
    for (const band of document.querySelectorAll(".band path")) {
      if (!band.checkVisibility()) continue;
      const role = /band-(\w+)/.exec(band.parentElement.getAttribute("class"))[1];
      const line = band.closest("svg").querySelector(`.series-${role} path`);
      const under = over(paint(band, "fill"), ground(band));
      const ratio = line ? contrast(over(paint(line, "stroke"), under), under) : 0;
      if (ratio < least - 0.005) found.add(`series-${role} on its band: ${ratio.toFixed(2)}`);
    }
    return { seen, faint: [...found] };
  };

  // The ring around what has the focus: its width in pixels and its contrast.
  look.ring = (element) => {
    const style = getComputedStyle(element);
    if (style.outlineStyle === "none") return { width: 0, ratio: 1 };
    // A ring inside the element (a negative offset) lies on the element itself, one outside on what is around it.
    const under = ground(parseFloat(style.outlineOffset) < 0 ? element : element.parentElement);
    return { width: parseFloat(style.outlineWidth), ratio: contrast(over(parse(style.outlineColor), under), under) };
  };
})((globalThis.look ??= {}));
