/* The state of a table's tools in the address of the page: a filtered view is a link.

   ?requirement.search=devis&requirement.priorite=must&requirement.cout=..5000
   &requirement.sort=-cout,lot&requirement.hide=type&requirement.group=lot */
(function (cahier) {
  'use strict';

  const OWN = ['search', 'sort', 'hide', 'group'];
  const SOON = 150;

  cahier.emptyState = () => ({search: '', filters: {}, sort: [], hidden: [], group: ''});

  cahier.readState = function (name, columns) {
    const said = new URLSearchParams(location.search);
    const get = key => said.get(`${name}.${key}`) || '';
    const known = new Set(columns.map(column => column.key));
    const list = key => get(key).split(',').filter(Boolean);
    const state = cahier.emptyState();
    state.search = get('search');
    state.sort = list('sort').map(key => key.startsWith('-') ? [key.slice(1), 'desc'] : [key, 'asc'])
      .filter(([key]) => known.has(key));
    state.hidden = list('hide').filter(key => known.has(key));
    state.group = known.has(get('group')) ? get('group') : '';
    columns.forEach(column => {
      const filter = filterOf(column, said.getAll(`${name}.${paramOf(column)}`).filter(Boolean));
      if (filter) state.filters[column.key] = filter;
    });
    return state;
  };

  function paramOf(column) {
    return OWN.includes(column.key) ? `${column.key}.` : column.key;
  }

  function isRange(column) {
    return column.type === 'number' || column.type === 'date';
  }

  function filterOf(column, values) {
    if (!values.length) return null;
    if (!isRange(column)) return values;
    const [from, to = ''] = values[0].split('..');
    return [from, to];
  }

  const waiting = {};
  cahier.writeState = function (name, columns, state) {
    clearTimeout(waiting[name]); // browsers refuse an address a keystroke
    waiting[name] = setTimeout(() => history.replaceState(history.state, '', address(name, columns, state)), SOON);
  };

  /* Bring in sight the table whose tools the address tells of last, whatever part of the page it
     names; a page read again stays where it was. */
  cahier.land = function () {
    const last = [...new URLSearchParams(location.search).keys()].pop() || '';
    const tools = [...document.querySelectorAll('.cahier-tools')]
      .find(one => last.startsWith(`${one.dataset.table}.`));
    const [visit] = performance.getEntriesByType('navigation');
    if (tools && visit.type === 'navigate') tools.scrollIntoView();
  };

  function address(name, columns, state) {
    const url = new URL(location.href);
    const said = url.searchParams;
    [...said.keys()].filter(key => key.startsWith(`${name}.`)).forEach(key => said.delete(key));
    const put = (key, value) => { if (value) said.append(`${name}.${key}`, value); };
    put('search', state.search.trim());
    columns.forEach(column => {
      const filter = state.filters[column.key];
      if (!filter) return;
      const values = isRange(column) ? [filter.join('..')] : filter;
      values.forEach(value => put(paramOf(column), value));
    });
    put('sort', state.sort.map(([key, way]) => (way === 'desc' ? '-' : '') + key).join(','));
    put('hide', state.hidden.join(','));
    put('group', state.group);
    return url;
  }
})(window.cahier);
