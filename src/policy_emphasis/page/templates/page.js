// What every page can do besides being read, and is whole without: other colours, code shown, texts copied. It stands in the head, so that the colours are there before anything is painted.
const make = (tag, attributes = {}, ...inside) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...inside);
  return element;
};
const pressed = (label, press, attributes = {}) => {
  const button = make("button", {type: "button", ...attributes}, label);
  button.addEventListener("click", press);
  return button;
};
(() => {
  const SCHEMES = ["auto", "light", "dark"], style = document.documentElement.style;
  const kept = (name, value) => {
    try {
      if (value) localStorage.setItem("policy-emphasis-" + name, value);
      return localStorage.getItem("policy-emphasis-" + name);
    } catch { return null; } // what may not be kept holds for this page
  };
  let scheme = SCHEMES[0];
  const paint = () => { style.colorScheme = scheme === SCHEMES[0] ? "" : scheme; };
  const recall = () => {
    scheme = SCHEMES.find(name => name === kept("colours")) ?? scheme;
    paint();
  };
  recall();

  document.addEventListener("DOMContentLoaded", () => {
    const tools = document.querySelector(".tools"), words = tools.dataset, code = document.getElementById("show-code");
    const colours = pressed("", () => {
      scheme = SCHEMES[(SCHEMES.indexOf(scheme) + 1) % SCHEMES.length];
      kept("colours", scheme);
      show();
    });
    const show = () => {
      paint();
      colours.textContent = words.colours.replace("{name}", words[scheme]);
    };
    const again = () => {
      recall();
      show();
      if (code && kept("code")) code.checked = kept("code") === "shown";
    };
    tools.append(colours);
    again();
    for (const told of ["pageshow", "storage"]) addEventListener(told, again); // on the way back, and chosen on another page, too
    code?.addEventListener("change", () => kept("code", code.checked ? "shown" : "hidden"));

    const status = make("p", {class: "status", role: "status"});
    document.body.append(status);
    for (const text of document.querySelectorAll(".cite pre")) {
      const copy = async () => {
        try {
          await navigator.clipboard.writeText(text.textContent);
          status.textContent = words.copied;
        } catch {
          getSelection().selectAllChildren(text);
          status.textContent = words.selected;
        }
        setTimeout(() => { status.textContent = ""; }, 4000);
      };
      text.after(pressed(words.copy, copy, {"aria-label": `${words.copy}: ${text.previousElementSibling.textContent}`}));
    }
  });
})();
