// What the OOM reaper got, kill by kill.
function showReaps({ reaps, timeline }) {
  const body = place('reaper-body');
  if (!reaps.list.length) {
    nothing(body, 'Memory never ran out in this run.');
    return;
  }
  const rows = reaps.list.map((each) => ({
    ...each, reaped: Number(each.reapedMappings || 0), skipped: Number(each.skippedMappings || 0),
  }));
  if (!rows.some((each) => 'pages' in each)) {
    body.append(tableBlock('What the reaper answered', [['when', (each) => moment(each.t, timeline.to - timeline.from), 'text'],
      ['where', (each) => each.space, 'text'], ['answer', (each) => each.outcome, 'text']], rows));
    return;
  }
  chart(body, {
    name: 'reaper',
    label: reapWords(rows, reaps.leftOut),
    height: () => Math.min(560, rows.length * 24 + 84),
    option: () => reapOption(rows),
    words: reapWords(rows, reaps.leftOut),
    caption: 'Kills',
    columns: [['when', (each) => moment(each.t, timeline.to - timeline.from), 'text'], ['victim', (each) => each.space || 'nobody', 'text'],
      ['outcome', (each) => each.outcome || each.reason, 'text'], ['pages freed', (each) => number(each.pages || 0)],
      ['mappings reaped', (each) => number(each.reaped)], ['mappings skipped', (each) => number(each.skipped)],
      ['attempts', (each) => number(each.attempts || 0)], ['finished', (each) => number(each.finishedMillis || 0) + ' ms']],
    rows,
  });
}

function reapWords(rows, leftOut) {
  const sum = (value) => rows.reduce((all, each) => all + value(each), 0);
  const outcomes = new Map();
  rows.forEach((each) => outcomes.set(each.outcome || 'nobody killed', (outcomes.get(each.outcome || 'nobody killed') || 0) + 1));
  return plural(rows.length + leftOut, 'kill') + (leftOut ? ', the first ' + number(rows.length) + ' of them shown' : '') + ': ' +
    [...outcomes].map(([outcome, count]) => outcome + ' ' + number(count)).join(', ') + '. ' +
    plural(sum((each) => Number(each.pages || 0)), 'page') + ' freed, ' + plural(sum((each) => each.skipped), 'mapping') + ' skipped because a driver declined.';
}

function reapOption(rows) {
  const bar = (name, field, tone) => ({
    name, type: 'bar', stack: 'mappings', barMaxWidth: 16, itemStyle: { color: color(tone) }, data: rows.map((each) => each[field]),
  });
  return {
    ...base(),
    tooltip: { ...base().tooltip, trigger: 'axis', axisPointer: { type: 'shadow' }, valueFormatter: number },
    legend: { top: 0, textStyle: { color: color('ink') } },
    grid: { left: narrow() ? 84 : 128, right: 24, top: 36, bottom: 30 },
    xAxis: valueAxis({ type: 'value', minInterval: 1, splitNumber: narrow() ? 2 : 5 }),
    yAxis: { type: 'category', inverse: true, data: rows.map((each, at) => (narrow() ? '' : 'kill ') + (at + 1) + ': ' + (each.space || 'nobody')), axisLabel: { ...axisText(), color: color('ink'), hideOverlap: true }, axisTick: { show: false }, axisLine: { show: false } },
    series: [bar('mappings reaped', 'reaped', 'needed'), bar('mappings skipped', 'skipped', 'declined')],
  };
}
