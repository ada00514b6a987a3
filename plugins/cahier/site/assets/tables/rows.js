/* What the cells of a table say and are worth; which rows a state of its tools keeps. */
(function (cahier) {
  'use strict';

  const CHOICES = 40;
  const LONG = 48;
  const SHARED = 2 / 3;

  /* Words without accents or capitals: what is typed "donnees" finds « Données ». */
  cahier.plain = function (text) {
    return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
      .replace(/œ/g, 'oe').replace(/æ/g, 'ae').replace(/’/g, "'").replace(/\s+/g, ' ').trim();
  };

  cahier.rowsOf = function (table) {
    const rows = [...table.tBodies[0].rows].map(row => ({cells: [...row.cells].map(cellOf)}));
    rows.forEach(row => { row.text = cahier.plain(row.cells.map(cell => cell.text).join(' ')); });
    const columns = [...table.tHead.rows[0].cells].map(columnOf);
    columns.forEach(column => { column.choices = choicesOf(column, rows); });
    return {rows, columns};
  };

  /* `written` is the number or the day where the site's data has it, `value` what sorting and sums
     need, `parts` the values to choose from. */
  function cellOf(cell) {
    const items = [...cell.querySelectorAll('li')];
    const badges = [...cell.querySelectorAll('.cahier-badge')];
    const known = items.length ? items : [...cell.querySelectorAll('.cahier-badge, .cahier-mention')];
    const value = cell.dataset.value || '';
    return {
      text: items.length ? items.map(textOf).join('\n') : textOf(cell),
      written: badges.length || 'words' in cell.dataset ? '' : value,
      value: value === '' ? NaN : Number(value),
      parts: (known.length ? known : [cell]).map(partOf).filter(part => part.name),
    };
  }

  function textOf(node) {
    return node.textContent.replace(/\s+/g, ' ').trim();
  }

  /* One of the values of a cell: its name for readers, its code for the address. */
  function partOf(node) {
    const badge = node.matches('.cahier-badge') ? node : node.querySelector('.cahier-badge');
    const link = node.querySelector('.cahier-ref');
    if (badge) return {name: textOf(badge), code: badge.dataset.value};
    if (link) {
      // What refs.js shows of a record; its name is the first line.
      const [name] = (link.title || link.dataset.told || '').split('\n');
      return {name: `${textOf(link)} ${name}`.trim(), code: textOf(link), id: true};
    }
    return {name: textOf(node), code: textOf(node)};
  }

  function columnOf(head, index) {
    const {key, type, unit, adds} = head.dataset;
    return {index, key, type, unit, name: textOf(head), adds: adds !== undefined};
  }

  /* The values to choose from, none when there are too many or most rows have their own. */
  function choicesOf(column, rows) {
    if (column.type === 'number' || column.type === 'date') return [];
    const all = cahier.valuesOf(column, rows);
    const filled = rows.filter(row => row.cells[column.index].parts.length).length;
    const few = all.length > 1 && all.length <= CHOICES && all.length <= filled * SHARED;
    return few && all.every(value => value.id || value.name.length <= LONG) ? all : [];
  }

  /* The values that cells of a column have, each once, in their order. */
  cahier.valuesOf = function (column, rows) {
    const found = new Map();
    rows.forEach(row => {
      const cell = row.cells[column.index];
      cell.parts.forEach(part => {
        if (!found.has(part.code)) found.set(part.code, {...part, rank: cell.value});
      });
    });
    return [...found.values()].sort((a, b) => a.rank - b.rank || cahier.compare(a.name, b.name));
  };

  const collator = new Intl.Collator(document.documentElement.lang || 'fr', {numeric: true});
  cahier.compare = (a, b) => collator.compare(a, b);

  /* A number for each row of a column, in the order of what they say; empty cells last. */
  cahier.ranks = function (column, rows) {
    const cells = rows.map(row => row.cells[column.index]);
    if (column.type === 'number' || column.type === 'badge') {
      return cells.map(cell => Number.isNaN(cell.value) ? Infinity : cell.value);
    }
    const texts = cells.map(cell => cell.written || cell.text);
    const sorted = [...new Set(texts)].filter(Boolean).sort(cahier.compare);
    const ranks = new Map(sorted.map((text, rank) => [text, rank]));
    return texts.map(text => text ? ranks.get(text) : Infinity);
  };

  /* Return which rows a state keeps, as a set of their places. */
  cahier.kept = function (data, state) {
    const words = cahier.plain(state.search).split(' ').filter(Boolean);
    const tests = data.columns.filter(column => state.filters[column.key])
      .map(column => [column.index, testOf(column, state.filters[column.key])]);
    const kept = new Set();
    data.rows.forEach((row, place) => {
      const told = words.every(word => row.text.includes(word));
      if (told && tests.every(([index, test]) => test(row.cells[index]))) kept.add(place);
    });
    return kept;
  };

  function testOf(column, filter) {
    if (column.choices.length) return cell => cell.parts.some(part => filter.includes(part.code));
    if (column.type === 'number') {
      const [from, to] = filter.map(bound => bound === '' ? NaN : Number(bound));
      return cell => !Number.isNaN(cell.value) && !(cell.value < from) && !(cell.value > to);
    }
    if (column.type === 'date') {
      const [from, to] = filter;
      return cell => cell.written && (!from || cell.written >= from) && (!to || cell.written <= to);
    }
    const words = cahier.plain(filter[0]).split(' ');
    return cell => {
      if (cell.plain === undefined) cell.plain = cahier.plain(cell.text);
      return words.every(word => cell.plain.includes(word));
    };
  }
})(window.cahier);
