// Tables that can be read aloud and copied. A column is [title, value of a row, kind]; kinds: text, long, number.
function cell(row, [, value, kind], isFirst) {
  const content = value(row);
  const made = element(isFirst ? 'th' : 'td', typeof content === 'object' ? content.text : content);
  if (isFirst) made.setAttribute('scope', 'row');
  if (kind === 'text' || kind === 'long') made.classList.add('text');
  if (kind === 'long') made.classList.add('long');
  if (content && content.bad) made.classList.add('bad');
  return made;
}

function table(caption, columns, rows) {
  const made = element('table');
  made.append(element('caption', caption, { class: 'unseen' }));
  const head = element('tr');
  columns.forEach(([title, , kind]) =>
    head.append(element('th', title, { scope: 'col', class: kind ? 'text' : '' })));
  const body = element('tbody');
  rows.forEach((row) => {
    const line = element('tr');
    columns.forEach((column, at) => line.append(cell(row, column, at === 0)));
    body.append(line);
  });
  made.append(element('thead'));
  made.tHead.append(head);
  made.append(body);
  return made;
}

const tabbed = (made) =>
  [...made.rows].map((row) => [...row.cells].map((each) => each.textContent).join('\t')).join('\n');

async function copy(text, what) {
  try {
    await navigator.clipboard.writeText(text);
  } catch (refused) {
    const area = element('textarea', text);
    document.body.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
  }
  say(what + ' copied');
}

// The table with its bar: how many rows, and a button that copies them.
function tableBlock(caption, columns, rows) {
  const block = element('div', null, { class: 'data' });
  const made = table(caption, columns, rows);
  const bar = element('div', null, { class: 'table-bar' });
  const button = element('button', 'Copy', { type: 'button', 'aria-label': 'Copy table: ' + caption });
  button.addEventListener('click', () => {
    copy(tabbed(made), 'Table');
    button.textContent = 'Copied';
    setTimeout(() => { button.textContent = 'Copy'; }, 1500);
  });
  const isLong = rows.length > 30;
  bar.append(element('p', caption + (isLong ? ' (' + plural(rows.length, 'row') + ')' : '')), button);
  const scroll = element('div', null, { class: isLong ? 'scroll tall' : 'scroll', tabindex: '0', role: 'region', 'aria-label': caption });
  scroll.append(made);
  block.append(bar, scroll);
  return block;
}

// A table behind a summary, filled when it is opened: a closed one costs nothing.
function foldedTable(parent, caption, columns, rows) {
  const details = element('details');
  details.append(element('summary', caption + ' (' + plural(rows.length, 'row') + ')'));
  details.addEventListener('toggle', () => {
    if (details.open && details.children.length === 1) details.append(tableBlock(caption, columns, rows));
  });
  parent.append(details);
}
