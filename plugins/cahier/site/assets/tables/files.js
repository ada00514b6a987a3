/* What a table shows as a file: CSV as the site's own, XLSX with numbers and days as such. */
(function (cahier) {
  'use strict';

  const MARK = '\uFEFF';
  // A cell that begins so is a formula to a spreadsheet, unless quoted by ' (OWASP). In one that
  // separates by another sign, cells begin within ours.
  const FORMULA = /((?:^|[,;\t\r\n])"*)(?=[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])/g;
  const DAY = 86400000;
  const FIRST_DAY = Date.UTC(1899, 11, 30);
  const CONTROLS = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;
  const MOST = 32767; // letters in a cell of Excel

  const isNumber = cell => cell.written !== '' && !Number.isNaN(cell.value);

  cahier.titleOf = column => column.unit ? `${column.name} (${column.unit})` : column.name;

  cahier.saveCsv = function (name, columns, rows) {
    const point = cahier.words['table-decimal'];
    const separator = point === ',' ? ';' : ',';
    const quoted = new RegExp(`["\r\n${separator}]`);
    const inert = text => text.replace(FORMULA, "$1'");
    const quote = text => quoted.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
    const field = cell => {
      if (!isNumber(cell)) return inert(cell.written || cell.text);
      return cell.written.replace('.', point);
    };
    const lines = [columns.map(column => inert(cahier.titleOf(column))), ...rows.map(row => row.map(field))];
    const text = lines.map(line => line.map(quote).join(separator) + '\r\n').join('');
    save(new Blob([MARK + text], {type: 'text/csv;charset=utf-8'}), `${name}.csv`);
  };

  cahier.saveXlsx = async function (name, columns, rows) {
    if (!window.fflate) await cahier.load('vendor/fflate');
    const files = Object.entries(workbook(name, columns, rows))
      .map(([path, text]) => [path, window.fflate.strToU8(`<?xml version="1.0" encoding="UTF-8"?>${text}`)]);
    // Not its asynchronous form, whose workers a Content-Security-Policy refuses.
    const archive = window.fflate.zipSync(Object.fromEntries(files), {mtime: '1980-01-01'});
    const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
    save(new Blob([archive], {type}), `${name}.xlsx`);
  };

  function save(blob, name) {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  /* The parts of a workbook of one sheet, ECMA-376. */
  function workbook(name, columns, rows) {
    const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
    const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
    const parts = 'http://schemas.openxmlformats.org/package/2006';
    const kinds = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
    const relations = links => `<Relationships xmlns="${parts}/relationships">` + links.map(([kind, target], n) =>
      `<Relationship Id="r${n + 1}" Type="${office}/${kind}" Target="${target}"/>`).join('') + '</Relationships>';
    return {
      '[Content_Types].xml': `<Types xmlns="${parts}/content-types">` +
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
        `<Override PartName="/xl/workbook.xml" ContentType="${kinds}.sheet.main+xml"/>` +
        `<Override PartName="/xl/styles.xml" ContentType="${kinds}.styles+xml"/>` +
        `<Override PartName="/xl/sheet.xml" ContentType="${kinds}.worksheet+xml"/></Types>`,
      '_rels/.rels': relations([['officeDocument', 'xl/workbook.xml']]),
      'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${office}"><sheets>` +
        `<sheet name="${escape(name.slice(0, 31))}" sheetId="1" r:id="r1"/></sheets></workbook>`,
      'xl/_rels/workbook.xml.rels': relations([['worksheet', 'sheet.xml'], ['styles', 'styles.xml']]),
      'xl/styles.xml': `<styleSheet xmlns="${main}">${STYLES}</styleSheet>`,
      'xl/sheet.xml': `<worksheet xmlns="${main}">${sheet(columns, rows)}</worksheet>`,
    };
  }

  // Cell styles: 0 words, 1 heads, 2 days (as the reader's country writes them), 3 numbers.
  const STYLES = '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>' +
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>' +
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4">' + [[0, 0], [0, 1], [14, 0], [0, 0]]
      .map(([format, font]) => `<xf numFmtId="${format}" fontId="${font}" fillId="0" borderId="0" xfId="0" ` +
        'applyNumberFormat="1" applyFont="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>')
      .join('') + '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>';

  function sheet(columns, rows) {
    const widths = columns.map((column, n) => {
      const longest = Math.max(...rows.map(row => Math.min(60, row[n].text.length)), column.name.length);
      return `<col min="${n + 1}" max="${n + 1}" width="${Math.max(9, longest + 2)}" customWidth="1"/>`;
    });
    const head = columns.map(column => words(cahier.titleOf(column), 1)).join('');
    const body = rows.map(row => `<row>${row.map(cell).join('')}</row>`).join('');
    const last = `${letters(columns.length - 1)}${rows.length + 1}`;
    return '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" ' +
      `state="frozen"/></sheetView></sheetViews><cols>${widths.join('')}</cols>` +
      `<sheetData><row>${head}</row>${body}</sheetData><autoFilter ref="A1:${last}"/>`;
  }

  function cell(cell) {
    if (/^\d{4}-\d\d-\d\d$/.test(cell.written)) {
      return `<c s="2"><v>${(Date.parse(cell.written) - FIRST_DAY) / DAY}</v></c>`;
    }
    if (isNumber(cell)) return `<c s="3"><v>${cell.value}</v></c>`;
    return words(cell.text, 0);
  }

  function words(text, style) {
    if (!text) return `<c s="${style}"/>`;
    return `<c s="${style}" t="inlineStr"><is><t xml:space="preserve">${escape(text.slice(0, MOST))}</t></is></c>`;
  }

  function letters(n) {
    return n < 26 ? String.fromCharCode(65 + n) : letters(Math.floor(n / 26) - 1) + letters(n % 26);
  }

  function escape(text) {
    return text.replace(CONTROLS, '').replace(/&/g, '&amp;').replace(/</g, '&lt;')
      .replace(/>/g, '&gt;').replace(/"/g, '&quot;');
  }
})(window.cahier);
