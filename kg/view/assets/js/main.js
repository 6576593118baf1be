// Puts the parts together: tool bar, counts, foot, and what happens after each change.

let searchField = null;

const ICONS = {
  undo: "M9 7L4 12l5 5M4 12h10a6 6 0 0 1 0 12h-2",
  redo: "M15 7l5 5-5 5M20 12H10a6 6 0 0 0 0 12h2",
  share: "M8 12h8M9 7H7a5 5 0 0 0 0 10h2M15 7h2a5 5 0 0 1 0 10h-2",
  theme: "M12 4a8 8 0 1 0 0 16zM12 4a8 8 0 0 1 0 16",
  help: "M9 9a3 3 0 1 1 4.5 2.600c-1 .6-1.5 1.2-1.5 2.400M12 17.500v.5",
  savePicture: "M12 4v11M7.5 11l4.5 4.5 4.5-4.500M5 20h14",
  zoomIn: "M12 5v14M5 12h14",
  zoomOut: "M5 12h14",
  fit: "M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5",
  reset: "M4 12a8 8 0 1 0 3-6.200M4 4v5h5",
};
const icon = (key) =>
  s(
    "svg",
    { viewBox: key === "undo" || key === "redo" ? "0 3 24 24" : "0 0 24 24", class: "icon", "aria-hidden": "true" },
    s("path", { d: ICONS[key] }),
  );
const iconButton = (key, action, properties = {}) =>
  h(
    "button",
    {
      type: "button",
      class: "icon-button",
      title: say(key),
      "aria-label": say(key),
      "data-key": key,
      onclick: action,
      ...properties,
    },
    icon(key),
  );

function choice(label, options, chosen, choose) {
  return h(
    "div",
    { class: "choice", role: "group", "aria-label": say(label) },
    options.map(([value, text]) =>
      h(
        "button",
        {
          type: "button",
          "aria-pressed": String(value === chosen),
          "data-key": `${label} ${value}`,
          lang: label === "language" ? value : null,
          onclick: () => choose(value),
        },
        text,
      ),
    ),
  );
}

function keepingFocus(element, draw) {
  const focused = element.contains(document.activeElement) && document.activeElement.dataset.key;
  draw();
  if (focused) [...element.querySelectorAll("[data-key]")].find((each) => each.dataset.key === focused)?.focus();
}

function drawTools() {
  keepingFocus(at("tools"), () =>
    at("tools").replaceChildren(
      ...[
        data.land.length > 0 &&
          choice(
            "layout",
            [
              ["net", say("layoutNet")],
              ["map", say("layoutMap")],
            ],
            state.layout,
            (layout) => change({ layout }),
          ),
        iconButton("undo", undo, { disabled: !past.length }),
        iconButton("redo", redo, { disabled: !future.length }),
        iconButton("reset", () =>
          change({ ...START, language: state.language, theme: state.theme, layout: state.layout }),
        ),
        iconButton("share", share),
        iconButton("savePicture", savePicture),
        iconButton("theme", () => change({ theme: theme() === "dark" ? "light" : "dark" }, false)),
        iconButton("help", openHelp),
        choice(
          "language",
          Object.entries(data.words).map(([tag, each]) => [tag, each.name]),
          state.language,
          (language) => change({ language }, false),
        ),
      ].filter(Boolean),
    ),
  );
  keepingFocus(at("camera"), () =>
    at("camera").replaceChildren(
      iconButton("zoomIn", () => zoom(1.4)),
      iconButton("zoomOut", () => zoom(1 / 1.4)),
      iconButton("fit", () => fitAll()),
    ),
  );
}

function drawChips() {
  const chips = [];
  if (state.focus) {
    const { node, hops } = state.focus;
    chips.push(
      h(
        "span",
        { class: "floating" },
        say("neighbourhoodOf", { a: nameOf(node), n: hops }),
        button(say("wider"), () => focusOn(node, hops + 1), { "data-key": "wider" }),
        button(say("leave"), () => change({ focus: null }), { "data-key": "leave" }),
      ),
    );
  }
  if (state.layout === "net" && clusters.length > 1 && !state.focus) {
    const closed = [...scene().marks.keys()].some((mark) => mark >= nodes.length);
    const open = [...scene().marks.keys()].some((mark) => mark < nodes.length);
    chips.push(
      h(
        "span",
        { class: "floating" },
        closed && nodes.length <= data.limit && button(say("expandAll"), openAll, { "data-key": "open all" }),
        open &&
          button(say("collapseAll"), () => change({ open: NOTHING, revealed: NOTHING, selected: null, path: null }), {
            "data-key": "close all",
          }),
      ),
    );
  }
  keepingFocus(at("chips"), () => at("chips").replaceChildren(...chips));
}

