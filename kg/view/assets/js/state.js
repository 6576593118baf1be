// What the reader has chosen: one value that is replaced, never changed, so that undo is keeping the old one.

const NOTHING = Object.freeze(new Set());
const START = Object.freeze({
  language: data.language,
  theme: "auto",
  layout: "net",
  offTypes: NOTHING,
  offRelations: NOTHING,
  offStatuses: NOTHING,
  offDocuments: NOTHING,
  inferred: true,
  isolated: true,
  from: null,
  to: null,
  confidence: 0,
  selected: null, // {kind: "node" | "edge" | "cluster" | "bundle", ...}
  focus: null, // {node, hops}
  path: null, // {a, b, links}
  open: new Set(nodes.length > data.limit ? [] : clusters.map((cluster) => cluster.index)),
  revealed: NOTHING, // nodes drawn although their community is closed
  moved: new Map(), // node or cluster number to the place it was dragged to, by layout
});

let state = START;
const past = [];
const future = [];
const listeners = [];

const onChange = (listener) => listeners.push(listener);

function replace(next) {
  const before = state;
  state = next;
  for (const listener of listeners) listener(state, before);
}

// A step of the reader; it can be undone unless it only concerns how the page looks.
function change(patch, undoable = true) {
  if (undoable) {
    past.push(state);
    if (past.length > 100) past.shift();
    future.length = 0;
  }
  replace({ ...state, ...patch });
}

function travel(from, to) {
  if (!from.length) return;
  to.push(state);
  const { language, theme } = state;
  replace({ ...from.pop(), language, theme });
}
const undo = () => travel(past, future);
const redo = () => travel(future, past);

const toggled = (set, member) => {
  const next = new Set(set);
  if (!next.delete(member)) next.add(member);
  return next;
};

const reveal = (...shown) => new Set([...state.revealed, ...shown.map((node) => node.index)]);
const selectNode = (node, patch = {}) => change({ ...patch, selected: { kind: "node", node }, revealed: reveal(node) });
const selectEdge = (edge) => change({ selected: { kind: "edge", edge }, revealed: reveal(edge.source, edge.target) });

// The share fragment: only what differs from the start, in words that survive a rebuild of the page.
const SETS = { xt: "offTypes", xr: "offRelations", xs: "offStatuses" };

function toFragment(camera) {
  const out = new URLSearchParams();
  const put = (key, value, usual) => value !== usual && value !== null && out.set(key, value);
  put("l", state.language, data.language);
  put("c", state.theme, "auto");
  put("m", state.layout, "net");
  for (const [key, name] of Object.entries(SETS)) if (state[name].size) out.set(key, [...state[name]].join(" "));
  if (state.offDocuments.size) out.set("xd", [...state.offDocuments].map((at) => documents[at].id).join(" "));
  put("i", state.inferred ? "1" : "0", "1");
  put("h", state.isolated ? "1" : "0", "1");
  put("t", state.from === null ? null : `${state.from}-${state.to}`, null);
  put("p", state.confidence || null, null);
  const chosen = state.selected;
  if (chosen?.kind === "node") out.set("n", chosen.node.key);
  if (chosen?.kind === "edge") out.set("e", edgeKey(chosen.edge));
  if (state.focus) out.set("f", `${state.focus.hops} ${state.focus.node.key}`);
  if (state.path) out.set("w", `${state.path.links ? 1 : 0} ${state.path.a.key} ${state.path.b.key}`);
  const open = [...state.open].sort((a, b) => a - b).join(" ");
  put("o", open, [...START.open].join(" "));
  if (state.revealed.size) out.set("r", [...state.revealed].map((at) => nodes[at].key).join(" "));
  if (camera) out.set("v", camera);
  return out.toString();
}

function fromFragment(fragment) {
  const given = new URLSearchParams(fragment.replace(/^#/, ""));
  const words = (key) => (given.get(key) || "").split(" ").filter(Boolean);
  const next = { ...START };
  if (own(data.words, given.get("l"))) next.language = given.get("l");
  if (["light", "dark"].includes(given.get("c"))) next.theme = given.get("c");
  if (given.get("m") === "map" && data.land.length) next.layout = "map";
  for (const [key, name] of Object.entries(SETS)) if (given.has(key)) next[name] = new Set(words(key));
  if (given.has("xs") && given.get("xs").split(" ").includes("")) next.offStatuses.add("");
  const hidden = new Set(words("xd"));
  if (hidden.size)
    next.offDocuments = new Set(documents.filter((each) => hidden.has(each.id)).map((each) => each.index));
  next.inferred = given.get("i") !== "0";
  next.isolated = given.get("h") !== "0";
  const period = /^(\d{4})-(\d{4})$/.exec(given.get("t") || "");
  if (period) [next.from, next.to] = [Number(period[1]), Number(period[2])];
  next.confidence = Number(given.get("p")) || 0;
  if (given.has("o"))
    next.open = new Set(
      words("o")
        .map(Number)
        .filter((at) => at in clusters),
    );
  next.revealed = new Set(
    words("r")
      .map((key) => byKey.get(key)?.index)
      .filter((at) => at !== undefined),
  );
  const node = byKey.get(given.get("n"));
  const edge = given.has("e") && edges.find((each) => edgeKey(each) === given.get("e"));
  if (node) next.selected = { kind: "node", node };
  if (edge) next.selected = { kind: "edge", edge };
  const [hops, around] = words("f");
  if (byKey.has(around)) next.focus = { node: byKey.get(around), hops: Number(hops) || 1 };
  const [links, a, b] = words("w");
  if (byKey.has(a) && byKey.has(b)) next.path = { a: byKey.get(a), b: byKey.get(b), links: links === "1" };
  return { next, camera: given.get("v") };
}
