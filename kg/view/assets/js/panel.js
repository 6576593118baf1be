// The right side: what is known about what is chosen, in words, with the way to every sentence.

const IDENTIFIER_PAGES = {
  geonames: (code) => `https://www.geonames.org/${code}`,
  wikidata: (code) => `https://www.wikidata.org/wiki/${code}`,
  unlocode: (code) => `https://service.unece.org/trade/locode/${code.slice(0, 2).toLowerCase()}.htm`,
};
const PLAIN_CODE = /^[A-Za-z0-9-]{1,20}$/;

const heading = (above, title, ...below) =>
  h(
    "header",
    { class: "panel-head" },
    h("p", { class: "kicker" }, above),
    h("h2", { tabindex: "-1" }, title),
    ...below,
  );

function namesBlock(node) {
  const shown = new Intl.DisplayNames([state.language], { type: "language", fallback: "code" });
  const tag = (language) => (languageOf(language) ? shown.of(language) : visible(language));
  const rows = Object.entries(node.labels).filter(([, names]) => names.length);
  return h(
    "section",
    { class: "block" },
    h("h3", {}, say("names")),
    h(
      "dl",
      { class: "pairs" },
      rows.map(([language, names]) => [
        h("dt", {}, tag(language)),
        h(
          "dd",
          { lang: languageOf(language) },
          names.map((each, place) => [place ? " · " : "", h("bdi", {}, clip(visible(each), 400))]),
        ),
      ]),
    ),
  );
}

function pairsBlock(title, table, dress) {
  const rows = Object.entries(table);
  return (
    rows.length > 0 &&
    h(
      "section",
      { class: "block" },
      h("h3", {}, say(title)),
      h(
        "dl",
        { class: "pairs" },
        rows.map(([key, value]) => [h("dt", {}, term("identifiers", key)), h("dd", {}, dress(key, value))]),
      ),
    )
  );
}

const identifierLink = (scheme, code) => {
  const page = own(IDENTIFIER_PAGES, scheme);
  const text = h("bdi", {}, clip(visible(code), 200));
  return page && PLAIN_CODE.test(code) ? link(page(code), text) : text;
};

// The tie as a row: the other thing, its state, and how many sources; a click leads to the evidence.
function tieRow(edge, node) {
  const other = otherEnd(edge, node);
  const status = statusOf(edge);
  const sources = edge.statements.filter(statementPasses).length;
  return h(
    "li",
    { class: "tie" },
    button([sign(other.type), name(other)], () => selectNode(other), {
      class: "tie-name",
      "data-key": `to ${edge.index}`,
    }),
    button(
      [
        edge.weekly ? h("span", { class: "chip" }, say("weekly", { n: edge.weekly })) : null,
        status &&
          h(
            "span",
            { class: `chip status ${isPlanned(status) ? "planned" : isOver(status) ? "over" : ""}` },
            statusWord(status),
          ),
        h("span", { class: "unseen" }, `${nameOf(node)} – ${relationWord(edge.relation)} – ${nameOf(other)}: `),
        h("span", { class: "sources" }, edge.statements.length ? say("sources", { n: sources }) : say("inferred")),
      ],
      () => selectEdge(edge),
      { class: "tie-evidence", "data-key": `evidence ${edge.index}` },
    ),
  );
}

const ROWS = 12;
function factsBlock(node) {
  const groups = new Map();
  for (const edge of node.edges) {
    if (!scene().edgeOn[edge.index] && !edgePasses(edge)) continue;
    const forward = edge.source === node || !relationStyle(edge.relation).directed;
    const key = `${edge.relation} ${forward}`;
    if (!groups.has(key)) groups.set(key, { relation: edge.relation, forward, list: [] });
    groups.get(key).list.push(edge);
  }
  const order = [...groups.values()].sort(
    (a, b) => isTransport(b.relation) - isTransport(a.relation) || b.list.length - a.list.length,
  );
  return order.map(({ relation, forward, list }) => {
    const items = h(
      "ul",
      { class: "ties" },
      list.slice(0, ROWS).map((edge) => tieRow(edge, node)),
    );
    const rest = list.slice(ROWS);
    const more =
      rest.length > 0 &&
      button(
        say("more", { n: rest.length }),
        () => {
          items.append(...rest.map((edge) => tieRow(edge, node)));
          more.remove();
        },
        { class: "plain" },
      );
    return h(
      "section",
      { class: "block" },
      h(
        "h3",
        {},
        lineSample(relation),
        relationHeading(relation, forward),
        h("span", { class: "quiet" }, number(list.length)),
      ),
      items,
      more || null,
    );
  });
}

