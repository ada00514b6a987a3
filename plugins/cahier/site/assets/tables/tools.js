/* The tools over a table: search, filters, columns, groups, downloads; over a small one downloads. */
(function (cahier) {
  'use strict';

  const FEW = 7; // rows that one sees without looking for them

  const said = key => cahier.words[key];

  cahier.element = function (name, attributes, ...content) {
    const element = document.createElement(name);
    Object.entries(attributes || {}).forEach(([key, value]) => {
      if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
      else if (typeof value === 'boolean') element.toggleAttribute(key, value);
      else element.setAttribute(key, value);
    });
    element.append(...content);
    return element;
  };
  const element = cahier.element;

  cahier.count = (key, n) =>
    said(`${key}-${n === 1 ? '1' : 'n'}`).replace('{n}', n.toLocaleString(document.documentElement.lang || 'fr'));

  /* Return the tools of a table: what stands over it, and `tell(kept)`, to be called when the
     state has changed. They change *state*, then call `change`. */
  cahier.tools = function (name, title, data, state, {change, save}) {
    const status = element('span', {class: 'cahier-kept', role: 'status'});
    const chips = element('ul', {class: 'cahier-chips', 'aria-label': said('table-active')});
    const search = element('input', {
      type: 'search', class: 'cahier-search', placeholder: said('table-search'),
      'aria-label': `${said('table-search')} ${title}`, value: state.search, autocomplete: 'off',
      oninput: () => { state.search = search.value; change(); },
    });
    const panels = [filtersOf(name, data, state, change), columnsOf(name, data, state, change)];
    const group = groupOf(data, state, change);
    const reset = button(said('table-reset'), () => {
      Object.assign(state, cahier.emptyState());
      search.value = '';
      group.select.value = '';
      panels.forEach(panel => panel.reset());
      change();
      search.focus();
    });
    const bar = element('div', {class: 'cahier-bar', role: 'group', 'aria-label': `${said('table-tools')} ${title}`},
      search, ...panels.map(panel => panel.toggle), group.label);
    const files = element('span', {class: 'cahier-save'}, said('table-save'),
      button('CSV', () => save('Csv')), button('XLSX', () => save('Xlsx')));
    const told = element('div', {class: 'cahier-shown'}, status, chips, reset, files);
    function tell(kept) {
      const all = cahier.count('table-rows', data.rows.length);
      status.textContent = kept === data.rows.length ? all : said('table-kept').replace('{n}', kept).replace('{all}', all);
      chips.replaceChildren(...chipsOf(data, state, panels[0], change, search));
      chips.hidden = !chips.children.length;
      reset.hidden = JSON.stringify(state) === JSON.stringify(cahier.emptyState());
    }
    const finding = data.rows.length < FEW ? [] : [bar, ...panels.map(panel => panel.panel)];
    const over = element('div', {class: 'cahier-tools', 'data-table': name}, ...finding, told);
    return {over, tell};
  };

  function button(label, click, attributes) {
    return element('button', {type: 'button', onclick: click, ...attributes}, label);
  }

  /* A button that unfolds a panel; Escape folds it. */
  function unfolding(id, label, ...content) {
    const toggle = button(label, () => show(panel.hidden), {'aria-expanded': 'false', 'aria-controls': id});
    const panel = element('div', {id, class: 'cahier-panel', hidden: true, role: 'group', 'aria-label': label}, ...content);
    function show(open) {
      panel.hidden = !open;
      toggle.setAttribute('aria-expanded', String(open));
    }
    panel.addEventListener('keydown', event => {
      if (event.key !== 'Escape') return;
      show(false);
      toggle.focus();
    });
    return {toggle, panel};
  }

  function filtersOf(name, data, state, change) {
    const controls = data.columns.map(column => controlOf(column, state, change));
    const unfolded = unfolding(`${name}-filters`, said('table-filters'), ...controls.map(control => control.field));
    const reset = () => controls.forEach(control => control.reset());
    return {...unfolded, reset, of: column => controls[column.index]};
  }

  function controlOf(column, state, change) {
    const make = column.choices.length ? choices : column.type === 'number' || column.type === 'date' ? range : words;
    const set = value => {
      if (value) state.filters[column.key] = value;
      else delete state.filters[column.key];
    };
    return make(column, state.filters[column.key], value => { set(value); change(); });
  }

  function choices(column, chosen, set) {
    const boxes = column.choices.map(choice => element('input', {
      type: 'checkbox', value: choice.code, checked: Boolean(chosen && chosen.includes(choice.code)),
      onchange: () => {
        const codes = boxes.filter(box => box.checked).map(box => box.value);
        set(codes.length ? codes : null);
      },
    }));
    const labels = boxes.map((box, n) => element('label', {}, box, ` ${column.choices[n].name}`));
    const list = element('div', {class: 'cahier-choices'}, ...labels);
    return fieldset(column, [list], () => boxes.forEach(box => { box.checked = false; }));
  }

  function range(column, chosen, set) {
    const kind = column.type === 'date' ? {type: 'date'} : {type: 'number', step: 'any'};
    const [from, to] = ['table-from', 'table-to'].map((key, n) => element('input', {
      ...kind, value: chosen ? chosen[n] : '', 'aria-label': `${column.name} – ${said(key)}`,
      oninput: () => set(from.value || to.value ? [from.value, to.value] : null),
    }));
    const labels = [from, to].map((input, n) => element('label', {}, said(n ? 'table-to' : 'table-from'), ' ', input));
    return fieldset(column, labels, () => { from.value = to.value = ''; });
  }

  function words(column, chosen, set) {
    const input = element('input', {
      type: 'text', value: chosen ? chosen[0] : '', 'aria-label': `${column.name} – ${said('table-contains')}`,
      autocomplete: 'off', placeholder: said('table-contains'),
      oninput: () => set(input.value.trim() ? [input.value] : null),
    });
    return fieldset(column, [input], () => { input.value = ''; });
  }

  function fieldset(column, content, reset) {
    const legend = element('legend', {}, cahier.titleOf(column));
    return {field: element('fieldset', {}, legend, ...content), reset};
  }

  function columnsOf(name, data, state, change) {
    const boxes = data.columns.map((column, n) => element('input', {
      type: 'checkbox', value: column.key, checked: !state.hidden.includes(column.key), disabled: n === 0,
      onchange: () => {
        state.hidden = boxes.filter(box => !box.checked).map(box => box.value);
        change();
      },
    }));
    const labels = boxes.map((box, n) => element('label', {}, box, ` ${data.columns[n].name}`));
    const reset = () => boxes.forEach(box => { box.checked = true; });
    return {...unfolding(`${name}-columns`, said('table-columns'), ...labels), reset};
  }

  function groupOf(data, state, change) {
    const able = data.columns.filter(column => column.choices.length || column.key === state.group);
    const options = able.map(column => element('option', {value: column.key, selected: column.key === state.group}, column.name));
    const select = element('select', {onchange: () => { state.group = select.value; change(); }},
      element('option', {value: ''}, said('table-no-group')), ...options);
    return {select, label: element('label', {class: 'cahier-by', hidden: !able.length}, said('table-group'), ' ', select)};
  }

  /* What filters are on, each a button that takes it off. */
  function chipsOf(data, state, filters, change, search) {
    return data.columns.filter(column => state.filters[column.key]).map(column => {
      const value = valueOf(column, state.filters[column.key]);
      const off = button(`${column.name}${said('colon')}${value}`, () => {
        delete state.filters[column.key];
        filters.of(column).reset();
        change();
        search.focus();
      }, {title: said('table-take-off')});
      return element('li', {}, off);
    });
  }

  function valueOf(column, filter) {
    if (column.choices.length) {
      return column.choices.filter(choice => filter.includes(choice.code)).map(choice => choice.name).join(', ');
    }
    return column.type === 'number' || column.type === 'date' ? filter.join(' … ') : filter[0];
  }
})(window.cahier);
