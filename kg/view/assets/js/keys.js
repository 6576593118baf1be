// Everything by keyboard: in the picture arrows go from thing to linked thing in that direction.

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function stepTo([dx, dy]) {
  const { marks, lines } = scene();
  const mark = chosenMark();
  if (mark < 0 || !marks.has(mark)) {
    const first = byImportance.find((node) => marks.has(node.index));
    if (first) selectNode(first);
    else if (marks.size) chooseMark(marks.keys().next().value);
    return;
  }
  const linked = new Set();
  for (const line of lines.values()) {
    if (line.from === mark) linked.add(line.to);
    if (line.to === mark) linked.add(line.from);
  }
  const here = positionOf(mark);
  const cost = (other) => {
    const there = positionOf(other);
    const [x, y] = [there.x - here.x, there.y - here.y];
    const along = x * dx + y * dy;
    return along <= 0
      ? Infinity
      : Math.hypot(x, y) * (1 + (2 * Math.abs(x * dy - y * dx)) / along) * (linked.has(other) ? 1 : 6);
  };
  let best = { cost: Infinity };
  for (const other of marks.keys())
    if (other !== mark && cost(other) < best.cost) best = { mark: other, cost: cost(other) };
  if (best.mark !== undefined) chooseMark(best.mark);
}

function pictureKey(event) {
  const arrow = ARROWS[event.key];
  if (arrow && event.shiftKey) {
    const view = network.getViewPosition();
    const pace = 90 / network.getScale();
    network.moveTo({ position: { x: view.x + arrow[0] * pace, y: view.y + arrow[1] * pace } });
  } else if (arrow) stepTo(arrow);
  else if (event.key === "Enter") at("details").querySelector("h2")?.focus();
  else return false;
  return true;
}

function toggleCommunity() {
  const chosen = state.selected;
  if (chosen?.kind === "cluster")
    (state.open.has(chosen.cluster.index)
      ? () => closeCommunity(chosen.cluster.index)
      : () => openCommunity(chosen.cluster))();
  else if (chosen?.kind === "node") closeCommunity(chosen.node.cluster);
}

const KEYS = {
  "/": () => searchField.input.focus(),
  "?": () => openHelp(),
  "+": () => zoom(1.4),
  "=": () => zoom(1.4),
  "-": () => zoom(1 / 1.4),
  0: () => fitAll(),
  n: () =>
    state.selected?.kind === "node" &&
    focusOn(state.selected.node, state.focus?.node === state.selected.node ? state.focus.hops + 1 : 1),
  o: toggleCommunity,
  p: () =>
    state.selected?.kind === "node" &&
    pathEnd(kept.from && kept.from !== state.selected.node ? "to" : "from", state.selected.node),
  Escape: () =>
    state.selected
      ? change({ selected: null })
      : state.path
        ? change({ path: null })
        : state.focus && change({ focus: null }),
};

function onKey(event) {
  if (event.defaultPrevented || at("help").open) return;
  const typing =
    /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) &&
    event.target.type !== "checkbox" &&
    event.target.type !== "range";
  const control = event.ctrlKey || event.metaKey;
  if (control && !typing && event.key.toLowerCase() === "z") (event.shiftKey ? redo : undo)();
  else if (control && !typing && event.key.toLowerCase() === "y") redo();
  else if (control || event.altKey || (typing && event.key !== "Escape")) return;
  else if (event.target === picture && pictureKey(event)) {
    /* done */
  } else {
    const action = own(KEYS, event.key) || own(KEYS, event.key.toLowerCase());
    if (!action) return;
    action();
  }
  event.preventDefault();
}
