// Sorts the tables of a page by the column whose heading is pressed: row headings by the alphabet, other cells by their first number; those without a figure come last.
(() => {
  for (const table of document.querySelectorAll(".sorts table")) {
    const body = table.tBodies[0], headings = [...table.tHead.rows[0].cells];
    const figure = cell => { const found = (cell.dataset.v ?? cell.textContent).replace(/[,\s]/g, "").replace(/−/g, "-").match(/-?\d+(\.\d+)?(e[+-]?\d+)?/); return found ? parseFloat(found[0]) : NaN; };
    headings.forEach((heading, column) => {
      const inside = heading.querySelector("span") ?? heading, button = document.createElement("button"), words = body.rows[0]?.cells[column].tagName === "TH";
      button.type = "button";
      button.title = table.dataset.sort.replace("{column}", heading.textContent);
      button.append(...inside.childNodes);
      inside.append(button);
      button.addEventListener("click", () => {
        const down = words ? heading.getAttribute("aria-sort") === "ascending" : heading.getAttribute("aria-sort") !== "descending";
        headings.forEach(other => other.removeAttribute("aria-sort"));
        heading.setAttribute("aria-sort", down ? "descending" : "ascending");
        const sign = down ? -1 : 1, cell = row => row.cells[column];
        const order = words
          ? (a, b) => sign * cell(a).textContent.localeCompare(cell(b).textContent, document.documentElement.lang)
          : (a, b) => { const x = figure(cell(a)), y = figure(cell(b)); return isNaN(x) || isNaN(y) ? isNaN(x) - isNaN(y) : sign * (x - y); };
        body.append(...[...body.rows].sort(order));
      });
    });
  }
})();
