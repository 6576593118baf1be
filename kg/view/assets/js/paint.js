// Everything drawn on the canvas besides the lines themselves: ground, signs, names.

const PATHS = new Map(Object.entries(OUTLINES).map(([shape, outline]) => [shape, new Path2D(outline)]));
const GLYPHS = new Map(data.types.map((type) => [type, new Path2D(glyphOf(type))]));
const FONT =
  'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", "Malgun Gothic", sans-serif';
const SKIES = {
  light: {
    ground: "#f7f8fa",
    land: "#e9ecf0",
    shore: "#cfd5dd",
    area: "rgba(70,90,120,.055)",
    rim: "rgba(70,90,120,.16)",
    text: "#1b2430",
    halo: "rgba(247,248,250,.92)",
    accent: "#0b5cad",
    over: "#a3abb7",
    line: "#7d8797",
    card: "#ffffff",
  },
  dark: {
    ground: "#11161d",
    land: "#1c242e",
    shore: "#303b48",
    area: "rgba(160,185,220,.05)",
    rim: "rgba(160,185,220,.16)",
    text: "#e7ecf3",
    halo: "rgba(17,22,29,.9)",
    accent: "#6db6ff",
    over: "#5d6775",
    line: "#7f8a9b",
    card: "#1a212b",
  },
};
const sky = () => SKIES[theme()];

// What stands out: the chosen thing with its neighbours, the chosen line, or the path; null when all are equal.
let emphasis = null;
let hovered = null;

const radiusOf = (mark) => {
  if (mark >= nodes.length) return Math.max(22, clusters[mark - nodes.length].radius * 0.4);
  return 9 + Math.min(15, 2.4 * Math.sqrt(nodes[mark].importance));
};
// Signs never shrink below what an eye can tell apart or a finger can hit.
function leastPixels(mark) {
  if (mark >= nodes.length) return 13;
  const crowd = scene().marks.size;
  const least = state.layout === "map" || crowd <= 250 ? 7.2 : crowd <= 500 ? 5 : 3;
  return least + Math.min(7, 0.9 * Math.sqrt(nodes[mark].importance));
}
const drawnRadius = (mark, scale) => Math.max(radiusOf(mark), leastPixels(mark) / scale);

function renderMark({ ctx, id, x, y, state: look }) {
  return {
    drawNode() {
      const scale = network.getScale();
      const radius = drawnRadius(id, scale);
      const stressed = !emphasis || emphasis.marks.has(id);
      ctx.globalAlpha = stressed ? 1 : 0.22;
      if (id >= nodes.length) drawCluster(ctx, id, x, y, radius, look);
      else drawThing(ctx, nodes[id], x, y, radius, scale);
      if (chosenMark() === id || hovered === id) drawRing(ctx, x, y, radius + 5 / scale, scale, chosenMark() === id);
      ctx.globalAlpha = 1;
    },
    nodeDimensions: { width: 2 * radiusOf(id), height: 2 * radiusOf(id) },
  };
}

function chosenMark() {
  const chosen = state.selected;
  if (chosen?.kind === "node") return scene().standOf[chosen.node.index];
  return chosen?.kind === "cluster" ? nodes.length + chosen.cluster.index : -1;
}

function drawRing(ctx, x, y, radius, scale, chosen) {
  ctx.beginPath();
  ctx.arc(x, y, radius, 0, 2 * Math.PI);
  ctx.lineWidth = (chosen ? 3 : 1.5) / scale;
  ctx.strokeStyle = sky().accent;
  ctx.stroke();
}

