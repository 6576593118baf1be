// The picture itself: vis-network shows the marks and lines of the scene, and says what was pointed at.

const options = JSON.parse(at("options").textContent);
const picture = at("picture");
const markSet = new vis.DataSet();
const lineSet = new vis.DataSet();
let network = null;
let styledFor = "";

const stageSize = () => ({ width: picture.clientWidth, height: picture.clientHeight });

function home(mark) {
  if (mark >= nodes.length) return clusters[mark - nodes.length];
  return state.layout === "map" ? nodes[mark].map : nodes[mark].net;
}
const positionOf = (mark) => state.moved.get(`${state.layout} ${mark}`) || home(mark);

// vis-network gets only what differs from what it shows.
function showScene() {
  const { marks, lines, tracks } = scene();
  const gone = (set, kept) => set.getIds().filter((id) => !kept.has(id));
  lineSet.remove(gone(lineSet, lines));
  markSet.remove(gone(markSet, marks));
  const weight = (mark) => (mark >= nodes.length ? Infinity : nodes[mark].importance);
  markSet.update(
    [...marks.keys()]
      .sort((a, b) => weight(a) - weight(b) || b - a)
      .filter((mark) => {
        const shown = markSet.get(mark);
        const place = positionOf(mark);
        return !shown || shown.x !== place.x || shown.y !== place.y;
      })
      .map((mark) => ({ id: mark, x: positionOf(mark).x, y: positionOf(mark).y, size: radiusOf(mark) })),
  );
  const track = new Map();
  lineSet.update(
    [...lines.values()]
      .filter((line) => {
        const shown = lineSet.get(line.id);
        return !shown || shown.from !== line.from || shown.to !== line.to || shown.tracks !== tracks.get(line.between);
      })
      .map((line) => lineRow(line, tracks, track)),
  );
  styledFor = "";
}

// Several ties between the same two things run on curves side by side.
function lineRow(line, tracks, track) {
  const total = tracks.get(line.between) || 1;
  const place = track.get(line.between) || 0;
  track.set(line.between, place + 1);
  const bend = (place - (total - 1) / 2) * 0.26 * (line.from < line.to ? 1 : -1);
  const single = line.id[0] === "e";
  return {
    id: line.id,
    from: line.from,
    to: line.to,
    tracks: tracks.get(line.between),
    arrows:
      single && relationStyle(line.edges[0].relation).directed
        ? { to: { enabled: true, scaleFactor: 0.45 } }
        : { to: { enabled: false } },
    smooth: bend
      ? { enabled: true, type: bend > 0 ? "curvedCW" : "curvedCCW", roundness: Math.min(0.6, Math.abs(bend)) }
      : { enabled: false },
  };
}

function lineLook(line, look) {
  if (line.id[0] !== "e")
    return {
      colour: look.line,
      width: Math.min(9, 0.6 + Math.sqrt(line.edges.length)),
      dash: false,
      weight: Math.min(0.55, 0.1 + line.edges.length * 0.06),
    };
  const [edge] = line.edges;
  const colours = relationStyle(edge.relation);
  const status = statusOf(edge);
  const dash = !edge.statements.length ? [2, 4] : isPlanned(status) || colours.planned ? [8, 6] : false;
  return {
    colour: isOver(status) ? look.over : colours[theme()],
    width: edge.weekly ? 1.6 + Math.min(6, Math.sqrt(edge.weekly)) : isTransport(edge.relation) ? 2.2 : 1.3,
    dash,
    weight: isTransport(edge.relation) ? 0.95 : 0.62,
  };
}

// Widths and dashes are meant in pixels of the screen, so they follow the zoom; set right before drawing.
function styleLines() {
  const scale = network.getScale();
  const band = Math.round(Math.log2(scale) * 4) / 4;
  const key = `${band} ${theme()}`;
  if (key === styledFor) return;
  styledFor = key;
  const look = sky();
  const unit = Math.max(0.55, Math.min(1.5, 2 ** band)) / 2 ** band;
  const { lines } = scene();
  for (const [id, drawn] of Object.entries(network.body.edges)) {
    const line = lines.get(id);
    if (!line) continue;
    const { colour, width, dash, weight } = lineLook(line, look);
    const stressed = emphasis && emphasis.lines.has(id);
    drawn.options.color = {
      ...drawn.options.color,
      color: colour,
      highlight: colour,
      hover: colour,
      inherit: false,
      opacity: stressed && !emphasis.calm ? 1 : emphasis && !stressed ? 0.1 : weight,
    };
    drawn.options.width = (width + (stressed && !emphasis.calm ? 1.2 : 0)) * unit;
    drawn.options.dashes = dash && dash.map((length) => length * unit);
  }
}

