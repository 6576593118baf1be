// The legend: what shapes, colours and lines mean; each entry is a switch.

const counted = (values) => {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) || 0) + 1);
  return counts;
};
const TYPE_COUNTS = counted(nodes.map((node) => node.type));
const RELATION_COUNTS = counted(edges.map((edge) => edge.relation));
const STATUS_COUNTS = counted(
  edges.flatMap((edge) =>
    edge.statements.length ? [...new Set(edge.statements.map((each) => each.status))] : [edge.status],
  ),
);
const DOCUMENT_COUNTS = counted(edges.flatMap((edge) => [...new Set(edge.statements.map((each) => each.document))]));

// One row: a check box with its sample, its name, how many there are, and "only".
function switchRow(setName, member, { sample, label, count, all }) {
  const on = !state[setName].has(member);
  const box = h("input", {
    type: "checkbox",
    checked: on,
    "data-key": `${setName} ${member}`,
    onchange: () => change({ [setName]: toggled(state[setName], member) }),
  });
  const only = () => change({ [setName]: new Set(all.filter((other) => other !== member)) });
  return h(
    "li",
    { class: "switch" },
    h(
      "label",
      {},
      box,
      sample,
      h("bdi", { class: "switch-name" }, label),
      h("span", { class: "quiet" }, number(count)),
    ),
    button(say("only"), only, {
      class: "only",
      "aria-label": `${label}: ${say("only")}`,
      "data-key": `only ${setName} ${member}`,
    }),
  );
}

function switchGroup(setName, members) {
  return h(
    "div",
    { class: "all-none" },
    button(say("all"), () => change({ [setName]: NOTHING }), { "data-key": `all ${setName}` }),
    button(say("none"), () => change({ [setName]: new Set(members) }), { "data-key": `none ${setName}` }),
  );
}

function typeLegend() {
  const all = [...TYPE_COUNTS.keys()];
  const blocks = Object.keys(data.style.families).map((kind) => {
    const members = all.filter((type) => families.get(type) === kind);
    members.sort((a, b) => TYPE_COUNTS.get(b) - TYPE_COUNTS.get(a) || (a < b ? -1 : 1));
    return (
      members.length > 0 &&
      h(
        "div",
        { class: "kind" },
        h("h3", {}, words().families[kind]),
        h(
          "ul",
          {},
          members.map((type) =>
            switchRow("offTypes", type, {
              sample: sign(type),
              label: typeWord(type),
              count: TYPE_COUNTS.get(type),
              all,
            }),
          ),
        ),
      )
    );
  });
  return [switchGroup("offTypes", all), ...blocks];
}

function relationLegend() {
  const all = [...RELATION_COUNTS.keys()].sort(
    (a, b) => isTransport(b) - isTransport(a) || RELATION_COUNTS.get(b) - RELATION_COUNTS.get(a) || (a < b ? -1 : 1),
  );
  return [
    switchGroup("offRelations", all),
    h(
      "ul",
      {},
      all.map((relation) =>
        switchRow("offRelations", relation, {
          sample: lineSample(relation),
          label: relationWord(relation),
          count: RELATION_COUNTS.get(relation),
          all,
        }),
      ),
    ),
  ];
}

function statusLegend() {
  const order = Object.keys(words().statuses);
  const all = [...STATUS_COUNTS.keys()].sort((a, b) => order.indexOf(a) - order.indexOf(b) || (a < b ? -1 : 1));
  const look = (status) => ({
    colour: isOver(status) ? sky().over : undefined,
    dash: isPlanned(status) ? "6 4" : null,
  });
  return [
    h(
      "ul",
      {},
      all.map((status) =>
        switchRow("offStatuses", status, {
          sample: lineSample("", look(status)),
          label: statusWord(status),
          count: STATUS_COUNTS.get(status),
          all,
        }),
      ),
    ),
    edges.some((edge) => !edge.statements.length) &&
      checkRow("inferred", "inferred", lineSample("", { dash: "1.5 3" })),
  ];
}

function checkRow(part, label, sample = null) {
  const box = h("input", {
    type: "checkbox",
    checked: state[part],
    "data-key": part,
    onchange: () => change({ [part]: !state[part] }),
  });
  return h("div", { class: "switch" }, h("label", {}, box, sample, h("span", { class: "switch-name" }, say(label))));
}

function documentLegend() {
  const all = documents.map((each) => each.index);
  return [
    switchGroup("offDocuments", all),
    h(
      "ul",
      {},
      documents.slice(0, 200).map((each) =>
        switchRow("offDocuments", each.index, {
          label: clip(visible(each.title), 70),
          count: DOCUMENT_COUNTS.get(each.index) || 0,
          all,
        }),
      ),
    ),
    documents.length > 200 && h("p", { class: "quiet" }, say("more", { n: documents.length - 200 })),
  ];
}