function nodeActions(node) {
  return h(
    "div",
    { class: "actions" },
    button(say("neighbourhood"), () => focusOn(node, 1), { "data-key": "neighbourhood" }),
    button(say("pathStart"), () => pathEnd("from", node), { "data-key": "path start" }),
    button(say("pathEnd"), () => pathEnd("to", node), { "data-key": "path end" }),
    clusters.length > 1 &&
      state.layout === "net" &&
      button(say("collapse"), () => closeCommunity(node.cluster), { "data-key": "collapse" }),
  );
}

function nodePanel(node) {
  const iri = data.base + node.key;
  return [
    heading(
      [sign(node.type), typeWord(node.type)],
      h("bdi", { class: "clamp" }, clip(visible(fullName(node)), 1000)),
      nodeActions(node),
    ),
    factsBlock(node),
    figuresBlock(node),
    pairsBlock("facts", node.facts, (_, value) => h("bdi", {}, timeWord(clip(String(value), 1000)))),
    namesBlock(node),
    pairsBlock("identifiers", node.identifiers, identifierLink),
    node.documents.length > 0 &&
      h(
        "section",
        { class: "block" },
        h("h3", {}, say("mentionedIn")),
        node.documents.slice(0, 50).map((place) => documentLine(documents[place])),
      ),
    h(
      "section",
      { class: "block" },
      h("h3", {}, say("address")),
      h("p", { class: "iri" }, link(iri, h("bdi", {}, clip(visible(iri), 500)))),
    ),
  ];
}

const sentence = (edge) => [
  button(name(edge.source), () => selectNode(edge.source), { class: "inline", "data-key": "source" }),
  h("span", { class: "verb" }, ` ${relationWord(edge.relation)}${relationStyle(edge.relation).directed ? " " : " ↔ "}`),
  button(name(edge.target), () => selectNode(edge.target), { class: "inline", "data-key": "target" }),
];

function edgePanel(edge) {
  const beside = edge.source.edges.filter(
    (other) => other !== edge && otherEnd(other, edge.source) === edge.target && edgePasses(other),
  );
  return [
    heading(
      [lineSample(edge.relation), say("evidence")],
      sentence(edge),
      edge.weekly
        ? h("p", { class: "chips-line" }, h("span", { class: "chip" }, say("weekly", { n: edge.weekly })))
        : null,
    ),
    edge.statements.some((each) => each.marks.length) && h("p", { class: "quiet" }, say("mark")),
    statementsBlock(edge),
    figuresBlock(edge),
    beside.length > 0 &&
      h(
        "section",
        { class: "block" },
        h("h3", {}, say("alsoBetween")),
        h(
          "ul",
          { class: "ties" },
          beside.map((other) => edgeRow(other)),
        ),
      ),
  ];
}

const edgeRow = (edge) =>
  h(
    "li",
    { class: "tie" },
    button(
      [lineSample(edge.relation), name(edge.source), ` ${relationWord(edge.relation)} `, name(edge.target)],
      () => selectEdge(edge),
      { class: "tie-name", "data-key": `row ${edge.index}` },
    ),
  );

function bundlePanel(ids) {
  const line = scene().lines.get(ids);
  if (!line) return overviewPanel();
  const title = (mark) => (mark >= nodes.length ? nameOf(clusters[mark - nodes.length].centre) : nameOf(nodes[mark]));
  return [
    heading(say("relations"), say("bundle", { n: line.edges.length, a: title(line.from), b: title(line.to) })),
    h("ul", { class: "ties" }, line.edges.slice(0, 200).map(edgeRow)),
    line.edges.length > 200 && h("p", { class: "quiet" }, say("more", { n: line.edges.length - 200 })),
  ];
}

