// The search of a run's pages. Its index stands in the page; here it is filtered as one types, ranked and marked.
(() => {
  const index = document.getElementById("index"), said = index.dataset;
  const SHOWN = 8, BEST = 5, OF_A_GROUP = 2, RANK = [0, 1, 1, 2];
  const HAN = "\\u3400-\\u9fff\\uf900-\\ufaff", LATIN = "a-z0-9";
  // Most texts have nothing to fold but capitals.
  const plain = text => /^[\x20-\x7e\u4e00-\u9fff]*$/.test(text) ? text.toLowerCase() : fold(text).replace(/[\u00c0-\u024f]/g, c => c.normalize("NFD")[0]);

  // An entry is a link, found by its words, by those in the other language (<i>), and by others that are not shown.
  const read = link => {
    const other = link.querySelector("i"), list = link.closest("ol"), heading = list?.previousElementSibling;
    const own = other ? link.firstChild.data : link.textContent;
    const fields = [own, other?.textContent, link.dataset.also].filter(Boolean).map(text => plain(text.trim()));
    return {link, fields, text: fields.join("\n"), where: heading?.tagName === "H3" ? heading.textContent : ""};
  };
  const groups = [...index.querySelectorAll("section")].map((section, order) => ({title: section.querySelector("h2").textContent, entries: [...section.querySelectorAll("a")].map(read), order}));

  const input = make("input", {type: "search", id: "word", autocomplete: "off", spellcheck: "false", maxlength: "80", "aria-describedby": "word-hint"});
  const status = make("p", {class: "note", role: "status"}), results = make("div", {id: "results"});
  index.before(make("div", {class: "search", role: "search"}, make("label", {for: "word"}, said.label), input, make("p", {id: "word-hint", class: "note"}, said.hint)), status, results);

  // What a query asks: a pattern for each word (modernise, modernize; labour, labor), one for its beginning, one that ends it.
  const ask = query => {
    const words = query.match(new RegExp(`[${HAN}]+|[^\\s，、。；,;${HAN}]+`, "g")) ?? [];
    const bodies = words.map(word => word.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&").replace(/[sz]/g, "[sz]").replace(/ou?r/g, "ou?r"));
    const begun = bodies.map((body, i) => RegExp(`^[${LATIN}]`).test(words[i]) ? `(?<![${LATIN}])${body}` : body);
    const ended = begun.map((body, i) => RegExp(`[${LATIN}]$`).test(words[i]) ? `${body}(?![${LATIN}])` : body);
    const [whole, first] = [bodies.join("[\\s\\p{P}]*"), RegExp(`[${LATIN}]$`).test(words.at(-1)) ? `(?![${LATIN}])` : ""];
    const all = patterns => patterns.map(body => new RegExp(body, "u"));
    return {words, begun: all(begun), ended: all(ended), same: new RegExp(`^${whole}$`, "u"), opens: new RegExp(`^${whole}${first}`, "u"), marks: new RegExp(begun.join("|"), "gu")};
  };
  // 0: the words themselves; 1: they open it; 2: all stand in it; 3: words that begin so do.
  const grade = ({fields, text}, asked) => {
    if (fields.some(field => asked.same.test(field))) return 0;
    if (fields.some(field => asked.opens.test(field))) return 1;
    return asked.ended.every(word => word.test(text)) ? 2 : 3;
  };
  const found = (entries, asked) => {
    const hits = entries.filter(({text}) => asked.begun.every(word => word.test(text)));
    hits.forEach(hit => { hit.grade = grade(hit, asked); });
    return hits.sort((a, b) => a.grade - b.grade || (a.grade === 1 ? a.text.length - b.text.length : 0));
  };

  const marked = (element, marks) => {
    const walk = document.createTreeWalker(element, NodeFilter.SHOW_TEXT), texts = [];
    while (walk.nextNode()) texts.push(walk.currentNode);
    for (const node of texts) {
      const parts = [];
      let end = 0;
      for (const match of plain(node.data).matchAll(marks)) {
        parts.push(node.data.slice(end, match.index), make("mark", {}, node.data.slice(match.index, match.index + match[0].length)));
        end = match.index + match[0].length;
      }
      if (parts.length) node.replaceWith(...parts, node.data.slice(end));
    }
    return element;
  };
  const item = (hit, asked) => {
    const link = marked(hit.link.cloneNode(true), asked.marks), li = make("li", {}, link);
    link.lang = hit.link.closest("[lang]").lang;
    if (hit.where) li.append(" ", make("small", {}, hit.where));
    return li;
  };
  const list = (title, hits, asked) => {
    const items = make("ol", {}, ...hits.slice(0, SHOWN).map(hit => item(hit, asked)));
    const section = make("section", {}, make("h2", {}, title, " ", make("small", {}, hits.length.toLocaleString("en"))), items);
    if (hits.length > SHOWN) {
      const button = make("button", {type: "button", class: "more"}, fill(said.more, {n: hits.length.toLocaleString("en")}));
      button.addEventListener("click", () => { items.append(...hits.slice(SHOWN).map(hit => item(hit, asked))); button.remove(); items.children[SHOWN].querySelector("a").focus(); });
      section.append(button);
    }
    return section;
  };
  // The best of all groups, few of one, so that no group hides another.
  const best = held => held.flatMap(({hits, order}) => hits.slice(0, OF_A_GROUP).map(hit => ({hit, order}))).sort((a, b) => RANK[a.hit.grade] - RANK[b.hit.grade] || a.order - b.order).slice(0, BEST).map(({hit}) => hit);

  const show = () => {
    const started = performance.now(), query = plain(input.value.normalize("NFC")).trim(), asked = ask(query);
    const held = asked.words.length ? groups.map(group => ({...group, hits: found(group.entries, asked)})).filter(({hits}) => hits.length) : [];
    const n = held.reduce((sum, {hits}) => sum + hits.length, 0);
    const lists = held.map(({title, hits}) => list(title, hits, asked));
    if (held.length > 1) lists.unshift(make("section", {class: "best"}, make("h2", {}, said.best), make("ol", {}, ...best(held).map(hit => item(hit, asked)))));
    index.hidden = asked.words.length > 0;
    results.replaceChildren(...lists);
    status.replaceChildren(...(index.hidden ? [n ? fill(said.found, {n: n.toLocaleString("en")}) : said.none, " ", make("a", {href: "07_concordance.html?q=" + encodeURIComponent(input.value.trim())}, said.lines)] : []));
    results.dataset.milliseconds = (performance.now() - started).toFixed(2);
  };
  input.value = (new URLSearchParams(location.search).get("q") ?? "").slice(0, 80);
  input.addEventListener("input", () => {
    show();
    try { history.replaceState(null, "", input.value ? "?q=" + encodeURIComponent(input.value) : location.pathname); } catch { /* then Back comes back to the first query */ }
  });
  show();
})();
