// What the scripts with a field to type in share: letters told apart by neither case nor width, at the same places as before; messages with their figures. (Elements are made as in page.js.)
const fold = text => Array.from(text, c => { const n = c.normalize("NFKC").toLowerCase(); return n.length === c.length ? n : c; }).join("");
const fill = (message, values) => message.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
