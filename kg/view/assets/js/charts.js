// Small charts of a thing's figures over time.

const seriesKey = (figure) =>
  [figure.concept || plain(figure.measure), figure.unit, figure.kind, ...Object.entries(figure.narrowing).flat()].join(
    "|",
  );

const measureWord = (figure) => {
  const known = figure.concept && own(data.terms, figure.concept);
  const label = known ? term("", figure.concept) : visible(figure.measure) || term("", figure.concept);
  const narrow = Object.values(figure.narrowing)
    .map((value) => visible(value))
    .join(", ");
  const kind = term("kinds", figure.kind);
  return [label, kind && `(${kind})`, narrow && `· ${narrow}`].filter(Boolean).join(" ");
};

// Figures that measure the same, in the order of their periods.
function series(figures) {
  const groups = new Map();
  for (const figure of figures) {
    const key = seriesKey(figure);
    if (groups.has(key)) groups.get(key).push(figure);
    else groups.set(key, [figure]);
  }
  for (const group of groups.values())
    group.sort((a, b) => (a.period < b.period ? -1 : a.period > b.period ? 1 : a.value - b.value));
  return [...groups.values()].sort((a, b) => b.length - a.length);
}

// Same measure, same period, another value, another document.
function conflicting(group, figure) {
  return group.some(
    (other) =>
      other !== figure &&
      other.period === figure.period &&
      other.value !== figure.value &&
      other.evidence.document !== figure.evidence.document,
  );
}

function chart(group) {
  const points = group.map((figure) => ({ figure, span: months(figure.period) })).filter((point) => point.span);
  const spots = new Set(points.map((point) => point.span.join()));
  if (spots.size < 2) return null;
  const middle = ({ span }) => (span[0] + span[1]) / 2;
  const [left, right] = [Math.min(...points.map(middle)), Math.max(...points.map(middle))];
  const values = points.map((point) => point.figure.value);
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const x = (point) => 14 + (292 * (middle(point) - left)) / (right - left || 1);
  const y = (value) => 84 - (66 * (value - low)) / (high - low || 1);
  const line = points
    .map((point, place) => `${place ? "L" : "M"}${x(point).toFixed(1)} ${y(point.figure.value).toFixed(1)}`)
    .join("");
  const label = (point, place) =>
    (place === 0 || place === points.length - 1) &&
    s(
      "text",
      { x: x(point), y: 100, "text-anchor": place ? "end" : "start", dx: place ? 14 : -14 },
      timeWord(point.figure.period),
    );
  return s(
    "svg",
    {
      viewBox: "0 0 320 106",
      class: "chart",
      role: "img",
      "aria-label": `${measureWord(group[0])}: ${points.map((point) => `${timeWord(point.figure.period)} ${figureWord(point.figure)}`).join("; ")}`,
    },
    s("path", { d: `M6 ${y(0)}H314`, class: "axis" }),
    s("path", { d: line, class: "curve" }),
    points.map((point) =>
      s("circle", {
        cx: x(point),
        cy: y(point.figure.value),
        r: 4,
        class: conflicting(group, point.figure) ? "dot differ" : "dot",
      }),
    ),
    s(
      "text",
      {
        x: x(points[points.length - 1]),
        y: Math.max(11, y(points[points.length - 1].figure.value) - 8),
        "text-anchor": "end",
        dx: 10,
        class: "value",
      },
      figureWord(points[points.length - 1].figure),
    ),
    points.map(label),
  );
}

function figureRow(group, figure) {
  return h(
    "details",
    { class: "figure" },
    h(
      "summary",
      {},
      h("span", { class: "figure-value" }, figureWord(figure)),
      h("span", { class: "quiet" }, timeWord(figure.period)),
      figure.ties > 1 && h("span", { class: "chip" }, say("together", { n: figure.ties })),
      conflicting(group, figure) && h("span", { class: "chip warn" }, say("differ")),
    ),
    evidenceCard(figure.evidence),
  );
}

function figuresBlock(holder) {
  const figures = holder.figureRows.map(figureOf);
  if (!figures.length) return null;
  return h(
    "section",
    { class: "block" },
    h("h3", {}, say("figures")),
    series(figures).map((group) =>
      h(
        "div",
        { class: "measure" },
        h("h4", {}, measureWord(group[0])),
        chart(group),
        group.map((figure) => figureRow(group, figure)),
      ),
    ),
  );
}
