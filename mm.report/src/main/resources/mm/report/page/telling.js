// Per driver: told with effect, told in vain, declined; and how often it waited.
function showTelling({ drivers }) {
  const body = place('telling-body');
  const rows = drivers.map(tellingRow).filter((each) => each.told || each.declined || each.waits);
  if (!rows.length) {
    nothing(body, 'Nobody was told of anything.');
    return;
  }
  const knowsVain = rows.some((each) => each.vain !== null);
  chart(body, {
    name: 'telling',
    label: tellingWords(rows, knowsVain),
    height: () => rows.length * 34 + 84,
    option: () => tellingOption(rows, knowsVain),
    words: tellingWords(rows, knowsVain),
    caption: 'Told, in vain, declined, waited',
    columns: [['driver', (each) => each.id, 'text'], ['told', (each) => number(each.told)],
      ['with effect', (each) => (each.vain === null ? '–' : number(each.useful))],
      ['in vain', (each) => (each.vain === null ? '–' : number(each.vain))],
      ['declined', (each) => number(each.declined)], ['waited', (each) => number(each.waits)],
      ['waited for', (each) => duration(each.waitedNanos)]],
    rows,
  });
}

// The device's own share of what was in vain, of the sections that the driver was told of.
function tellingRow(driver) {
  const measured = Number(driver.figures.told || 0);
  const accepted = driver.told - driver.declined;
  const vain = measured ? Math.round(accepted * driver.figures.toldInVain / measured) : null;
  return { ...driver, vain, useful: accepted - (vain || 0) };
}

function tellingWords(rows, knowsVain) {
  const sum = (name) => rows.reduce((all, each) => all + (each[name] || 0), 0);
  return plural(sum('told'), 'time') + ' a driver was told' +
    (knowsVain ? ', ' + percent(sum('vain'), sum('told')) + ' of them in vain' : '') + '; ' +
    plural(sum('declined'), 'decline') + ', ' + plural(sum('waits'), 'wait') + '.';
}

function tellingOption(rows, knowsVain) {
  const bar = (name, field, tone) => ({
    name, type: 'bar', stack: field === 'waits' ? 'waits' : 'told', barMaxWidth: 18, itemStyle: { color: color(tone) }, data: rows.map((each) => each[field] || 0),
  });
  const series = [
    bar(knowsVain ? 'told with effect' : 'told', 'useful', 'needed'),
    ...(knowsVain ? [bar('told in vain', 'vain', 'vain')] : []),
    bar('declined', 'declined', 'declined'),
    ...(rows.some((each) => each.waits) ? [bar('waited', 'waits', 'waited')] : []),
  ];
  return {
    ...base(),
    tooltip: { ...base().tooltip, trigger: 'axis', axisPointer: { type: 'shadow' }, valueFormatter: number },
    legend: { top: 0, type: 'scroll', textStyle: { color: color('ink') } },
    grid: { left: narrow() ? 84 : 96, right: 24, top: 36, bottom: 30 },
    xAxis: valueAxis({ type: 'value', splitNumber: narrow() ? 2 : 5, axisLabel: { ...axisText(), hideOverlap: true, formatter: number } }),
    yAxis: { type: 'category', inverse: true, data: rows.map((each) => each.id), axisLabel: { ...axisText(), color: color('ink') }, axisTick: { show: false }, axisLine: { show: false } },
    series,
  };
}
