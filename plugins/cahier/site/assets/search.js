// The search box: opens, loads the index when first needed, shows what the finder finds.
// Texts of the index are untrusted: they reach the page as text, never as HTML.
"use strict";
(function () {
  const box = document.querySelector("[data-cahier-search]");
  const toggle = document.getElementById("__search");
  if (!box || !toggle) return;
  const root = new URL(box.dataset.cahierSearch.replace(/\/?$/, "/"), document.baseURI);
  const input = box.querySelector("input");
  const list = box.querySelector("[role=listbox]");
  const status = box.querySelector("[role=status]");
  const scroller = box.querySelector(".md-search__scrollwrap");
  const hint = status.textContent;
  const SHOWN = 50;
  const NEEDED = ["assets/vendor/uFuzzy.iife.min.js", "assets/finder.js", "assets/search-index.js"];
  let find = null;
  let loading = null;

  function script(path) {
    return new Promise((done, failed) => {
      const element = document.createElement("script");
      element.src = new URL(path, root).href;
      element.onload = done;
      element.onerror = failed;
      document.head.append(element);
    });
  }

  function load() {
    loading ??= Promise.all(NEEDED.map(script)).then(() => {
      find = cahierFinder.open(cahierIndex);
      show();
    });
  }

  function element(name, className, ...content) {
    const made = document.createElement(name);
    made.className = className;
    made.append(...content);
    return made;
  }

  function text(value, words, length) {
    return cahierFinder.marked(value, words, length)
      .map(([piece, hit]) => (hit ? element("mark", "", piece) : piece));
  }

  function badge([code, label]) {
    const made = element("span", "cahier-badge cahier-status", label);
    made.dataset.value = code;
    return made;
  }

  function option([id, title, kind, state, words, address], number, query) {
    const link = element("a", "md-search-result__link");
    link.href = new URL(address || `${cahierIndex.records}/${encodeURIComponent(id)}.html`, root).href;
    link.id = `cahier-search-${number}`;
    link.tabIndex = -1;
    link.setAttribute("role", "option");
    const head = element("span", "cahier-found-title");
    if (id) head.append(element("span", "cahier-id", ...text(id, query, 80)), " ");
    head.append(...text(title, query, 160));
    const about = element("span", "cahier-found-kind", cahierIndex.kinds[kind]);
    if (cahierIndex.states[state][0]) about.append(" ", badge(cahierIndex.states[state]));
    link.append(element("span", "cahier-found", head, about));
    if (words) link.append(element("span", "cahier-found-text", ...text(words, query, 170)));
    return link;
  }

  function count(number) {
    const { labels } = cahierIndex;
    const way = number > SHOWN ? "many" : number > 1 ? "n" : number ? "1" : "none";
    const written = number.toLocaleString(document.documentElement.lang);
    return labels[`search-${way}`].replace("{n}", written).replace("{shown}", SHOWN);
  }

  function show() {
    if (!find) return;
    const { places, words } = find(input.value);
    const options = places.slice(0, SHOWN).map((at, number) => option(cahierIndex.rows[at], number, words));
    list.replaceChildren(...options);
    status.textContent = words.length ? count(places.length) : hint;
    input.setAttribute("aria-expanded", String(options.length > 0));
    scroller.scrollTop = 0;
    activate(options[0]);
  }

  function active() {
    return list.querySelector("[aria-selected=true]");
  }

  function activate(next) {
    active()?.removeAttribute("aria-selected");
    if (!next) return input.removeAttribute("aria-activedescendant");
    next.setAttribute("aria-selected", "true");
    input.setAttribute("aria-activedescendant", next.id);
    next.scrollIntoView({ block: "nearest" });
  }

  // A click, so that the theme hears of it too: it holds the page still meanwhile.
  function turn(on) {
    if (toggle.checked !== on) toggle.click();
  }

  function turned() {
    scroller.tabIndex = toggle.checked ? 0 : -1;
    if (!toggle.checked) return input.blur();
    load();
    input.focus();
  }

  const KEYS = {
    ArrowDown: () => activate(active()?.nextElementSibling || list.firstElementChild),
    ArrowUp: () => activate(active()?.previousElementSibling || list.lastElementChild),
    Enter: () => active()?.click(),
    Escape: () => turn(false),
  };

  function typing(target) {
    return target.matches("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
  }

  input.addEventListener("focus", () => turn(true));
  input.addEventListener("input", show);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Tab") turn(false);
    if (!KEYS[event.key]) return;
    event.preventDefault();
    event.stopPropagation();
    KEYS[event.key]();
  });
  toggle.addEventListener("change", turned);
  box.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
  box.querySelector("form").addEventListener("reset", () => setTimeout(() => { show(); input.focus(); }));
  document.addEventListener("keydown", (event) => {
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (!plain || !["/", "f", "s"].includes(event.key) || typing(event.target)) return;
    event.preventDefault();
    turn(true);
    input.select();
  });
})();
