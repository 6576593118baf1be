// The left side: legend, filters, path; rebuilt when language or choices change, with the focus kept.

const folded = new Set(["documents"]);

function section(key, ...content) {
  const box = h(
    "details",
    { class: "section", open: !folded.has(key) },
    h("summary", {}, h("h2", {}, say(key))),
    ...content,
  );
  box.addEventListener("toggle", () => (box.open ? folded.delete(key) : folded.add(key)));
  return box;
}

// How many ties speak of each year, as columns above the two handles.
function yearColumns() {
  const years = lastYear - firstYear + 1;
  const counts = new Array(years).fill(0);
  for (const edge of edges) {
    const seen = new Set();
    for (const { months: span } of edge.statements) {
      if (!span) continue;
      for (let year = Math.floor(span[0] / 12); year <= Math.floor(span[1] / 12); year += 1) seen.add(year - firstYear);
    }
    for (const year of seen) counts[year] += 1;
  }
  const most = Math.max(1, ...counts);
  const chosen = (year) => state.from === null || (firstYear + year >= state.from && firstYear + year <= state.to);
  return s(
    "svg",
    { viewBox: `0 0 ${years * 10} 40`, preserveAspectRatio: "none", class: "columns-chart", "aria-hidden": "true" },
    counts.map((count, year) =>
      s("rect", {
        x: year * 10 + 1,
        width: 8,
        y: 40 - (38 * count) / most,
        height: (38 * count) / most,
        class: chosen(year) ? "on" : "off",
      }),
    ),
  );
}

function periodSection() {
  if (!dated.length) return section("period", h("p", { class: "quiet" }, say("noDates")));
  const from = state.from ?? firstYear;
  const to = state.to ?? lastYear;
  const handle = (label, value, set) =>
    h(
      "label",
      { class: "handle" },
      h("span", {}, say(label)),
      h("input", {
        type: "range",
        min: firstYear,
        max: lastYear,
        step: 1,
        value,
        "data-key": label,
        onchange: (event) => set(Number(event.target.value)),
        oninput: (event) => {
          event.target.nextSibling.textContent = event.target.value;
        },
      }),
      h("output", {}, String(value)),
    );
  const set = (a, b) =>
    change(a <= firstYear && b >= lastYear ? { from: null, to: null } : { from: Math.min(a, b), to: Math.max(a, b) });
  return section(
    "period",
    yearColumns(),
    handle("periodFrom", from, (value) => set(value, Math.max(value, to))),
    handle("periodTo", to, (value) => set(Math.min(from, value), value)),
    h("p", { class: "quiet", id: "undated" }, say("undated", { n: scene().undated })),
    state.from !== null &&
      button(say("periodAll"), () => change({ from: null, to: null }), { "data-key": "period all" }),
  );
}

function confidenceSection() {
  const shown = (value) => say("atLeast", { n: value });
  return section(
    "confidence",
    h(
      "label",
      { class: "handle" },
      h("span", { class: "unseen" }, say("confidence")),
      h("input", {
        type: "range",
        min: 0,
        max: 1,
        step: 0.05,
        value: state.confidence,
        "data-key": "confidence",
        onchange: (event) => change({ confidence: Number(event.target.value) }),
        oninput: (event) => {
          event.target.nextSibling.textContent = shown(Number(event.target.value));
        },
      }),
      h("output", {}, shown(state.confidence)),
    ),
  );
}

const kept = { from: null, to: null, links: false };
const pathFields = { from: null, to: null };

function pathSection() {
  const find = () =>
    kept.from &&
    kept.to &&
    change({
      path: { a: kept.from, b: kept.to, links: kept.links },
      focus: null,
      selected: null,
      ...revealPath(kept.from, kept.to, kept.links),
    });
  const field = (end, label) => {
    pathFields[end] = nodeField(`path-${end}`, label, (node) => {
      kept[end] = node;
      find();
    });
    pathFields[end].put(kept[end]);
    return pathFields[end].element;
  };
  const box = h("input", {
    type: "checkbox",
    checked: kept.links,
    "data-key": "path links",
    onchange: () => {
      kept.links = !kept.links;
      find();
    },
  });
  return section(
    "path",
    field("from", "pathFrom"),
    field("to", "pathTo"),
    h("label", { class: "switch" }, box, h("span", { class: "switch-name" }, say("pathLinks"))),
    button(say("pathFind"), find, { class: "wide", "data-key": "path find" }),
  );
}

function drawFilters() {
  const side = at("filters");
  const focused =
    side.contains(document.activeElement) && (document.activeElement.dataset.key || document.activeElement.id);
  const scroll = side.scrollTop;
  side.setAttribute("aria-label", say("filters"));
  side.replaceChildren(
    section("kinds", ...typeLegend()),
    section("relations", ...relationLegend()),
    section("status", ...statusLegend()),
    periodSection(),
    confidenceSection(),
    section("documents", ...documentLegend()),
    pathSection(),
    h("div", { class: "section" }, checkRow("isolated", "isolated"), h("p", { class: "quiet" }, say("sizeLegend"))),
  );
  side.scrollTop = scroll;
  if (focused)
    [...side.querySelectorAll("[data-key], [id]")]
      .find((each) => each.dataset.key === focused || each.id === focused)
      ?.focus({ preventScroll: true });
}
