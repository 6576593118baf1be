// What is said to the reader, in the language chosen.

const words = () => data.words[state.language];
const number = (value) => new Intl.NumberFormat(state.language, { maximumFractionDigits: 2 }).format(value);

// A text with forms for one and for more, "{n} tie|{n} ties", is said in the form that `n` asks for.
function say(key, values = {}) {
  const [one, more = one] = words().page[key].split("|");
  return (values.n === 1 ? one : more).replace(/\{(\w)\}/g, (_, name) => {
    const value = values[name];
    return typeof value === "number" ? number(value) : value;
  });
}

// A local name as words, where neither the page nor the ontology has a label: `exportsTo` becomes "exports to".
const spelledOut = (name) =>
  visible(name).replace(/([a-z])([A-Z])/g, (_, end, start) => `${end} ${start.toLowerCase()}`);

function term(section, name) {
  const known = own(words()[section], name);
  if (known !== undefined) return known;
  const labels = own(data.terms, name);
  return visible(own(labels, state.language) || own(labels, "en") || spelledOut(name));
}

const typeWord = (type) => term("types", type);
const statusWord = (status) => (status ? term("statuses", status) : say("noStatus"));
const relationTerm = (relation) => {
  const known = term("relations", relation);
  return Array.isArray(known) ? known : [known, known, `← ${known}`];
};
const relationWord = (relation) => relationTerm(relation)[0];
const relationHeading = (relation, forward) => relationTerm(relation)[forward ? 1 : 2];

// The name in the reader's language, else in the first language of the page that has one, else any, else the key.
function fullName(node) {
  for (const language of [state.language, ...Object.keys(data.words)]) {
    const names = own(node.labels, language);
    if (names && names.length) return names[0];
  }
  const [any] = Object.values(node.labels);
  return (any && any[0]) || node.key;
}
const nameOf = (node) => clip(visible(fullName(node)), 120);

function timeWord(time) {
  const point = (end) => {
    const found = /^(\d{4})-(\d{2})(?:-(\d{2}))?$/.exec(end);
    if (!found) return visible(end);
    const date = new Date(Date.UTC(found[1], found[2] - 1, found[3] || 1));
    if (Number.isNaN(date.getTime()) || found[2] > 12) return visible(end);
    const style = { year: "numeric", month: found[3] ? "short" : "long", timeZone: "UTC" };
    return new Intl.DateTimeFormat(state.language, found[3] ? { ...style, day: "numeric" } : style).format(date);
  };
  return time.split("/").map(point).join(" – ");
}

function figureWord(figure) {
  const modifier = figure.modifier ? `${term("modifiers", figure.modifier)} ` : "";
  const currency = /^[A-Z]{3}$/.test(figure.unit);
  const style = { maximumFractionDigits: 2 };
  if (Math.abs(figure.value) >= 1e5) Object.assign(style, { notation: "compact", maximumSignificantDigits: 4 });
  const value = new Intl.NumberFormat(state.language, style).format(figure.value);
  const unit = figure.unit === "%" ? " %" : currency ? ` ${figure.unit}` : ` ${term("units", figure.unit)}`;
  return visible(modifier + value + unit).trim();
}