// What is drawn, and everything that is not, each with its number.
function drawCounts() {
  const counts = scene().counts;
  const lines = [say("drawn", { n: counts.things, m: nodes.length, k: counts.single, l: edges.length })];
  const add = (value, key, rest = {}) => value > 0 && lines.push(say(key, { n: value, ...rest }));
  add(counts.held, "inClusters", { k: counts.closed });
  add(counts.bundled, "bundled");
  add(counts.inner, "insideClusters");
  add(counts.outside, "outside");
  add(counts.hiddenThings, "hiddenThings");
  add(counts.hiddenTies, "hiddenTies");
  add(counts.unplaced, "unplaced");
  add(counts.beyondMap, "beyondMap");
  add(counts.beyondMapTies, "beyondMapTies");
  if (data.omitted[0] || data.omitted[1]) lines.push(say("omitted", { n: data.omitted[0], k: data.omitted[1] }));
  at("counts").replaceChildren(...lines.map((line) => h("span", {}, line)));
  picture.setAttribute("aria-label", say("canvas", { n: counts.things + counts.held }));
}

function drawFoot() {
  at("foot").replaceChildren(
    ...[
      h(
        "bdi",
        {},
        visible(
          own(data.attribution, state.language) ||
            own(data.attribution, "") ||
            Object.values(data.attribution)[0] ||
            "",
        ),
      ),
      data.licence && h("span", {}, [say("licence", { a: "" }), link(data.licence, visible(data.licence))]),
      h("span", {}, say("madeWith")),
    ].filter(Boolean),
  );
}

function drawHelp() {
  at("help").replaceChildren(
    h("h2", {}, say("keysTitle")),
    h("p", {}, say("start")),
    h(
      "dl",
      {},
      Object.entries(words().keys).map(([key, meaning]) => [h("dt", {}, h("kbd", {}, key)), h("dd", {}, meaning)]),
    ),
    button(say("close"), () => at("help").close(), { class: "main" }),
  );
  at("help").setAttribute("aria-label", say("help"));
}
const openHelp = () => {
  drawHelp();
  at("help").showModal();
};

function note(text) {
  const box = h("span", { class: "floating note" }, text);
  at("chips").append(box);
  setTimeout(() => box.remove(), 6000);
}

const cameraNow = () => {
  const { x, y } = network.getViewPosition();
  return `${Math.round(x)} ${Math.round(y)} ${network.getScale().toPrecision(3)}`;
};

function keepAddress(withCamera) {
  try {
    history.replaceState(null, "", `#${toFragment(withCamera ? cameraNow() : null)}`);
  } catch {
    // Inside another page (a notebook) the address belongs to that page.
  }
}

function look(camera) {
  const place = /^(-?\d+) (-?\d+) ([\d.e+-]+)$/.exec(camera || "");
  if (place) network.moveTo({ position: { x: Number(place[1]), y: Number(place[2]) }, scale: Number(place[3]) });
  return Boolean(place);
}

// The reader has put another view into the address.
function followAddress() {
  const { next, camera } = fromFragment(location.hash);
  past.push(state);
  replace(next);
  look(camera);
}

async function share() {
  keepAddress(true);
  try {
    await navigator.clipboard.writeText(location.href);
    note(say("shared"));
  } catch {
    note(say("shareHere"));
  }
}

function savePicture() {
  const canvas = picture.querySelector("canvas");
  const sheet = document.createElement("canvas");
  [sheet.width, sheet.height] = [canvas.width, canvas.height];
  const ctx = sheet.getContext("2d");
  ctx.fillStyle = sky().ground;
  ctx.fillRect(0, 0, sheet.width, sheet.height);
  ctx.drawImage(canvas, 0, 0);
  sheet.toBlob((blob) => {
    const address = URL.createObjectURL(blob);
    h("a", { href: address, download: "network.png" }).click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  });
}

function lookAgain() {
  document.documentElement.lang = state.language;
  document.documentElement.dataset.theme = state.theme;
  document.title = visible(data.title);
  searchField.relabel();
  drawFoot();
}

const LISTED = [
  "language",
  "theme",
  "offTypes",
  "offRelations",
  "offStatuses",
  "offDocuments",
  "inferred",
  "isolated",
  "from",
  "to",
  "confidence",
];

function afterChange(now, before) {
  const differs = (...parts) => parts.some((part) => now[part] !== before[part]);
  if (differs("language", "theme")) lookAgain();
  if (differs(...SCENE_PARTS, "moved")) showScene();
  emphasise();
  if (differs(...LISTED)) drawFilters();
  drawPanel(differs("selected", "path"));
  drawTools();
  drawChips();
  drawCounts();
  network.redraw();
  if (differs("layout", "focus")) fitAll();
  else if (differs("selected") && now.selected?.kind === "node") follow(now.selected.node);
  if (differs("selected") && now.selected?.kind === "node") announce(say("selected", { a: nameOf(now.selected.node) }));
  keepAddress(false);
}

function main() {
  const { next, camera } = fromFragment(location.hash);
  state = next;
  if (state.path) [kept.from, kept.to, kept.links] = [state.path.a, state.path.b, state.path.links];
  searchField = nodeField("search", "search", (node) => selectNode(node));
  at("search").append(searchField.element);
  startStage();
  emphasise();
  lookAgain();
  drawFilters();
  drawPanel(true);
  drawTools();
  drawChips();
  drawCounts();
  if (!look(camera)) fitAll(false);
  onChange(afterChange);
  document.addEventListener("keydown", onKey);
  prefersDark.addEventListener("change", () => afterChange(state, { ...state, theme: null }));
  addEventListener("hashchange", followAddress);
  document.documentElement.dataset.ready = "true";
}
main();
