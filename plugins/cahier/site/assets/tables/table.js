/* A table of the page in the hands of DataTables, which sorts it, hides its columns and draws as
   many rows as one looks at. */
(function (cahier) {
  'use strict';

  const PAGE = 100;

  cahier.table = function (table) {
    table.dataset.ready = '';
    const name = table.dataset.name;
    const data = cahier.rowsOf(table);
    const state = cahier.readState(name, data.columns);
    const title = table.caption ? `« ${table.caption.textContent} »` : '';
    const scroll = table.closest('.cahier-scroll');
    const grid = gridOf(table, name, data);
    const more = cahier.element('button', {type: 'button', class: 'cahier-more', onclick: () => grid.page.len(grid.page.len() + PAGE).draw()});
    const tools = cahier.tools(name, title, data, state, {change: show, save});
    let kept = new Set();

    scroll.before(tools.over);
    scroll.after(more);
    grid.search.fixed('cahier', (text, row, place) => kept.has(place));
    grid.on('draw', drawn);
    const heads = cahier.heads(data.columns, column => grid.column(column.index).header(), state, show);
    window.addEventListener('beforeprint', () => grid.page.len(-1).draw());
    window.addEventListener('afterprint', () => grid.page.len(PAGE).draw());
    show();

    function show() {
      kept = cahier.kept(data, state);
      grid.order(state.sort.map(([key, way]) => [indexOf(key), way]));
      data.columns.forEach(column => {
        const seen = !state.hidden.includes(column.key);
        if (grid.column(column.index).visible() !== seen) grid.column(column.index).visible(seen, false);
      });
      cahier.writeTotals(grid, data, kept);
      grid.draw();
      heads();
      tools.tell(kept.size);
      cahier.writeState(name, data.columns, state);
    }

    function drawn() {
      const length = grid.page.len() < 0 ? Infinity : grid.page.len();
      const groups = grouped();
      if (groups.length) cahier.writeGroups(table.tBodies[0], place => grid.row(place).node(), groups, length, data, state);
      const all = groups.reduce((sum, group) => sum + group.places.length, 0) || kept.size;
      const left = Math.max(0, all - length);
      more.hidden = !left;
      more.textContent = cahier.count('table-more', left);
    }

    function grouped() {
      return cahier.groupsOf(sorted(), data, state);
    }

    function sorted() {
      return grid.rows({search: 'applied', order: 'applied'}).indexes().toArray();
    }

    function save(format) {
      const columns = data.columns.filter(column => !state.hidden.includes(column.key));
      const groups = grouped();
      const places = groups.length ? new Set(groups.flatMap(group => group.places)) : sorted();
      const rows = [...places].map(place => columns.map(column => data.rows[place].cells[column.index]));
      return cahier[`save${format}`](name, columns, rows);
    }

    function indexOf(key) {
      return data.columns.findIndex(column => column.key === key);
    }
  };

  function gridOf(table, name, data) {
    const ranks = data.columns.map(() => null); // worked out once, when first asked for
    const columns = data.columns.map(column => {
      const order = `cahier-${name}-${column.index}`;
      window.DataTable.ext.order[order] = () =>
        ranks[column.index] || (ranks[column.index] = cahier.ranks(column, data.rows));
      return {orderDataType: order, type: 'num'};
    });
    window.DataTable.ext.errMode = 'throw'; // rather than a dialog
    return new window.DataTable(table, {
      columns,
      autoWidth: false,
      order: [],
      pageLength: PAGE,
      layout: {topStart: null, topEnd: null, bottomStart: null, bottomEnd: null},
      // Its own heads mark events in a way that breaks the scripts of the theme.
      ordering: {indicators: false, handler: false},
      language: {zeroRecords: cahier.words['table-nothing']},
    });
  }
})(window.cahier);
