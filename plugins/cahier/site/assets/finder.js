// What answers a query among the entries of the index, best first. Nothing here knows the page.
// An entry of the index is [id, title, kind, state, text, address].
"use strict";
var cahierFinder = (function () {
  const BREAKS = /[\s!-\/:-@\[-`{-~\u00a0-\u00bf\u2010-\u202f\u2039\u203a]+/g;

  const known = new Map();

  // Without accents and case; lengths may change.
  function fold(text) {
    return text.toLowerCase().replace(/[^\0-\x7f]/g, letter);
  }

  // One letter so, worked out once.
  function letter(char) {
    let found = known.get(char);
    if (found === undefined) {
      const small = char.toLowerCase();
      found = { "œ": "oe", "æ": "ae" }[small] ?? small.normalize("NFD").replace(/[\u0300-\u036f]/g, "");
      known.set(char, found);
    }
    return found;
  }

  // Words in a row, one space before, between and after.
  function row(text) {
    return " " + fold(text).replace(BREAKS, " ").trim() + " ";
  }

  function wordsOf(text) {
    return row(text).trim().split(" ").filter(Boolean);
  }

  // An id however it is typed: "AB-007", "ab007", "ab 7" are all "ab 7".
  function key(text) {
    return (fold(text).match(/[a-z]+|[0-9]+/g) || []).map((part) => part.replace(/^0+(?=.)/, "")).join(" ");
  }

  // Whether every word stands in one of the rows.
  function holds(words, row, other) {
    return words.every((word) => row.includes(word) || other.includes(word));
  }

  function open(index) {
    const entries = index.rows;
    const keys = entries.map((entry) => entry[0] && key(entry[0]));
    const titles = entries.map((entry) => row(entry[1]));
    const heads = entries.map((entry, at) => row(entry[0]).trimEnd() + titles[at]);
    const texts = entries.map((entry) => row(entry[4]));
    // One wrong, missing, doubled or swapped letter a word, where a word starts.
    const fuzzy = new uFuzzy({ intraMode: 1, intraSlice: [0, Infinity], interLft: 2 });
    let counts = null;

    // How well an entry answers, 0 the best; Infinity when it does not.
    function rank(at, query) {
      const { words, phrase, starts, id, number } = query;
      const title = titles[at], head = heads[at], text = texts[at];
      if (id && keys[at] === id) return 0;
      if (number && keys[at].endsWith(" " + number)) return 1;
      if (entries[at][0] && head.startsWith(phrase)) return 2;
      if (title === phrase + " ") return 3;
      if (title.startsWith(phrase)) return 4;
      if (title.includes(phrase)) return 5;
      if (holds(starts, head, "")) return 6;
      if (text.includes(phrase)) return 7;
      if (holds(starts, head, text)) return 8;
      if (holds(words, head, "")) return 9;
      return holds(words, head, text) ? 10 : Infinity;
    }

    // All words there are, each with the number of entries that have it.
    function vocabulary() {
      const counts = new Map();
      heads.forEach((head, at) => {
        new Set((head + texts[at]).split(" ")).forEach((word) => counts.set(word, (counts.get(word) || 0) + 1));
      });
      return counts;
    }

    // Return words that start others, in place of those that start none.
    function corrected(words) {
      counts ??= vocabulary();
      const all = [...counts.keys()];
      return words.map((word) => (all.some((known) => known.startsWith(word)) ? word : nearest(word, all)));
    }

    // Return what most entries have where *word* has one letter wrong.
    function nearest(word, all) {
      const near = fuzzy.filter(all, word);
      if (!near?.length) return word;
      const { idx, ranges } = fuzzy.info(near, all, word);
      const times = new Map();
      idx.forEach((at, n) => {
        const meant = all[at].slice(0, ranges[n][1]);
        times.set(meant, (times.get(meant) || 0) + counts.get(all[at]));
      });
      return [...times].reduce((best, one) => (one[1] > best[1] ? one : best))[0];
    }

    // Return the places of the entries that answer, best first, in the index's order when equal.
    function answers(words, id) {
      const query = {
        words,
        phrase: " " + words.join(" "),
        starts: words.map((word) => " " + word),
        id,
        number: /^\d+$/.test(id) ? id : "",
      };
      const ranks = entries.map((_, at) => rank(at, query));
      const found = entries.map((_, at) => at).filter((at) => ranks[at] < Infinity);
      return found.sort((a, b) => ranks[a] - ranks[b] || a - b);
    }

    // Return the places of the answers, best first, and the words they have: those typed, or meant.
    return function find(text) {
      const typed = wordsOf(text);
      if (!typed.length) return { places: [], words: typed };
      const places = answers(typed, key(text));
      if (places.length) return { places, words: typed };
      const words = corrected(typed);
      return { places: answers(words, ""), words };
    };
  }

  // Cut *text* around the first of *words*; return its pieces, each with whether it is one of them.
  function marked(text, words, length) {
    const places = [];
    let plain = "";
    for (let at = 0; at < text.length; at++) {
      for (const char of letter(text[at])) {
        plain += char;
        places.push(at);
      }
    }
    places.push(text.length);
    const spans = found(plain, words).map(([from, to]) => [places[from], places[to]]);
    const start = begin(text, spans.length ? spans[0][0] : 0, length);
    const end = start + length < text.length ? text.lastIndexOf(" ", start + length) : text.length;
    return pieces(text, spans, start, end > start ? end : start + length);
  }

  // Where words stand, at the start of a word if one does; spans do not overlap.
  function found(plain, words) {
    const any = words.filter((word) => word.length > 1).join("|");
    if (!any) return [];
    const at = (pattern) => [...plain.matchAll(pattern)].map((m) => [m.index, m.index + m[0].length]);
    const starting = at(new RegExp(`(?<![a-z0-9])(?:${any})`, "g"));
    return starting.length ? starting : at(new RegExp(any, "g"));
  }

  function begin(text, first, length) {
    if (text.length <= length || first < length / 2) return 0;
    const from = Math.min(first - Math.floor(length / 3), text.length - length);
    return text.indexOf(" ", from) + 1;
  }

  function pieces(text, spans, start, end) {
    const out = [[start ? "… " : "", false]];
    let done = start;
    for (const [from, to] of spans) {
      if (from < done || from >= end) continue;
      out.push([text.slice(done, from), false], [text.slice(from, to), true]);
      done = to;
    }
    out.push([text.slice(done, Math.max(done, end)) + (end < text.length ? "…" : ""), false]);
    return out.filter(([piece]) => piece);
  }

  return { open, marked };
})();
