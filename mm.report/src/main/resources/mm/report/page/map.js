// Addresses over time, and the storms among them.
function showMap({ map, storms, timeline }) {
  const body = place('map-body');
  if (!map.cells.length) {
    nothing(body, 'No section was of a range of addresses.');
    return;
  }
  const span = timeline.to - timeline.from;
  chart(body, {
    name: 'map',
    label: mapWords(map, storms),
    height: () => Math.max(150, Math.min(560, map.rows.length * 12 + 60)),
    option: () => mapOption(map, storms, timeline),
    words: mapWords(map, storms),
    caption: 'Sections per range of addresses',
    columns: [['from', (each) => each.from, 'text'], ['to', (each) => each.to, 'text'],
      ['sections', (each) => number(each.sections)], ['most at once', (each) => number(each.most)],
      ['at', (each) => moment(each.at, span)]],
    rows: mapRows(map, timeline),
  });
  if (storms.length) {
    body.append(element('h3', 'Storms'));
    body.append(tableBlock('Storms: stretches with at least eight times the mean',
      [['from', (each) => moment(each.from, span), 'text'], ['lasted', (each) => duration(each.to - each.from)],
        ['sections', (each) => number(each.sections)],
        ['per ms', (each) => rate(each.sections * 1e6 / (each.to - each.from))],
        ['mostly', (each) => each.cause, 'text']], storms));
  }
}

function mapWords(map, storms) {
  return plural(map.rows.length, 'range') + ' of ' + bytes(rowBytes(map.rows[0])) + ' each were changed. ' +
    (map.whole ? plural(map.whole, 'section') + ' of a whole space, as at exit, not shown. ' : '') +
    (storms.length ? 'Shaded: ' + plural(storms.length, 'storm') + ', the largest with ' + plural(storms[0].sections, 'section') + '.' : 'No storms.');
}

const rate = (value) => (value >= 1000 ? number(value) : value.toPrecision(3));

const rowBytes = ([start, end]) => Number(BigInt(end) - BigInt(start));

function mapRows({ rows, cells, width }, { from }) {
  const made = rows.map(([start, end]) => ({ from: start, to: end, sections: 0, most: 0, at: from }));
  for (let i = 0; i < cells.length; i += 3) {
    const row = made[cells[i + 1]];
    row.sections += cells[i + 2];
    if (cells[i + 2] > row.most) {
      row.most = cells[i + 2];
      row.at = from + cells[i] * width;
    }
  }
  return made;
}

function mapOption({ rows, cells, columns, width }, storms, { from, to }) {
  const span = to - from;
  const data = [];
  let most = 1;
  for (let i = 0; i < cells.length; i += 3) {
    data.push([cells[i], cells[i + 1], Math.log10(cells[i + 2] + 1), cells[i + 2]]);
    most = Math.max(most, cells[i + 2]);
  }
  const areas = storms.map((each) => [
    { xAxis: Math.floor((each.from - from) / width) }, { xAxis: Math.min(columns - 1, Math.ceil((each.to - from) / width)) },
  ]);
  return {
    ...base(),
    grid: { left: narrow() ? 92 : 128, right: 14, top: 8, bottom: 34 },
    xAxis: {
      type: 'category', data: Array.from({ length: columns }, (_, at) => moment(from + at * width, span)),
      axisLabel: { ...axisText(), interval: Math.floor(columns / (narrow() ? 3 : 6)), hideOverlap: true }, axisTick: { show: false }, axisLine: { lineStyle: { color: color('line') } },
    },
    yAxis: {
      type: 'category', data: rows.map(([start]) => start), axisTick: { show: false },
      axisLabel: { ...axisText(), fontSize: narrow() ? 10 : 11, interval: rows.length > 30 ? 1 : 0, fontFamily: 'ui-monospace, monospace' }, axisLine: { show: false },
    },
    visualMap: { show: false, min: 0, max: Math.log10(most + 1), dimension: 2, inRange: { color: heat() } },
    series: [{
      type: 'heatmap', data,
      tooltip: { formatter: ({ value }) => '<b>' + rows[value[1]][0] + ' to ' + rows[value[1]][1] + '</b><br>' + plural(value[3], 'section') + ' from ' + moment(from + value[0] * width, span) },
      markArea: {
        silent: true, data: areas, itemStyle: { color: color('declined'), opacity: 0.16 },
        label: { show: false },
      },
    }],
  };
}
