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
    height: () => Math.min(460, 140 + 28 * new Set(waits.map((each) => each.holder || each.port)).size),
    option: () => waitOption(waits),
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

// Who waits stands on the left, who is waited for on the right; who does both, in the middle.
function waitNodes(waits) {
  const holder = (each) => each.holder || each.port;
  const waiters = new Set(waits.map((each) => each.waiter));
  const holders = new Set(waits.map(holder));
  const columns = [[], [], []];
  new Set([...waiters, ...holders]).forEach((name) => columns[!holders.has(name) ? 0 : !waiters.has(name) ? 2 : 1].push(name));
  const labels = [narrow() ? 'bottom' : 'left', 'bottom', narrow() ? 'bottom' : 'right'];
  return columns.flatMap((names, column) => names.map((name, at) => ({
    name,
    x: column * 100,
    y: 100 * (at + 0.5) / names.length + (column === 1 ? 4 : 0),
    label: { position: labels[column] },
  })));
}

function waitOption(waits) {
  const tone = (each) => color(each.end === 'deadlock' ? 'bad' : 'soft');
  return {
    ...base(),
    series: [{
      type: 'graph', layout: 'none', roam: false, symbolSize: 16, edgeSymbol: ['none', 'arrow'], edgeSymbolSize: 9,
      left: narrow() ? 60 : '24%', right: narrow() ? 60 : '28%', top: 24, bottom: 40,
      label: { show: true, color: color('ink'), fontSize: narrow() ? 10 : 13 },
      itemStyle: { color: color('heat-1'), borderColor: color('accent'), borderWidth: 1.5 },
      data: waitNodes(waits),
      links: waits.map((each) => ({
        source: each.waiter, target: each.holder || each.port,
        lineStyle: { color: tone(each), opacity: 0.8, width: Math.min(5, 1.2 + Math.log10(each.count) * 1.5), curveness: 0.04 },
        label: { show: waits.length <= 4, formatter: each.port, color: tone(each), fontSize: 11 },
        port: each.port, count: each.count,
      })),
      tooltip: { formatter: ({ data }) => (data.source ? safe(data.source) + ' waits for ' + safe(data.port) + '<br>' + plural(data.count, 'time') + ', ' + safe(data.target) + ' has it' : safe(data.name)) },
    }],
  };
}
