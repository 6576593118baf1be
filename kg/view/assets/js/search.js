// Finding things by any of their names, in any script, and the field with a list that does it.

let index = null;

function searchIndex() {
  index ??= nodes.map((node) => ({
    node,
    names: Object.values(node.labels)
      .flat()
      .map((label) => plain(label.slice(0, 300))),
    codes: Object.values(node.identifiers).map((code) => plain(String(code))),
    pinyin: node.pinyin.split(" ").filter(Boolean),
  }));
  return index;
}

// 0 the whole name, 1 its beginning, 2 the beginning of a word or a code, 3 anywhere; Infinity not at all.
function rank(entry, wanted) {
  const joined = wanted.replace(/[\s'’-]/g, "");
  let best = Infinity;
  for (const given of entry.names) {
    const place = given.indexOf(wanted);
    if (place < 0) continue;
    const start = place === 0 || /[\s(\-–/·]/.test(given[place - 1]);
    best = Math.min(best, given === wanted ? 0 : place === 0 ? 1 : start ? 2 : 3);
  }
  if (entry.codes.includes(wanted)) best = Math.min(best, 0);
  for (const spelled of entry.pinyin) {
    if (spelled === joined) best = Math.min(best, 1);
    else if (joined.length > 1 && spelled.startsWith(joined)) best = Math.min(best, 2);
  }
  return best;
}

function find(text, limit = 40) {
  const wanted = plain(text.trim());
  if (!wanted) return { hits: [], total: 0 };
  const hits = [];
  for (const entry of searchIndex()) {
    const place = rank(entry, wanted);
    if (place < Infinity) hits.push({ node: entry.node, place });
  }
  hits.sort((a, b) => a.place - b.place || b.node.importance - a.node.importance || a.node.index - b.node.index);
  return { hits: hits.slice(0, limit).map((hit) => hit.node), total: hits.length };
}

// Where the name found is not the one shown, the list says by which name it was found.
function foundBy(node, text) {
  const wanted = plain(text.trim());
  if (plain(fullName(node)).includes(wanted)) return "";
  const other = Object.values(node.labels)
    .flat()
    .find((label) => plain(label).includes(wanted));
  return other ? clip(visible(other), 60) : "";
}

// A field with a list of results after the combobox pattern of WAI-ARIA; `choose` gets the node.
function nodeField(id, label, choose) {
  const list = h("ul", { id: `${id}-list`, role: "listbox", class: "hits", hidden: true });
  const input = h("input", {
    id: `${id}-input`,
    type: "text",
    role: "combobox",
    autocomplete: "off",
    spellcheck: "false",
    dir: "auto",
    "aria-expanded": "false",
    "aria-controls": `${id}-list`,
    "aria-autocomplete": "list",
  });
  let hits = [];
  let active = -1;
  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const take = (node) => {
    close();
    input.value = nameOf(node);
    choose(node);
  };
  const mark = (next) => {
    if (!hits.length) return;
    active = (next + hits.length) % hits.length;
    [...list.querySelectorAll("[role=option]")].forEach((item, place) => {
      item.setAttribute("aria-selected", String(place === active));
      if (place === active) item.scrollIntoView({ block: "nearest" });
    });
    input.setAttribute("aria-activedescendant", `${id}-hit-${active}`);
  };
  const show = () => {
    const found = find(input.value);
    hits = found.hits;
    list.replaceChildren(...hits.map((node, place) => hit(node, place)));
    if (found.total > hits.length)
      list.append(h("li", { class: "quiet", role: "presentation" }, say("more", { n: found.total - hits.length })));
    if (input.value.trim() && !found.total)
      list.append(h("li", { class: "quiet", role: "presentation" }, say("noResults")));
    list.hidden = !input.value.trim();
    input.setAttribute("aria-expanded", String(!list.hidden));
    if (input.value.trim()) announce(found.total ? say("results", { n: found.total }) : say("noResults"));
    active = -1;
    mark(0);
  };
  const hit = (node, place) => {
    const by = foundBy(node, input.value);
    return h(
      "li",
      {
        id: `${id}-hit-${place}`,
        role: "option",
        "aria-selected": "false",
        onmousedown: (event) => event.preventDefault(),
        onclick: () => take(node),
      },
      sign(node.type),
      h("span", { class: "hit-name" }, name(node), by && h("bdi", { class: "quiet" }, by)),
      h("span", { class: "quiet" }, typeWord(node.type)),
    );
  };
  input.addEventListener("input", show);
  input.addEventListener("focus", () => input.value.trim() && show());
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (list.hidden) show();
      else mark(active + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && !list.hidden && hits[active]) take(hits[active]);
    else if (event.key === "Escape") {
      if (list.hidden) input.value = "";
      close();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  const words = h("label", { for: `${id}-input`, class: "field-label" });
  const relabel = () => {
    words.textContent = say(label);
    input.placeholder = label === "search" ? say("search") : say("searchHint");
    list.setAttribute("aria-label", say(label));
  };
  relabel();
  return {
    element: h("div", { class: "field" }, words, input, list),
    input,
    relabel,
    put: (node) => {
      input.value = node ? nameOf(node) : "";
    },
  };
}
