// The skeleton of a page: what somebody hears who does not see it. Every function returns a list of faults.
((look) => {
  look.skeleton = () => {
    const found = [];
    const count = (selector, wanted) => {
      const number = document.querySelectorAll(selector).length;
      if (number !== wanted) found.push(`${number} of ${selector}, not ${wanted}`);
    };
    count("h1", 1);
    count("main", 1);
    count("body > header", 1);
    count("body > footer", 1);
    let before = 0;
    for (const heading of document.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
      const level = +heading.localName[1];
      if (level > before + 1) found.push(`a step from h${before} to ${look.name(heading)}`);
      if (!heading.textContent.trim()) found.push(`an empty ${heading.localName}`);
      before = level;
    }
    for (const p of document.querySelectorAll("main p")) {
      const only = p.children.length === 1 && p.firstElementChild.localName === "strong" ? p.firstElementChild : null;
      if (only && p.textContent.trim() === only.textContent.trim()) found.push(`a heading in disguise: ${look.name(p)}`);
    }
    const ids = new Set();
    for (const { id } of document.querySelectorAll("[id]")) {
      if (ids.has(id)) found.push(`two elements with the id ${id}`);
      ids.add(id);
    }
    for (const element of document.querySelectorAll("[aria-labelledby], [aria-describedby]")) {
      const named = `${element.getAttribute("aria-labelledby") || ""} ${element.getAttribute("aria-describedby") || ""}`;
      for (const id of named.split(/\s+/).filter(Boolean)) {
        if (!ids.has(id)) found.push(`${look.name(element)} is named by ${id}, which is not there`);
      }
    }
    const names = [...document.querySelectorAll("nav")].map((nav) => nav.getAttribute("aria-label"));
    if (new Set(names).size < names.length || names.includes(null)) found.push(`menus that cannot be told apart: ${names}`);
    return found;
  };

  // Drawings with neither a name nor a mark that they are decoration; pictures without a text.
  look.nameless = () => {
    const drawings = [...document.querySelectorAll("svg")].filter(
      (svg) => !svg.closest("[aria-hidden=true]") && !(svg.getAttribute("role") === "img" && svg.getAttribute("aria-label"))
    );
    return [...drawings, ...document.querySelectorAll("img:not([alt])")].map(look.name);
  };

  const number = (text) => {
    // In both languages the comma parts thousands; what is below a half is written with a sign.
    const found = /-?\d[\d,]*(\.\d+)?/.exec(text.replace("−", "-"));
    return found ? +found[0].replaceAll(",", "") : null;
  };
  const place = (shape) => {
    const [, x, y] = /translate\(([-\d.]+)[ ,]+([-\d.]+)\)/.exec(shape.getAttribute("transform"));
    return { x: +x, y: +y };
  };

  // Whether a drawing of lines shows the numbers of the table beside it: as many points as numbers, each at its height.
  look.untrueLines = () => {
    const found = [];
    for (const drawing of document.querySelectorAll(".chart svg")) {
      const id = drawing.closest("figure").id;
      const table = drawing.closest("figure").querySelector("table");
      const rows = [...table.tBodies[0].rows];
      const heads = [...table.tHead.rows[0].cells].map((cell) => cell.textContent.trim());
      const ticks = [...drawing.querySelectorAll(".axis-label-y")].map((tick) => ({ value: number(tick.textContent), y: +tick.getAttribute("y") }));
      const unit = (ticks.at(-1).y - ticks[0].y) / (ticks.at(-1).value - ticks[0].value);
      const labels = [...drawing.querySelectorAll(".end-label")];
      const shown = { values: labels.filter((label) => label.matches(".end-value")), names: labels.filter((label) => !label.matches(".end-value")) };
      const said = (label) => [...label.childNodes].map((part) => part.textContent).join(" ");
      const columns = shown.names.map((label) => heads.indexOf(said(label)));
      if (columns.includes(-1) || !columns.length) found.push(`${id}: a line has no column: ${shown.names.map(said)}`);
      const cells = columns.map((column) => rows.map((row) => row.cells[column]?.querySelector(".cell-value")?.textContent.trim() || ""));
      // The value at a line's end is the last number of its column, letter by letter.
      shown.values.forEach((label, index) => {
        const last = (cells[index] || []).filter((text) => number(text) !== null).at(-1);
        if (last !== label.textContent) found.push(`${id}: ${label.textContent} at the end, ${last} in the table`);
      });
      const plotted = [...drawing.querySelectorAll(".point > *")].map(place);
      const wanted = cells.flat().map(number).filter((value) => value !== null);
      if (plotted.length !== wanted.length) found.push(`${id}: ${plotted.length} points, ${wanted.length} numbers`);
      // Half a unit of the last decimal, and half a pixel for rounding in the drawing.
      const slack = Math.abs(unit) * 0.06 + 0.5;
      const base = drawing.querySelector(".grid line");
      const zero = place(base).y - unit * ticks[0].value;
      const heights = plotted.map((point) => point.y).sort((a, b) => a - b);
      wanted.map((value) => zero + unit * value).sort((a, b) => a - b).forEach((y, index) => {
        if (!(Math.abs(heights[index] - y) <= slack)) found.push(`${id}: a point at ${heights[index]}, its number at ${y.toFixed(1)}`);
      });
      const looks = [...drawing.querySelectorAll(".series")].map((line, index) => {
        const point = drawing.querySelectorAll(".point")[index];
        return `${line.getAttribute("stroke-dasharray")} ${point?.firstElementChild.getAttribute("d")}`;
      });
      if (new Set(looks).size < looks.length) found.push(`${id}: lines that differ by color only`);
    }
    return found;
  };

  // Whether the bars of a table are as long as its numbers say: all in the same proportion.
  look.untrueBars = () => {
    const found = [];
    for (const table of document.querySelectorAll("table.has-bars")) {
      const bars = [...table.querySelectorAll(".with-bar .bar rect")].map((bar) => ({
        length: parseFloat(bar.getAttribute("width")),
        value: number(bar.closest(".with-bar").querySelector(".cell-value").textContent),
      }));
      const most = bars.reduce((a, b) => (b.value > a.value ? b : a));
      for (const { length, value } of bars) {
        const wanted = (most.length * value) / most.value;
        if (!(Math.abs(length - wanted) <= 0.3)) found.push(`${table.caption.textContent}: ${value} as ${length}%, not ${wanted.toFixed(1)}%`);
      }
    }
    return found;
  };
})((globalThis.look ??= {}));