function drawThing(ctx, node, x, y, radius, scale) {
  const look = data.style.families[families.get(node.type)];
  const [paint, ink] = look[theme()];
  ctx.save();
  ctx.translate(x, y);
  ctx.scale(radius / 12, radius / 12);
  ctx.translate(-12, -12);
  ctx.fillStyle = paint;
  ctx.strokeStyle = sky().ground;
  ctx.lineWidth = 3;
  ctx.stroke(PATHS.get(look.shape));
  ctx.fill(PATHS.get(look.shape));
  if (radius * scale > 7) {
    ctx.translate(5.2, 5.2);
    ctx.scale(0.567, 0.567);
    ctx.lineWidth = 2.2;
    ctx.lineCap = ctx.lineJoin = "round";
    ctx.strokeStyle = ink;
    ctx.stroke(GLYPHS.get(node.type));
  }
  ctx.restore();
}

// A closed community: a disc whose rim shows which families it holds, and how many things.
function drawCluster(ctx, id, x, y, radius) {
  const members = scene().marks.get(id) || [];
  const shares = new Map();
  for (const node of members) {
    const kind = families.get(node.type);
    shares.set(kind, (shares.get(kind) || 0) + 1);
  }
  ctx.beginPath();
  ctx.arc(x, y, radius, 0, 2 * Math.PI);
  ctx.fillStyle = sky().card;
  ctx.fill();
  let angle = -Math.PI / 2;
  const rim = Math.min(radius * 0.2, 9 / network.getScale());
  ctx.lineWidth = rim;
  for (const kind of Object.keys(data.style.families)) {
    if (!shares.has(kind)) continue;
    const end = angle + (2 * Math.PI * shares.get(kind)) / members.length;
    ctx.beginPath();
    ctx.arc(x, y, radius - rim / 2, angle, end);
    ctx.strokeStyle = data.style.families[kind][theme()][0];
    ctx.stroke();
    angle = end;
  }
  ctx.fillStyle = sky().text;
  ctx.font = `600 ${Math.min(radius * 0.55, 15 / network.getScale())}px ${FONT}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillText(number(members.length), x, y + radius * 0.03);
}

function drawGround(ctx) {
  const look = sky();
  if (state.layout === "map") return drawLand(ctx, look);
  const scale = network.getScale();
  const peopled = new Set();
  for (const mark of scene().marks.keys())
    if (mark < nodes.length) for (const each of ancestors(nodes[mark].cluster)) peopled.add(each);
  if (state.focus) return undefined;
  for (const at of peopled) {
    const cluster = clusters[at];
    if (!state.open.has(at) || cluster.size < 2) continue;
    ctx.beginPath();
    ctx.arc(cluster.x, cluster.y, cluster.radius + 12, 0, 2 * Math.PI);
    ctx.fillStyle = look.area;
    ctx.fill();
    ctx.lineWidth = 1 / scale;
    ctx.strokeStyle = look.rim;
    ctx.stroke();
  }
  return undefined;
}

let coast = null;
function drawLand(ctx, look) {
  coast ??= coastlines();
  ctx.fillStyle = look.land;
  ctx.fill(coast);
  ctx.lineWidth = 1 / network.getScale();
  ctx.strokeStyle = look.shore;
  ctx.stroke(coast);
}

const MAP_DEGREE = 120;
function onMap(longitude, latitude) {
  const tall = Math.tan((Math.max(-80, Math.min(80, latitude)) * Math.PI) / 180);
  return [longitude * MAP_DEGREE, (-Math.asinh(tall) * 180 * MAP_DEGREE) / Math.PI];
}

function coastlines() {
  const path = new Path2D();
  for (const ring of data.land) {
    let [longitude, latitude] = [0, 0];
    for (let place = 0; place < ring.length; place += 2) {
      longitude += ring[place];
      latitude += ring[place + 1];
      const [x, y] = onMap(longitude / 20, latitude / 20);
      if (place) path.lineTo(x, y);
      else path.moveTo(x, y);
    }
    path.closePath();
  }
  return path;
}

// Names in constant size, the important first, none over another: as on a map.
const widths = new Map();
function widthOf(ctx, text, font) {
  const key = font + text;
  if (!widths.has(key)) {
    if (widths.size > 20000) widths.clear();
    ctx.font = font;
    widths.set(key, ctx.measureText(text).width);
  }
  return widths.get(key);
}

class Crowd {
  constructor() {
    this.cells = new Map();
  }

  *near([left, top, right, bottom]) {
    for (let column = Math.floor(left / 80); column <= Math.floor(right / 80); column += 1) {
      for (let row = Math.floor(top / 40); row <= Math.floor(bottom / 40); row += 1) yield `${column} ${row}`;
    }
  }

  add(box) {
    for (const cell of this.near(box)) {
      if (this.cells.has(cell)) this.cells.get(cell).push(box);
      else this.cells.set(cell, [box]);
    }
  }

  free(box) {
    for (const cell of this.near(box)) {
      for (const other of this.cells.get(cell) || []) {
        if (box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3]) return false;
      }
    }
    return true;
  }
}

function labelOrder() {
  const urgent = (mark) =>
    mark === chosenMark() || mark === hovered ? 2 : emphasis?.marks.has(mark) && !emphasis.calm ? 1 : 0;
  const weight = (mark) => (mark >= nodes.length ? 1000 + clusters[mark - nodes.length].size : nodes[mark].importance);
  return [...scene().marks.keys()]
    .map((mark) => ({ mark, urgent: urgent(mark), weight: weight(mark) }))
    .sort((a, b) => b.urgent - a.urgent || b.weight - a.weight || a.mark - b.mark);
}

let labelBoxes = [];
const ALWAYS_NAMED = 12;
function drawNames(ctx) {
  const ratio = window.devicePixelRatio || 1;
  const { width, height } = stageSize();
  const scale = network.getScale();
  const view = network.getViewPosition();
  const bodies = new Crowd();
  const taken = new Crowd();
  const seen = [];
  for (const [rank, each] of labelOrder().entries()) {
    const place = positionOf(each.mark);
    const x = (place.x - view.x) * scale + width / 2;
    const y = (place.y - view.y) * scale + height / 2;
    const radius = drawnRadius(each.mark, scale) * scale;
    if (x < -60 || y < -30 || x > width + 60 || y > height + 30) continue;
    seen.push({ ...each, rank, x, y, radius });
    bodies.add([x - radius, y - radius, x + radius, y + radius]);
    if (rank < ALWAYS_NAMED) taken.add([x - radius * 0.7, y - radius * 0.7, x + radius * 0.7, y + radius * 0.7]);
  }
  ctx.save();
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.textAlign = "left";
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  labelBoxes = [];
  for (const each of seen) placeName(ctx, each, taken, bodies);
  ctx.restore();
}

function placeName(ctx, { mark, rank, urgent, x, y, radius }, taken, bodies) {
  if (emphasis && !urgent && !emphasis.marks.has(mark)) return;
  const closed = mark >= nodes.length;
  const node = closed ? clusters[mark - nodes.length].centre : nodes[mark];
  const size = closed || urgent === 2 ? 13 : 12;
  const font = `${closed || urgent === 2 || node.importance > 11 ? 600 : 400} ${size}px ${FONT}`;
  const text = clip(nameOf(node), urgent === 2 ? 48 : 24);
  const width = widthOf(ctx, text, font);
  const half = size / 2 + 2;
  const spots = [
    [x - width / 2, y + radius + half + 1],
    [x + radius + 4, y],
    [x - width / 2, y - radius - half - 1],
    [x - radius - 4 - width, y],
  ];
  for (const [left, middle] of spots) {
    const box = [left - 2, middle - half, left + width + 2, middle + half];
    if (!taken.free(box) || (!urgent && rank >= ALWAYS_NAMED && !bodies.free(box))) continue;
    taken.add(box);
    labelBoxes.push({ mark, box });
    ctx.font = font;
    ctx.lineWidth = 3.5;
    ctx.strokeStyle = sky().halo;
    ctx.strokeText(text, left, middle);
    ctx.fillStyle = sky().text;
    ctx.fillText(text, left, middle);
    return;
  }
}
