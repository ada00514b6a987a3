/* Rows under the value they share, with their number and their sums; sums of what is shown. */
(function (cahier) {
  'use strict';

  const SPACE = '\u00A0';

  /* Write a row over each group of the rows that *grid* shows. */
  cahier.writeGroups = function (grid, data, state) {
    const column = data.columns.find(one => one.key === state.group);
    if (!column) return;
    const labelOf = place => data.rows[place].cells[column.index].text.replace(/\n/g, ', ');
    const groups = new Map();
    grid.rows({search: 'applied'}).indexes().toArray().forEach(place => {
      const label = labelOf(place);
      if (!groups.has(label)) groups.set(label, []);
      groups.get(label).push(place);
    });
    let last;
    grid.rows({page: 'current'}).every(function () {
      const label = labelOf(this.index());
      if (label !== last) this.node().before(headOf(label, groups.get(label), data, state));
      last = label;
    });
  };

  cahier.clearGroups = table => table.querySelectorAll('.cahier-group').forEach(row => row.remove());

  function headOf(label, places, data, state) {
    const shown = data.columns.filter(column => !state.hidden.includes(column.key));
    const first = shown.findIndex((column, n) => n > 0 && column.adds);
    const wide = first < 0 ? shown.length : first;
    const row = cahier.element('tr', {class: 'cahier-group'},
      cahier.element('th', {scope: 'row', colspan: wide}, label || cahier.words['table-empty'], ' ',
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
