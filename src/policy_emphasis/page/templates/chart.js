// Saves a chart as it is shown, with its title and note, in the colours of the light scheme on white paper: each pixel of the page one of the SVG, SCALE by SCALE of the PNG.
(() => {
  const MARGIN = 20, GAP = 12, LEADING = 1.4, SCALE = 2;
  const root = document.documentElement, {run, save} = document.querySelector(".tools").dataset;
  const pen = make("canvas").getContext("2d");
  const escaped = text => text.replace(/[&<>"]/g, sign => `&#${sign.charCodeAt()};`);

  // The words of an element in lines of this width, from (x, y) down; and where they end.
  const written = (element, x, y, width) => {
    const {font, fontSize, color} = getComputedStyle(element), size = parseFloat(fontSize), lines = [""];
    pen.font = font;
    for (const word of element.textContent.replace(/\s+/g, " ").match(/[^ \u2e80-\uffff]+ ?|[\u2e80-\uffff] ?| /g) ?? []) {
      if (lines.at(-1) && pen.measureText(lines.at(-1) + word.trim()).width > width) lines.push("");
      lines.push(lines.pop() + word);
    }
    const drawn = lines.map((line, i) => `<text x="${x}" y="${y + (LEADING * (i + 1) - .3) * size}" style="font:${escaped(font)};fill:${color}">${escaped(line.trim())}</text>`);
    return [drawn.join(""), y + LEADING * lines.length * size];
  };
  const drawing = (figure, scale) => {
    const box = figure.querySelector("[role=img]"), frame = box.getBoundingClientRect(), probe = make("i");
    let drawn = "", y = MARGIN;
    const write = (element, x, top, width) => {
      const [lines, end] = written(element, x, top, width);
      drawn += lines;
      return end;
    };
    const place = element => {
      const {left, top, width, height} = element.getBoundingClientRect();
      return {x: left - frame.left + MARGIN, y: top - frame.top + y, width, height};
    };
    for (const text of figure.querySelectorAll("figcaption > *")) y = write(text, MARGIN, y, frame.width);
    y += GAP;
    for (const title of box.querySelectorAll(".panel-title")) write(title, place(title).x, place(title).y, place(title).width);
    for (const svg of box.querySelectorAll("svg")) {
      if (!svg.checkVisibility()) continue;
      const copy = svg.cloneNode(true);
      for (const [name, value] of Object.entries(place(svg))) copy.setAttribute(name, value);
      copy.setAttribute("overflow", "visible");
      drawn += new XMLSerializer().serializeToString(copy);
    }
    y += frame.height;
    for (const note of figure.querySelectorAll(":scope > .note")) y = write(note, MARGIN, y + GAP, frame.width);
    document.body.append(probe);
    drawn = drawn.replace(/var\((--[\w-]+)[^()]*\)/g, (_, name) => {
      probe.style.color = `var(${name})`;
      return name === "--paper" ? "#fff" : getComputedStyle(probe).color;
    });
    probe.remove();
    const [width, height] = [frame.width + 2 * MARGIN, y + MARGIN].map(Math.ceil), fonts = getComputedStyle(box.querySelector("text")).fontFamily;
    return `<svg xmlns="http://www.w3.org/2000/svg" width="${scale * width}" height="${scale * height}" viewBox="0 0 ${width} ${height}"><style>text{font-family:${escaped(fonts)}}*{stroke-linejoin:round}</style><rect width="100%" height="100%" fill="#fff"/>${drawn}</svg>`;
  };
  const inLight = (figure, scale) => {
    const before = root.style.colorScheme;
    root.style.colorScheme = "light";
    try { return drawing(figure, scale); } finally { root.style.colorScheme = before; }
  };

  const kept = (blob, name) => {
    const href = URL.createObjectURL(blob);
    make("a", {href, download: name}).click();
    setTimeout(() => URL.revokeObjectURL(href), 10000);
  };
  const saved = {
    svg: (figure, name) => kept(new Blob([inLight(figure, 1)], {type: "image/svg+xml"}), name),
    png: (figure, name) => {
      const image = new Image(), canvas = make("canvas");
      image.onload = () => {
        [canvas.width, canvas.height] = [image.width, image.height];
        canvas.getContext("2d").drawImage(image, 0, 0);
        canvas.toBlob(blob => kept(blob, name));
      };
      image.src = "data:image/svg+xml," + encodeURIComponent(inLight(figure, SCALE));
    },
  };
  for (const figure of document.querySelectorAll("figure.chart:has([role=img] svg)")) {
    const forms = Object.keys(saved).map(form => pressed(form.toUpperCase(), () => saved[form](figure, `${run}-${figure.id}.${form}`), {"aria-label": save.replace("{form}", form.toUpperCase())}));
    (figure.querySelector(":scope > .note") ?? figure.lastElementChild).after(make("p", {class: "save"}, ...forms));
  }
})();
