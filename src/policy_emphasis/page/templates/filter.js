// A field above a table that says what it is filtered by: the rows stay whose names hold all the words typed, in the language of the page or in the other one.
(() => {
  for (const table of document.querySelectorAll("table[data-filter]")) {
    const rows = [...table.tBodies[0].rows];
    const names = rows.map(row => fold([...row.querySelectorAll("th")].map(name => name.textContent).join(" ") + " " + row.dataset.also));
    const input = make("input", {type: "search", autocomplete: "off", spellcheck: "false"}), left = make("p", {class: "note", role: "status"});
    const show = () => {
      const words = fold(input.value).split(/\s+/);
      rows.forEach((row, i) => { row.hidden = !words.every(word => names[i].includes(word)); });
      left.textContent = fill(table.dataset.left, {n: rows.filter(row => !row.hidden).length, of: rows.length});
    };
    input.addEventListener("input", show);
    table.closest(".scroll").before(make("div", {class: "search"}, make("label", {}, table.dataset.filter, input), left));
    show();
  }
})();
