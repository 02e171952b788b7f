// The head of the page: verdict, facts, the most important numbers, one row per driver.
function showSummary({ summary, drivers }) {
  const verdict = place('verdict');
  if (summary.verdict) {
    verdict.textContent = (summary.verdict === 'clean' ? 'Clean: ' : 'Found: ') + summary.verdictText;
    verdict.classList.add(summary.verdict);
  }
  const facts = place('facts');
  Object.entries(summary.facts).forEach(([name, value]) => {
    const pair = element('div');
    const isCount = name !== 'seed' && /^\d+$/.test(value);
    pair.append(element('dt', name[0].toUpperCase() + name.slice(1)), element('dd', isCount ? number(Number(value)) : value));
    facts.append(pair);
  });
  showTiles(summary, drivers);
  place('numbers-table').append(tableBlock('Drivers', driverColumns(drivers), drivers));
  foldedTable(place('numbers'), 'Sections by cause', [['cause', (each) => each[0], 'text'],
    ['sections', (each) => number(each[1])]], Object.entries(summary.causes));
  foldedTable(place('numbers'), 'Operations', [['operation', (each) => each[0], 'text'],
    ['times', (each) => number(each[1])]], Object.entries(summary.operations).sort((a, b) => b[1] - a[1]));
}

function showTiles({ counts, spaces }, drivers) {
  const sum = (value) => drivers.reduce((all, each) => all + value(each), 0);
  const tile = (value, text, isBad) => {
    const made = element('li', null, isBad && value ? { class: 'bad' } : {});
    made.append(element('b', number(value)), element('span', text));
    place('tiles').append(made);
  };
  tile(counts.operation || 0, 'operations');
  tile(counts['section-begin'] || 0, 'sections');
  tile((counts.callback || 0) + (counts.decline || 0), 'callbacks');
  tile(drivers.length, 'drivers');
  tile(spaces, 'address spaces');
  tile(counts.decline || 0, 'declined');
  tile(counts.wait || 0, 'waits');
  tile(sum((each) => figure(each, 'stale', each.stale)), 'stale translations', true);
  tile(sum((each) => figure(each, 'violations', each.violations)), 'broken promises', true);
}

// What the driver's own figures say, else what was counted.
const figure = (driver, name, counted = 0) =>
  (name in driver.figures ? Number(driver.figures[name]) : counted);

function driverColumns(drivers) {
  const known = (name) => drivers.some((each) => name in each.figures);
  const shown = (title, name) => [title, (each) => (name in each.figures ? number(each.figures[name]) : '–')];
  const bad = (title, name) => [title, (each) => {
    const count = figure(each, name, each[name]);
    return { text: number(count), bad: count > 0 };
  }];
  return [
    ['driver', (each) => each.id, 'text'],
    ['told', (each) => number(each.told)],
    ...(known('toldInVain') ? [['in vain', (each) => percent(each.figures.toldInVain, each.figures.told)]] : []),
    ['declined', (each) => number(each.declined)],
    ['waits', (each) => number(each.waits)],
    ...['made', 'dropped', 'held', 'retries'].filter(known).map((name) => shown(name, name)),
    ...(drivers.some((each) => each.nanos) ? [['in callbacks', (each) => duration(each.nanos)]] : []),
    bad('stale', 'stale'),
    bad('broken', 'violations'),
  ];
}
