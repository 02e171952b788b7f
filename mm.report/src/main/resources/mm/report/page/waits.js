// The wait-for graph: an arrow from who waits to who has what it waits for.
const ENDS = { ended: 'yes', lasting: 'not in this run', deadlock: 'never' };

function showWaits({ waits }) {
  const body = place('waits-body');
  if (!waits.length) {
    nothing(body, 'Nobody was seen to wait for another.');
    return;
  }
  chart(body, {
    name: 'waits',
    label: waitWords(waits),
    height: () => waitHeight(waits),
    option: (width) => waitOption(waits, width),
    words: waitWords(waits),
    caption: 'Waits',
    columns: [['who', (each) => each.waiter, 'text'], ['waited for', (each) => each.port, 'text'], ['which had', (each) => each.holder || '–', 'text'],
      ['times', (each) => number(each.count)], ['together', (each) => duration(each.nanos)], ['longest', (each) => duration(each.longest)],
      ['ended', (each) => ({ text: ENDS[each.end], bad: each.end === 'deadlock' }), 'text']],
    rows: waits,
  });
}

function waitWords(waits) {
  const endless = waits.filter((each) => each.end === 'deadlock');
  if (endless.length) {
    return 'Deadlock: ' + endless.map((each) => each.waiter + ' waits for ' + each.port + (each.holder ? ', which ' + each.holder + ' has' : '')).join('; ') + '.';
  }
  const most = [...waits].sort((a, b) => b.count - a.count).slice(0, 3);
  return plural(waits.reduce((all, each) => all + each.count, 0), 'wait') + '. Most often: ' +
    most.map((each) => each.waiter + ' for ' + each.port + ' (' + number(each.count) + ')').join(', ') + '. ' +
    (waits.some((each) => each.end === 'lasting') ? 'Some lasted to the end.' : 'Every wait ended.');
}

// Who waits for itself waits for what it would have to do, which stands for itself then.
const waitedFor = (each) => (each.holder && each.holder !== each.waiter ? each.holder : each.port);

// Who waits stands on the left, who is waited for on the right; who does both, in the middle.
function waitColumns(waits) {
  const waiters = new Set(waits.map((each) => each.waiter));
  const holders = new Set(waits.map(waitedFor));
  const columns = [[], [], []];
  new Set([...waiters, ...holders]).forEach((name) => columns[!holders.has(name) ? 0 : !waiters.has(name) ? 2 : 1].push(name));
  return columns;
}

const waitHeight = (waits) => 30 + (narrow() ? 48 : 36) * Math.max(...waitColumns(waits).map((each) => each.length));

// In pixels, so that nothing is stretched: beside the picture there is room for names, on a phone above.
function waitNodes(waits, width, height) {
  const columns = waitColumns(waits);
  const at = narrow() ? [14, width / 2, width - 14] : [0.22 * width, 0.47 * width, 0.7 * width];
  const above = { position: 'top', distance: 4, overflow: 'truncate' };
  const labels = narrow()
    ? [{ ...above, align: 'left', offset: [-10, 0], width: 0.35 * width }, { ...above, width: 0.4 * width }, { ...above, align: 'right', offset: [10, 0], width: 0.6 * width }]
    : [{ position: 'left', overflow: 'break', width: 0.2 * width }, { position: 'bottom' }, { position: 'right', overflow: 'break', width: 0.28 * width }];
  return columns.flatMap((names, column) => names.map((name, row) => ({
    name,
    value: [at[column], height * (row + 0.5) / names.length + (narrow() ? 8 : 0)],
    label: labels[column],
  })));
}

function waitOption(waits, width) {
  const height = waitHeight(waits);
  const tone = (each) => color(each.end === 'deadlock' ? 'bad' : 'soft');
  const axis = (max) => ({ type: 'value', min: 0, max, show: false });
  return {
    ...base(),
    grid: { left: 0, right: 0, top: 0, bottom: 0 },
    xAxis: axis(width),
    yAxis: { ...axis(height), inverse: true },
    series: [{
      type: 'graph', coordinateSystem: 'cartesian2d', symbolSize: 14, edgeSymbol: ['none', 'arrow'], edgeSymbolSize: 9,
      label: { show: true, color: color('ink'), fontSize: narrow() ? 11 : 13 },
      itemStyle: { color: color('heat-1'), borderColor: color('accent'), borderWidth: 1.5 },
      data: waitNodes(waits, width, height),
      links: waits.map((each) => ({
        source: each.waiter, target: waitedFor(each),
        lineStyle: { color: tone(each), opacity: 0.8, width: Math.min(5, 1.2 + Math.log10(each.count) * 1.5), curveness: 0.06 },
        label: { show: !narrow() && waits.length <= 4 && waitedFor(each) !== each.port, formatter: each.port, color: tone(each), fontSize: 11 },
        waiter: each.waiter, port: each.port, count: each.count, holder: each.holder,
      })),
      tooltip: { formatter: ({ data }) => (data.port ? safe(data.waiter) + ' waits for ' + safe(data.port) + '<br>' + plural(data.count, 'time') + (data.holder ? ', ' + safe(data.holder) + ' has it' : '') : safe(data.name)) },
    }],
  };
}
