/* Give tools to the tables that have a name and rows to sort. What they need is loaded
   only by pages that have such a table. */
(function () {
  'use strict';

  const LEAST = 3;
  const PARTS = ['words', 'vendor/dataTables.min', 'tables/rows', 'tables/address', 'tables/files',
    'tables/groups', 'tables/heads', 'tables/tools', 'tables/table'];
  const cahier = window.cahier = window.cahier || {};
  const base = new URL('..', document.currentScript.src);

  cahier.load = function (part) {
    return new Promise(function (done, failed) {
      const script = document.createElement('script');
      script.src = new URL(part + '.js', base).href;
      script.async = false; // in this order, though they come together
      script.onload = done;
      script.onerror = failed;
      document.head.append(script);
    });
  };

  let parts;
  function start() {
    const tables = [...document.querySelectorAll('table[data-name]:not([data-ready])')]
      .filter(table => table.tBodies[0].rows.length >= LEAST);
    if (!tables.length) return;
    parts = parts || Promise.all(PARTS.map(cahier.load));
    parts.then(() => {
      tables.forEach(cahier.table);
      cahier.land();
    });
  }

  // Material tells of each page when it changes pages by itself, the first included.
  if (window.document$) window.document$.subscribe(start);
  else if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start);
  else start();
})();
