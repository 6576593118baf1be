// The sentence that says so, with the words of the fact marked, and who wrote it when.

const isPlanned = (status) => data.style.statuses.planned.includes(status);
const isOver = (status) => data.style.statuses.over.includes(status);

// Marks may overlap or reach beyond the sentence; offsets count code points.
function marked(statement) {
  const letters = Array.from(statement.quote);
  const flags = new Uint8Array(letters.length);
  for (let place = 0; place + 1 < statement.marks.length; place += 2)
    flags.fill(1, statement.marks[place], statement.marks[place + 1]);
  const pieces = [];
  let start = 0;
  for (let end = 1; end <= letters.length; end += 1) {
    if (end < letters.length && flags[end] === flags[start]) continue;
    const text = visible(letters.slice(start, end).join(""));
    pieces.push(flags[start] ? h("mark", {}, text) : text);
    start = end;
  }
  return pieces;
}

const languageOf = (tag) => (/^[a-z]{2,3}(-[A-Za-z0-9]+)*$/.test(tag || "") ? tag : null);

function documentLine(found) {
  const date = found.date ? h("time", {}, timeWord(found.date)) : null;
  return h(
    "p",
    { class: "source" },
    h("cite", {}, link(found.address, h("bdi", {}, visible(found.title)))),
    h("span", { class: "quiet" }, [
      found.publisher && h("bdi", {}, visible(found.publisher)),
      found.publisher && date && " · ",
      date,
    ]),
    found.title !== found.name && h("bdi", { class: "file" }, visible(found.name)),
  );
}

function confidenceMeter(value) {
  const percent = Math.round(value * 100);
  return h(
    "span",
    { class: "confidence", title: `${say("confidence")} ${percent} %` },
    s(
      "svg",
      { viewBox: "0 0 40 6", class: "meter", "aria-hidden": "true" },
      s("rect", { width: 40, height: 6, rx: 3, class: "off" }),
      s("rect", { width: 40 * Math.max(0, Math.min(1, value)), height: 6, rx: 3, class: "on" }),
    ),
    `${say("confidence")} ${percent} %`,
  );
}

function evidenceCard(statement) {
  const found = documents[statement.document];
  const qualifiers = Object.entries(statement.qualifiers).map(([key, value]) =>
    h("span", { class: "chip" }, `${term("qualifiers", key)}: `, h("bdi", {}, visible(value))),
  );
  return h(
    "article",
    { class: "evidence" },
    statement.quote
      ? h("blockquote", { lang: languageOf(found?.language), dir: "auto" }, marked(statement))
      : h("p", { class: "quiet" }, say("noQuote")),
    found && documentLine(found),
    h(
      "p",
      { class: "chips-line" },
      statement.status &&
        h(
          "span",
          { class: `chip status ${isPlanned(statement.status) ? "planned" : isOver(statement.status) ? "over" : ""}` },
          statusWord(statement.status),
        ),
      statement.time && h("span", { class: "chip" }, `${say("holds")}: ${timeWord(statement.time)}`),
      qualifiers,
      confidenceMeter(statement.confidence),
      statement.rule && h("span", { class: "quiet rule" }, `${say("rule")}: ${visible(statement.rule)}`),
    ),
  );
}

// Statements by what they say of the tie's state; more than one kind stand side by side.
function statementsBlock(edge) {
  const shown = edge.statements.filter(statementPasses);
  const hidden = edge.statements.length - shown.length;
  const kind = (each) =>
    isOver(each.status) ? "over" : isPlanned(each.status) || relationStyle(edge.relation).planned ? "planned" : "holds";
  const kinds = new Map();
  for (const each of shown) {
    if (kinds.has(kind(each))) kinds.get(kind(each)).push(each);
    else kinds.set(kind(each), [each]);
  }
  const when = (each) => each.time || documents[each.document]?.date || "";
  for (const group of kinds.values()) group.sort((a, b) => (when(a) < when(b) ? -1 : 1));
  const heading = { holds: "lineSolid", planned: "linePlanned", over: "lineOver" };
  const several = kinds.size > 1;
  return [
    !edge.statements.length && h("p", { class: "note" }, say("noEvidence")),
    several && h("p", { class: "note warn" }, say("differ")),
    h(
      "div",
      { class: several ? "beside" : "" },
      [...kinds].map(([key, group]) =>
        h("div", {}, several && h("h4", {}, say(heading[key])), group.map(evidenceCard)),
      ),
    ),
    hidden > 0 && h("p", { class: "quiet" }, say("filteredOut", { n: hidden })),
  ];
}
