// Elements made in one way: text only ever becomes text.

const SVG = "http://www.w3.org/2000/svg";

function fill(element, properties, children) {
  for (const [name, value] of Object.entries(properties || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}
const h = (tag, properties, ...children) => fill(document.createElement(tag), properties, children);
const s = (tag, properties, ...children) => fill(document.createElementNS(SVG, tag), properties, children);
const at = (id) => document.getElementById(id);

const button = (text, action, properties = {}) => h("button", { type: "button", onclick: action, ...properties }, text);

// Only web addresses become links.
const link = (address, ...children) =>
  /^https?:\/\//i.test(address)
    ? h("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, ...children)
    : h("span", {}, ...children);

const name = (node) => h("bdi", {}, nameOf(node));

const OUTLINES = data.style.outlines;
const glyphOf = (type) => own(data.style.glyphs, type) || data.style.glyphs[""];

// The sign of a type as in the picture: outline and colour of its family, with its own glyph.
function sign(type) {
  const look = data.style.families[families.get(type) || "other"];
  const [paint, ink] = look[theme()];
  return s(
    "svg",
    { viewBox: "-2.5 -2.5 29 29", class: "sign", "aria-hidden": "true" },
    s("path", { d: OUTLINES[look.shape], fill: paint }),
    s("path", {
      d: glyphOf(type),
      fill: "none",
      stroke: ink,
      "stroke-width": 2.2,
      "stroke-linecap": "round",
      "stroke-linejoin": "round",
      transform: "translate(5.2 5.2) scale(.567)",
    }),
  );
}

const prefersDark = matchMedia("(prefers-color-scheme: dark)");
const theme = () => (state.theme === "auto" ? (prefersDark.matches ? "dark" : "light") : state.theme);

// A sample of a line, drawn as in the picture.
function lineSample(relation, look = {}) {
  const colours = relationStyle(relation);
  const dash = look.dash || (colours.planned ? "6 4" : null);
  return s(
    "svg",
    { viewBox: "0 0 28 10", class: "line", "aria-hidden": "true" },
    s("path", { d: "M1 5h26", stroke: look.colour || colours[theme()], "stroke-width": 2.5, "stroke-dasharray": dash }),
  );
}
const announce = (text) => {
  at("live").textContent = text;
};