function emphasise() {
  const { lines, standOf } = scene();
  const chosen = state.selected;
  const steps = state.path && shortestPath(state.path.a, state.path.b, state.path.links);
  const marks = new Set();
  const strong = new Set();
  let calm = false; // an open community stands out as it is, without thicker lines
  const add = (line) => {
    strong.add(line.id);
    marks.add(line.from).add(line.to);
  };
  if (chosen?.kind === "edge") {
    for (const line of lines.values()) if (line.edges.includes(chosen.edge)) add(line);
  } else if (chosen?.kind === "bundle") {
    if (lines.has(chosen.id)) add(lines.get(chosen.id));
  } else if (chosen?.kind === "cluster" && !scene().marks.has(chosenMark())) {
    calm = true;
    for (const mark of scene().marks.keys())
      if (mark < nodes.length && ancestors(nodes[mark].cluster).includes(chosen.cluster.index)) marks.add(mark);
    for (const line of lines.values()) if (marks.has(line.from) && marks.has(line.to)) strong.add(line.id);
  } else if (chosen) {
    const mark = chosenMark();
    if (mark >= 0) marks.add(mark);
    for (const line of lines.values()) if (line.from === mark || line.to === mark) add(line);
  }
  if (steps) {
    const way = new Set(steps.map((step) => step.edge));
    for (const line of lines.values()) if (line.edges.some((edge) => way.has(edge))) add(line);
    marks.add(standOf[state.path.a.index]).add(standOf[state.path.b.index]);
  }
  // What vis-network holds as selected it draws above the rest.
  network.setSelection({ nodes: markSet.get(chosenMark()) ? [chosenMark()] : [] }, { highlightEdges: false });
  emphasis = marks.size ? { marks, lines: strong, calm } : null;
  styledFor = "";
}

function chooseMark(mark) {
  if (mark >= nodes.length) change({ selected: { kind: "cluster", cluster: clusters[mark - nodes.length] } });
  else selectNode(nodes[mark]);
}

function chooseLine(id) {
  const line = scene().lines.get(id);
  if (!line) return;
  if (id[0] === "e") selectEdge(line.edges[0]);
  else if (line.edges.length === 1) selectEdge(line.edges[0]);
  else change({ selected: { kind: "bundle", id } });
}

// What lies under a point of the page: names and small signs count as well.
function under(point) {
  const label = labelBoxes.find(
    ({ box }) => point.x > box[0] && point.x < box[2] && point.y > box[1] && point.y < box[3],
  );
  const direct = network.getNodeAt(point);
  if (direct !== undefined) return { mark: direct };
  if (label) return { mark: label.mark };
  const spot = network.DOMtoCanvas(point);
  const scale = network.getScale();
  let best = { distance: 10 };
  for (const mark of scene().marks.keys()) {
    const place = positionOf(mark);
    const distance = Math.hypot(place.x - spot.x, place.y - spot.y) * scale - leastPixels(mark);
    if (distance < best.distance) best = { mark, distance };
  }
  if (best.mark !== undefined && best.distance < 3) return best;
  const line = network.getEdgeAt(point);
  return line === undefined ? {} : { line };
}

function lookAt(cluster) {
  const { width, height } = stageSize();
  const scale = Math.min(1.2, Math.min(width, height) / (2.2 * (cluster.radius + 40)));
  network.moveTo({ position: { x: cluster.x, y: cluster.y }, scale, animation: motion() });
}

const still = matchMedia("(prefers-reduced-motion: reduce)");
const motion = () => (still.matches ? false : { duration: 260, easingFunction: "easeInOutQuad" });
// Room for names at the sides, for buttons above, for the counts below.
const MARGIN = { side: 76, top: 66, bottom: 78 };

