/* Heads of columns as buttons: once up, once down, then as it was; with Shift, after the columns
   that sort already. */
(function (cahier) {
  'use strict';

  const NEXT = {undefined: 'asc', asc: 'desc', desc: undefined};
  const ARIA = {asc: 'ascending', desc: 'descending'};

  /* Make buttons of the heads; return what tells in them how *state* sorts. */
  cahier.heads = function (columns, headOf, state, change) {
    columns.forEach(column => {
      const head = headOf(column);
      const button = cahier.element('button', {
        type: 'button', class: 'cahier-sort', title: cahier.words['table-sort'],
        onclick: event => { turn(column.key, event.shiftKey); change(); },
      });
      button.append(...head.childNodes);
      head.append(button);
    });

    function turn(key, more) {
      const now = state.sort.find(([sorted]) => sorted === key);
      const way = NEXT[now && now[1]];
      const others = more ? state.sort.filter(([sorted]) => sorted !== key) : [];
      state.sort = way ? [...others, [key, way]] : others;
    }

    return function tell() {
      columns.forEach(column => {
        const head = headOf(column);
        const place = state.sort.findIndex(([key]) => key === column.key);
        if (place === 0) head.setAttribute('aria-sort', ARIA[state.sort[0][1]]);
        else head.removeAttribute('aria-sort'); // for one column at a time, says ARIA
        head.dataset.sort = place < 0 ? '' : state.sort[place][1];
      });
    };
  };
})(window.cahier);
