// The network as the file holds it, with every row turned into an object once.

const data = JSON.parse(document.getElementById("data").textContent);
const own = (table, key) => (table && Object.hasOwn(table, key) ? table[key] : undefined);

const statementOf = (row) => ({
  id: row[0],
  document: row[1],
  quote: data.sentences[row[2]],
  marks: row[3],
  status: data.statuses[row[4]],
  time: row[5],
  months: months(row[5]),
  confidence: row[6],
  rule: data.rules[row[7]],
  qualifiers: row[8] || {},
});

const figureOf = (row) => ({
  measure: row[0],
  concept: row[1],
  value: row[2],
  unit: row[3],
  modifier: row[4],
  kind: row[5],
  period: row[6],
  narrowing: row[7],
  evidence: statementOf(row[8]),
  ties: row[9],
});

const documents = data.documents.map((row, index) => ({
  index,
  id: row[0],
  name: row[1],
  title: row[2] || row[1],
  publisher: row[3],
  date: row[4],
  language: row[5],
  address: row[6],
}));

const nodes = data.nodes.map((row, index) => ({
  index,
  key: row[0],
  type: data.types[row[1]],
  labels: row[2] || {},
  net: { x: row[3], y: row[4] },
  map: { x: row[5], y: row[6] },
  placed: Boolean(row[7]),
  cluster: row[8] || 0,
  pinyin: row[9] || "",
  identifiers: row[10] || {},
  facts: row[11] || {},
  documents: row[12] || [],
  figureRows: row[13] || [],
  edges: [],
  importance: 0,
}));

const edges = data.edges.map((row, index) => ({
  index,
  source: nodes[row[0]],
  target: nodes[row[1]],
  relation: data.relations[row[2]],
  status: data.statuses[row[3]],
  weekly: row[4],
  statements: row[5].map(statementOf),
  figureRows: row[6] || [],
}));

for (const edge of edges) {
  edge.source.edges.push(edge);
  if (edge.target !== edge.source) edge.target.edges.push(edge);
}
const otherEnd = (edge, node) => (edge.source === node ? edge.target : edge.source);
for (const node of nodes) node.importance = new Set(node.edges.map((edge) => otherEnd(edge, node))).size;

const clusters = data.clusters.map((row, index) => ({
  index,
  parent: row[0],
  x: row[1],
  y: row[2],
  radius: row[3],
  size: row[4],
  centre: nodes[row[5]],
  parts: [],
}));
for (const cluster of clusters) if (cluster.parent >= 0) clusters[cluster.parent].parts.push(cluster);

const byKey = new Map(nodes.map((node) => [node.key, node]));
const byImportance = [...nodes].sort((a, b) => b.importance - a.importance || a.index - b.index);
const edgeKey = (edge) => [edge.source.key, edge.relation, edge.target.key].join(" ");
const family = (type) =>
  Object.keys(data.style.families).find((name) => data.style.families[name].types.includes(type)) || "other";
const families = new Map(data.types.map((type) => [type, family(type)]));
const relationStyle = (relation) => own(data.style.relations, relation) || data.style.relations[""];
const isTransport = (relation) => /Link$/.test(relation);

const dated = edges.flatMap((edge) => edge.statements.map((each) => each.months).filter(Boolean));
const firstYear = dated.reduce((least, [from]) => Math.min(least, Math.floor(from / 12)), Infinity);
const lastYear = dated.reduce((most, [, to]) => Math.max(most, Math.floor(to / 12)), -Infinity);