const fitAll = (animated = true) => {
  const marks = [...scene().marks.keys()].filter((mark) => state.layout !== "map" || nodes[mark].placed);
  if (!marks.length) return;
  const places = marks.map(positionOf);
  const span = (axis) =>
    places.reduce(
      ([least, most], place) => [Math.min(least, place[axis]), Math.max(most, place[axis])],
      [Infinity, -Infinity],
    );
  const [[left, right], [top, bottom]] = [span("x"), span("y")];
  const { width, height } = stageSize();
  const scale = Math.min(
    1.3,
    (width - 2 * MARGIN.side) / (right - left || 1),
    (height - MARGIN.top - MARGIN.bottom) / (bottom - top || 1),
  );
  const position = { x: (left + right) / 2, y: (top + bottom) / 2 + (MARGIN.bottom - MARGIN.top) / 2 / scale };
  network.moveTo({ position, scale: Math.max(0.002, scale), animation: animated && motion() });
};
const zoom = (factor) => network.moveTo({ scale: network.getScale() * factor, animation: motion() });

// Bring a thing into view without a jump when it already is.
function follow(node) {
  const mark = scene().standOf[node.index];
  if (mark < 0) return;
  const place = network.canvasToDOM(positionOf(mark));
  const { width, height } = stageSize();
  if (place.x > 60 && place.y > 40 && place.x < width - 60 && place.y < height - 60) return;
  network.moveTo({ position: positionOf(mark), animation: motion() });
}

function startStage() {
  showScene();
  network = new vis.Network(
    picture,
    { nodes: markSet, edges: lineSet },
    { ...options, nodes: { ...options.nodes, ctxRenderer: renderMark } },
  );
  network.on("beforeDrawing", (ctx) => {
    styleLines();
    drawGround(ctx);
  });
  network.on("afterDrawing", drawNames);
  network.once("afterDrawing", () => performance.mark("first draw"));
  network.on("click", ({ pointer }) => {
    const { mark, line } = under(pointer.DOM);
    if (mark !== undefined) chooseMark(mark);
    else if (line !== undefined) chooseLine(line);
    else if (state.selected) change({ selected: null });
  });
  network.on("doubleClick", ({ pointer }) => {
    const { mark } = under(pointer.DOM);
    if (mark >= nodes.length) openCommunity(clusters[mark - nodes.length]);
    else if (mark !== undefined) focusOn(nodes[mark], state.focus?.node === nodes[mark] ? state.focus.hops + 1 : 1);
  });
  network.on("dragEnd", ({ nodes: dragged }) => {
    if (!dragged.length) return;
    const moved = new Map(state.moved);
    for (const [mark, place] of Object.entries(network.getPositions(dragged)))
      moved.set(`${state.layout} ${mark}`, place);
    change({ moved });
  });
  picture.addEventListener("mousemove", hover);
  picture.addEventListener("mouseleave", () => showTip(null));
}

let pending = false;
function hover(event) {
  if (pending || event.buttons) return;
  pending = true;
  requestAnimationFrame(() => {
    pending = false;
    const frame = picture.getBoundingClientRect();
    const found = under({ x: event.clientX - frame.left, y: event.clientY - frame.top });
    picture.classList.toggle("pointing", found.mark !== undefined || found.line !== undefined);
    if (hovered !== (found.mark ?? null)) {
      hovered = found.mark ?? null;
      network.redraw();
    }
    showTip(found, event);
  });
}

function showTip(found, event) {
  const tip = at("tip");
  const line = found?.line && scene().lines.get(found.line);
  tip.hidden = !(found && (found.mark !== undefined || line));
  if (tip.hidden) return;
  if (line)
    tip.replaceChildren(
      ...(line.edges.length === 1 ? edgeTip(line.edges[0]) : [say("ties", { n: line.edges.length })]),
    );
  else if (found.mark >= nodes.length)
    tip.replaceChildren(
      say("communityOf", { a: nameOf(clusters[found.mark - nodes.length].centre) }),
      h("span", { class: "quiet" }, say("members", { n: scene().marks.get(found.mark).length })),
    );
  else tip.replaceChildren(name(nodes[found.mark]), h("span", { class: "quiet" }, typeWord(nodes[found.mark].type)));
  tip.style.left = `${Math.min(innerWidth - tip.offsetWidth - 8, event.clientX + 14)}px`;
  tip.style.top = `${Math.min(innerHeight - tip.offsetHeight - 8, event.clientY + 16)}px`;
}

const edgeTip = (edge) => [
  h("span", {}, name(edge.source), ` ${relationWord(edge.relation)} `, name(edge.target)),
  h(
    "span",
    { class: "quiet" },
    [statusOf(edge) && statusWord(statusOf(edge)), edge.weekly && say("weekly", { n: edge.weekly })]
      .filter(Boolean)
      .join(" · "),
  ),
];
