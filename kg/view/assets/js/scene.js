// From all that the file holds and the reader's choices to what is drawn, and the count of what is not.

function statementPasses(statement) {
  if (state.offDocuments.has(statement.document) || state.offStatuses.has(statement.status)) return false;
  if (statement.confidence < state.confidence) return false;
  return (
    state.from === null ||
    !statement.months ||
    (statement.months[1] >= state.from * 12 && statement.months[0] <= state.to * 12 + 11)
  );
}

function edgePasses(edge) {
  if (state.offRelations.has(edge.relation)) return false;
  if (state.offTypes.has(edge.source.type) || state.offTypes.has(edge.target.type)) return false;
  if (edge.statements.length) return edge.statements.some(statementPasses);
  return state.inferred && !state.offStatuses.has(edge.status);
}

// The status drawn is that of the latest statement that passes: what was said last.
function statusOf(edge) {
  const said = edge.statements.filter((each) => each.status && statementPasses(each));
  const moment = (each) => [each.months ? each.months[1] : 0, documents[each.document]?.date || ""];
  said.sort((a, b) => moment(a)[0] - moment(b)[0] || (moment(a)[1] < moment(b)[1] ? -1 : 1));
  return said.length ? said[said.length - 1].status : edge.status;
}

function neighbourhood(node, hops, passes) {
  const inside = new Set([node.index]);
  let rim = [node];
  for (let hop = 0; hop < hops; hop += 1) {
    const next = [];
    for (const each of rim) {
      for (const edge of each.edges) {
        const other = otherEnd(edge, each);
        if (passes[edge.index] && !inside.has(other.index)) {
          inside.add(other.index);
          next.push(other);
        }
      }
    }
    rim = next;
  }
  return inside;
}

// What passes the filters, before communities are taken into account.
function filtered() {
  const edgeOn = new Uint8Array(edges.length);
  const ties = new Uint32Array(nodes.length);
  let undated = 0;
  for (const edge of edges) {
    if (!edgePasses(edge)) continue;
    edgeOn[edge.index] = 1;
    ties[edge.source.index] += 1;
    ties[edge.target.index] += 1;
    if (!edge.statements.some((each) => each.months && statementPasses(each))) undated += 1;
  }
  const inside = state.focus && neighbourhood(state.focus.node, state.focus.hops, edgeOn);
  const nodeOn = new Uint8Array(nodes.length);
  let outside = 0;
  for (const node of nodes) {
    if (state.offTypes.has(node.type)) continue;
    if (state.isolated && node.edges.length && !ties[node.index]) continue;
    if (inside && !inside.has(node.index)) outside += 1;
    else nodeOn[node.index] = 1;
  }
  for (const edge of edges) if (!nodeOn[edge.source.index] || !nodeOn[edge.target.index]) edgeOn[edge.index] = 0;
  return { nodeOn, edgeOn, undated, outside };
}

const ancestors = (at) => {
  const line = [];
  for (let each = at; each >= 0; each = clusters[each].parent) line.unshift(each);
  return line;
};

// What stands for a node: itself, or the outermost closed community around it (numbered after all nodes).
function stand(node, open = state.open) {
  if (state.revealed.has(node.index) || state.focus) return node.index;
  for (const each of ancestors(node.cluster)) if (!open.has(each)) return nodes.length + each;
  return node.index;
}

// On the map communities have no place, nor have things without one; of too many the best connected are drawn.
function standOnMap(nodeOn) {
  const drawn = new Set(state.revealed);
  for (const node of byImportance) {
    if (drawn.size >= data.limit) break;
    if (nodeOn[node.index] && node.placed) drawn.add(node.index);
  }
  return (node) => (drawn.has(node.index) ? node.index : -1);
}

function drawnCount(open) {
  const { nodeOn } = scene();
  return new Set(nodes.filter((node) => nodeOn[node.index]).map((node) => stand(node, open))).size;
}

let sceneKey = [];
let sceneNow = null;
const SCENE_PARTS = [
  "layout",
  "offTypes",
  "offRelations",
  "offStatuses",
  "offDocuments",
  "inferred",
  "isolated",
  "from",
  "to",
  "confidence",
  "focus",
  "open",
  "revealed",
];

// The scene: members of each drawn mark, the ties drawn between them, and the counts for the reader.
function scene() {
  const key = SCENE_PARTS.map((part) => state[part]);
  if (sceneNow && key.every((part, place) => part === sceneKey[place])) return sceneNow;
  const found = filtered();
  const standing = state.layout === "map" ? standOnMap(found.nodeOn) : (node) => stand(node);
  const marks = new Map();
  const standOf = new Int32Array(nodes.length).fill(-1);
  for (const node of nodes) {
    if (!found.nodeOn[node.index]) continue;
    const mark = standing(node);
    standOf[node.index] = mark;
    if (mark < 0) continue;
    if (marks.has(mark)) marks.get(mark).push(node);
    else marks.set(mark, [node]);
  }
  sceneNow = { ...found, marks, standOf, ...drawnTies(found.edgeOn, standOf) };
  sceneNow.counts = countsOf(sceneNow);
  sceneKey = key;
  return sceneNow;
}

function drawnTies(edgeOn, standOf) {
  const lines = new Map();
  const tracks = new Map();
  let inner = 0;
  let bundled = 0;
  for (const edge of edges) {
    if (!edgeOn[edge.index]) continue;
    const [a, b] = [standOf[edge.source.index], standOf[edge.target.index]];
    if (a < 0 || b < 0) continue;
    if (a === b && a >= nodes.length) {
      inner += 1;
      continue;
    }
    const between = a < b ? `${a}-${b}` : `${b}-${a}`;
    if (a < nodes.length && b < nodes.length) {
      lines.set(`e${edge.index}`, { id: `e${edge.index}`, from: a, to: b, edges: [edge], between });
      tracks.set(between, (tracks.get(between) || 0) + 1);
    } else {
      bundled += 1;
      const id = `b${between}`;
      if (lines.has(id)) lines.get(id).edges.push(edge);
      else lines.set(id, { id, from: a, to: b, edges: [edge], between });
    }
  }
  return { lines, tracks, inner, bundled };
}

function countsOf({ nodeOn, edgeOn, marks, lines, inner, bundled, outside }) {
  const total = (flags) => flags.reduce((sum, flag) => sum + flag, 0);
  let things = 0;
  let held = 0;
  let closed = 0;
  for (const [mark, members] of marks) {
    if (mark < nodes.length) things += 1;
    else {
      closed += 1;
      held += members.length;
    }
  }
  let single = 0;
  for (const line of lines.values()) if (line.id[0] === "e") single += 1;
  const passing = total(nodeOn);
  const onMap = state.layout === "map";
  const unplaced = onMap
    ? nodes.filter((node) => nodeOn[node.index] && !node.placed && !marks.has(node.index)).length
    : 0;
  return {
    things,
    held,
    closed,
    single,
    inner,
    bundled,
    outside,
    hiddenThings: nodes.length - passing - outside,
    hiddenTies: edges.length - total(edgeOn),
    unplaced,
    beyondMap: passing - things - held - unplaced,
    beyondMapTies: total(edgeOn) - single - inner - bundled,
  };
}