function clusterPanel(cluster) {
  const members =
    scene().marks.get(nodes.length + cluster.index) ||
    byImportance.filter((node) => ancestors(node.cluster).includes(cluster.index));
  const central = [...members].sort((a, b) => b.importance - a.importance).slice(0, 40);
  return [
    heading(
      [say("community"), ` · ${say("members", { n: members.length })}`],
      say("communityOf", { a: nameOf(cluster.centre) }),
      h(
        "div",
        { class: "actions" },
        state.open.has(cluster.index)
          ? button(say("collapse"), () => closeCommunity(cluster.index), { "data-key": "toggle community" })
          : button(say("expand"), () => openCommunity(cluster), { class: "main", "data-key": "toggle community" }),
      ),
    ),
    h("section", { class: "block" }, h("h3", {}, say("central")), thingList(central)),
  ];
}

const thingList = (list) =>
  h(
    "ul",
    { class: "ties" },
    list.map((node) =>
      h(
        "li",
        { class: "tie" },
        button([sign(node.type), name(node)], () => selectNode(node), {
          class: "tie-name",
          "data-key": `thing ${node.index}`,
        }),
        h("span", { class: "quiet" }, say("ties", { n: node.edges.length })),
      ),
    ),
  );

function overviewPanel() {
  const { nodeOn, marks } = scene();
  const shown = byImportance.filter((node) => nodeOn[node.index]);
  const closed = [...marks.keys()].filter((mark) => mark >= nodes.length);
  return [
    heading(say("overview"), visible(data.title), h("p", {}, say("start"))),
    closed.length > 0 &&
      h(
        "section",
        { class: "block" },
        h("h3", {}, say("community")),
        h(
          "ul",
          { class: "ties" },
          closed
            .sort((a, b) => marks.get(b).length - marks.get(a).length)
            .slice(0, 80)
            .map((mark) => {
              const cluster = clusters[mark - nodes.length];
              return h(
                "li",
                { class: "tie" },
                button([name(cluster.centre)], () => change({ selected: { kind: "cluster", cluster } }), {
                  class: "tie-name",
                  "data-key": `community ${cluster.index}`,
                }),
                h("span", { class: "quiet" }, say("members", { n: marks.get(mark).length })),
              );
            }),
        ),
      ),
    h("section", { class: "block" }, h("h3", {}, say("central")), thingList(shown.slice(0, 25))),
  ];
}

function pathPanel() {
  const { a, b, links } = state.path;
  const steps = shortestPath(a, b, links);
  if (!steps) return [heading(say("path"), say("pathNone")), h("p", {}, `${nameOf(a)} → ${nameOf(b)}`)];
  return [
    heading(say("path"), say("pathSteps", { n: steps.length, a: nameOf(a), b: nameOf(b) })),
    h(
      "ol",
      { class: "steps" },
      steps.map(({ edge, from, to }) =>
        h(
          "li",
          {},
          button([sign(from.type), name(from)], () => selectNode(from), {
            class: "tie-name",
            "data-key": `step from ${edge.index}`,
          }),
          button(
            [lineSample(edge.relation), relationHeading(edge.relation, edge.source === from)],
            () => selectEdge(edge),
            { class: "step", "data-key": `step ${edge.index}` },
          ),
          to === b &&
            button([sign(to.type), name(to)], () => selectNode(to), { class: "tie-name", "data-key": "step end" }),
        ),
      ),
    ),
  ];
}

const PANELS = {
  node: ({ node }) => nodePanel(node),
  edge: ({ edge }) => edgePanel(edge),
  cluster: ({ cluster }) => clusterPanel(cluster),
  bundle: ({ id }) => bundlePanel(id),
};

function drawPanel(fresh) {
  const side = at("details");
  const focused = side.contains(document.activeElement) && document.activeElement.dataset.key;
  side.setAttribute("aria-label", say("details"));
  const chosen = state.selected;
  const content = chosen ? PANELS[chosen.kind](chosen) : state.path ? pathPanel() : overviewPanel();
  const away =
    (chosen || state.path) &&
    button("×", () => change(chosen ? { selected: null } : { path: null }), {
      class: "away",
      "aria-label": say("close"),
      "data-key": "away",
    });
  side.replaceChildren(...[away, content].flat(3).filter(Boolean));
  if (fresh) side.scrollTop = 0;
  if (!focused) return;
  const again = [...side.querySelectorAll("[data-key]")].find((each) => each.dataset.key === focused);
  (again || side.querySelector("h2"))?.focus({ preventScroll: Boolean(again) });
}
