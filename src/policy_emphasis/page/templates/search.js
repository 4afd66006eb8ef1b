// The concordance's search: the page holds the lines of one word without it, and those of any word with it.
(() => {
  const {words, parts, places, gloss, term, sentences} = JSON.parse(document.getElementById("corpus").textContent);
  const box = document.getElementById("concordance");
  if (!box) return;
  const SHOWN = 60;
  const REACH = 500; // as in kwic.py: characters on either side of a hit
  const FIRST = 0x400; // as in concordance.py: a character stands for a word of the English
  sentences.forEach(s => { s[3] = Array.from(s[3], c => parts[c.codePointAt(0) - FIRST]).join(""); });
  const folded = sentences.map(s => fold(s[2])), english = sentences.map(s => fold(s[3]));

  const input = make("input", {type: "search", id: "word", autocomplete: "off", spellcheck: "false", maxlength: "40", "aria-describedby": "word-hint"});
  const form = make("div", {class: "search", role: "search"}, make("label", {for: "word"}, words.label), input, make("p", {id: "word-hint", class: "note"}, words.hint));
  box.before(form);

  const find = (wanted, texts) => {
    const hits = [];
    if (wanted) texts.forEach((text, i) => {
      for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) hits.push([i, at]);
    });
    return hits;
  };
  const line = ([i, at], length, translated) => {
    const [p, anchor, text, meaning] = sentences[i], place = places[p];
    const marked = text => [text.slice(0, at), make("mark", {}, text.slice(at, at + length)), text.slice(at + length)];
    const end = at + length, word = make("mark", {}, text.slice(at, end));
    const left = "…".repeat(at > REACH) + text.slice(Math.max(0, at - REACH), at);
    const right = text.slice(end, end + REACH) + "…".repeat(text.length - end > REACH);
    return make("li", {class: "place-" + place.colour},
      make("a", {href: "source-" + place.document + ".html#" + anchor}, place.short + ", ¶ " + parseInt(anchor.slice(1), 10)),
      translated ? make("q", {lang: "zh-Hans"}, text) : make("span", {class: "kwic", lang: "zh-Hans"},
        make("span", {class: "left"}, make("bdi", {}, left)), word, make("span", {class: "right"}, make("bdi", {}, right))),
      ...(meaning ? [make("span", {class: "english"}, ...(translated ? marked(meaning) : [meaning]))] : []));
  };
  const table = hits => {
    const body = places.map((place, p) => {
      const own = hits.filter(([i]) => sentences[i][0] === p);
      const cells = [own.length.toLocaleString("en"), new Set(own.map(([i]) => i)).size.toLocaleString("en"), (10000 * own.length / place.characters).toFixed(1)];
      return make("tr", {}, make("th", {scope: "row"}, place.name), ...cells.map(cell => make("td", {class: "number"}, cell)));
    });
    const head = make("tr", {}, ...words.headings.map((heading, i) => make("th", i ? {scope: "col", class: "number"} : {scope: "col"}, heading)));
    return make("div", {class: "scroll", tabindex: "0", role: "region", "aria-label": words.caption},
      make("table", {}, make("caption", {}, words.caption), make("thead", {}, head), make("tbody", {}, ...body)));
  };
  // Who types English is led to the words that have it in their gloss.
  const suggested = wanted => {
    const found = Object.entries(gloss).filter(([, english]) => english.toLowerCase().includes(wanted)).sort((a, b) => a[1].length - b[1].length).slice(0, 8);
    if (!found.length) return [];
    const buttons = found.map(([word, english]) => {
      const button = make("button", {type: "button", class: "term"}, make("span", {lang: "zh-Hans"}, word), " ", make("span", {class: "gloss"}, english));
      button.addEventListener("click", () => { input.value = word; show(); input.focus(); });
      return button;
    });
    return [make("p", {class: "suggested"}, words.try, " ", ...buttons)];
  };
  const show = () => {
    const started = performance.now();
    const wanted = fold(input.value.trim()), chinese = find(wanted, folded);
    const translated = !chinese.length && /[a-z]{3}/.test(wanted), hits = translated ? find(wanted, english) : chinese;
    const said = hits.length ? fill(translated ? words.english : words.found, {n: hits.length, of: new Set(hits.map(([i]) => i)).size}) : words.none;
    const status = make("p", {class: "found", role: "status"}, make("span", {class: "term"}, make("span", translated ? {} : {lang: "zh-Hans"}, wanted), ...(Object.hasOwn(gloss, wanted) ? [" ", make("span", {class: "gloss"}, gloss[wanted])] : [])), wanted ? ": " + said : "");
    const lines = make("ol", {class: "lines"}, ...hits.slice(0, SHOWN).map(hit => line(hit, wanted.length, translated)));
    const rest = hits.length > SHOWN ? [make("button", {type: "button", class: "more"}, fill(words.more, {n: hits.length}))] : [];
    rest.forEach(button => button.addEventListener("click", () => { lines.append(...hits.slice(SHOWN).map(hit => line(hit, wanted.length, translated))); button.remove(); lines.children[SHOWN].querySelector("a").focus(); }));
    box.replaceChildren(status, ...(translated ? suggested(wanted) : []), table(hits), lines, ...rest);
    box.dataset.milliseconds = (performance.now() - started).toFixed(2);
  };
  const asked = new URLSearchParams(location.search).get("q");
  input.value = (asked ?? term).slice(0, 40);
  input.addEventListener("input", () => {
    show();
    try { history.replaceState(null, "", "?q=" + encodeURIComponent(input.value)); } catch { /* then Back comes back to the first word */ }
  });
  show();
})();
