/* Rows under the value they share, with their number and their sums; sums of what is shown. */
(function (cahier) {
  'use strict';

  const SPACE = '\u00A0';
  const EMPTY = '';

  /* Return rows of *data* under the values of the column that *state* groups by, as the places of
     each value; a row that has several is under each. None without such a column. */
  cahier.groupsOf = function (places, data, state) {
    const column = data.columns.find(one => one.key === state.group);
    if (!column) return [];
    const groups = new Map();
    const named = (code, name) => groups.set(code, {name, places: []});
    cahier.valuesOf(column, data.rows).forEach(({code, name}) => named(code, name));
    named(EMPTY, cahier.words['table-empty']);
    places.forEach(place => {
      const {parts} = data.rows[place].cells[column.index];
      const codes = parts.length ? new Set(parts.map(part => part.code)) : [EMPTY];
      codes.forEach(code => groups.get(code).places.push(place));
    });
    return [...groups.values()].filter(group => group.places.length);
  };

  /* Write the first *length* rows of *groups* in *body*, each group under its head. */
  cahier.writeGroups = function (body, nodeOf, groups, length, data, state) {
    const written = new Set();
    let left = length;
    body.replaceChildren(...groups.flatMap(({name, places}) => {
      const seen = places.slice(0, left);
      left -= seen.length;
      const rows = seen.map(place => written.has(place) ? nodeOf(place).cloneNode(true) : nodeOf(place));
      seen.forEach(place => written.add(place));
      return seen.length ? [headOf(name, places, data, state), ...rows] : [];
    }));
  };

  function headOf(label, places, data, state) {
    const shown = data.columns.filter(column => !state.hidden.includes(column.key));
    const first = shown.findIndex((column, n) => n > 0 && column.adds);
    const wide = first < 0 ? shown.length : first;
    const row = cahier.element('tr', {class: 'cahier-group'},
      cahier.element('th', {scope: 'row', colspan: wide}, label, ' ',
        cahier.element('span', {class: 'cahier-count'}, cahier.count('table-rows', places.length))));
    shown.slice(wide).forEach(column => {
      const sum = column.adds ? sumOf(column, places, data) : '';
      row.append(cahier.element('td', {class: 'cahier-number'}, sum));
    });
    return row;
  }

  /* Write the sums of what is shown in the last row; those of the page when all is shown. */
  cahier.writeTotals = function (grid, data, kept) {
    data.columns.filter(column => column.adds).forEach(column => {
      const cell = grid.column(column.index).footer();
      if (column.total === undefined) column.total = cell.textContent;
      const all = kept.size === data.rows.length;
      cell.textContent = all ? column.total : sumOf(column, [...kept], data);
    });
  };

  function sumOf(column, places, data) {
    const cells = places.map(place => data.rows[place].cells[column.index])
      .filter(cell => !Number.isNaN(cell.value));
    if (!cells.length) return '';
    const sum = cells.reduce((total, cell) => total + cell.value, 0);
    const decimals = Math.max(0, ...cells.map(cell => decimalsOf(cell.text)));
    const text = sum.toLocaleString(document.documentElement.lang || 'fr',
      {minimumFractionDigits: decimals, maximumFractionDigits: decimals}).replace('-', '\u2212');
    return column.unit ? `${text}${SPACE}${column.unit}` : text;
  }
  function decimalsOf(text) {
    const [, decimals = ''] = text.split(cahier.words['table-decimal']);
    return decimals.match(/^\d*/)[0].length;
  }
})(window.cahier);
