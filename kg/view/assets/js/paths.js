// Ways through the network, and the neighbourhood of a thing.

// Fewest steps over the ties that pass the filters; of equal ways, transport links first. Breadth first.
function shortestPath(a, b, linksOnly) {
  if (a === b) return [];
  const came = new Map([[a, null]]);
  let rim = [a];
  while (rim.length && !came.has(b)) {
    const next = [];
    for (const node of rim) {
      const ways = node.edges.filter(
        (edge) => edgePasses(edge) && !(linksOnly && !isTransport(edge.relation) && edge.relation !== "portOf"),
      );
      ways.sort((one, two) => isTransport(two.relation) - isTransport(one.relation) || one.index - two.index);
      for (const edge of ways) {
        const other = otherEnd(edge, node);
        if (came.has(other)) continue;
        came.set(other, { edge, from: node, to: other });
        next.push(other);
      }
    }
    rim = next;
  }
  if (!came.has(b)) return null;
  const steps = [];
  for (let step = came.get(b); step; step = came.get(step.from)) steps.unshift(step);
  return steps;
}

const revealPath = (a, b, links) => ({
  revealed: reveal(a, b, ...(shortestPath(a, b, links) || []).map((step) => step.to)),
});

function pathEnd(end, node) {
  kept[end] = node;
  pathFields[end]?.put(node);
  if (kept.from && kept.to && kept.from !== kept.to) {
    change({
      path: { a: kept.from, b: kept.to, links: kept.links },
      focus: null,
      selected: null,
      ...revealPath(kept.from, kept.to, kept.links),
    });
  } else announce(`${say(end === "from" ? "pathFrom" : "pathTo")}: ${nameOf(node)}`);
}

function focusOn(node, hops) {
  selectNode(node, { focus: { node, hops }, path: null });
}

// Opening a community shows its things, or its parts where they would be too many.
function openCommunity(cluster) {
  const whole = new Set(state.open).add(cluster.index);
  const parts = [...cluster.parts];
  while (parts.length) {
    const part = parts.pop();
    whole.add(part.index);
    parts.push(...part.parts);
  }
  for (const open of [whole, new Set(state.open).add(cluster.index)]) {
    if (drawnCount(open) <= data.limit) {
      change({ open, selected: { kind: "cluster", cluster } });
      lookAt(cluster);
      return;
    }
  }
  announce(say("tooMany", { n: data.limit }));
  note(say("tooMany", { n: data.limit }));
}

// Closing takes back what was drawn of it one by one.
function closeCommunity(place) {
  const open = new Set(state.open);
  open.delete(place);
  const inside = (node) => ancestors(node.cluster).includes(place);
  const revealed = new Set([...state.revealed].filter((each) => !inside(nodes[each])));
  change({ open, revealed, focus: null, path: null, selected: { kind: "cluster", cluster: clusters[place] } });
}

function openAll() {
  const open = new Set(clusters.map((cluster) => cluster.index));
  if (drawnCount(open) > data.limit) note(say("tooMany", { n: data.limit }));
  else change({ open });
}
