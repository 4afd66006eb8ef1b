// What the scripts with a field to type in share: letters told apart by neither case nor width, at the same places as before; elements; messages with their figures.
const fold = text => Array.from(text, c => { const n = c.normalize("NFKC").toLowerCase(); return n.length === c.length ? n : c; }).join("");
const make = (tag, attributes = {}, ...inside) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...inside);
  return element;
};
const fill = (message, values) => message.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
