// Lanes over time. The columns shown are those of the coarsest level that still fills the view.
const MOST_COLUMNS = 700;

function showTimeline({ timeline, listing }) {
  const body = place('timeline-body');
  const { from, to, lanes, levels } = timeline;
  if (!levels[0].lanes.some((each) => each.length)) {
    nothing(body, 'Nothing happened.');
    return;
  }
  const view = { from, to };
  const bar = element('div', null, { class: 'chart-bar' });
  const where = element('span', null, { class: 'where', 'aria-live': 'polite' });
  body.append(bar);
  const frame = chart(body, {
    name: 'timeline',
    label: timelineWords(timeline),
    height: () => lanes.length * (narrow() ? 26 : 30) + 96,
    option: () => timelineOption(timeline, view),
    words: timelineWords(timeline),
    caption: 'Timeline in ' + plural(timelineRows(timeline).length, 'stretch', 'stretches') + ' of time',
    columns: [['from', (each) => moment(each.from, to - from), 'text'],
      ...lanes.map((lane, at) => [lane, (each) => number(each.counts[at])])],
    rows: timelineRows(timeline),
  });
  timelineMarks(body, timeline);
  frame.after = (drawn) => {
    drawn.off('datazoom');
    drawn.on('datazoom', () => {
      const zoom = drawn.getOption().dataZoom[0];
      look(zoom.startValue, zoom.endValue, false);
    });
  };
  const tell = () => {
    where.textContent = moment(view.from, to - from) + ' to ' + moment(view.to, to - from) + ' (' +
      (timeline.clock === 'recorded' ? 'time of the recording' : 'time of the run') + ')';
  };
  let waiting = 0;
  function look(start, end, atOnce) {
    const least = Math.min(to - from, 2 * levels[levels.length - 1].width);
    view.from = Math.max(from, Math.min(start, to - least));
    view.to = Math.min(to, Math.max(end, view.from + least));
    tell();
    clearTimeout(waiting);
    waiting = setTimeout(() => draw(frame), atOnce ? 0 : 120);
  }
  const button = (text, title, action) => {
    const made = element('button', text, { type: 'button', title, 'aria-label': title });
    made.addEventListener('click', action);
    bar.append(made);
  };
  const zoom = (factor) => {
    const middle = (view.from + view.to) / 2;
    const half = (view.to - view.from) * factor / 2;
    look(middle - half, middle + half, true);
  };
  const move = (part) => {
    const by = Math.max(from - view.from, Math.min((view.to - view.from) * part, to - view.to));
    look(view.from + by, view.to + by, true);
  };
  button('+', 'Look closer', () => zoom(0.5));
  button('\u2212', 'Look from farther away', () => zoom(2));
  button('◀', 'Earlier', () => move(-0.5));
  button('▶', 'Later', () => move(0.5));
  button('All', 'Show all of it', () => look(from, to, true));
  bar.append(where);
  tell();
}

function timelineWords({ lanes, levels, marks, from, to }) {
  const total = (lane) => levels[0].lanes[lane].reduce((all, each, at) => all + (at % 2 ? each : 0), 0);
  const busy = lanes.map((lane, at) => lane + ' ' + number(total(at))).join(', ');
  return duration(to - from) + ' in all. ' + busy + '. ' +
    (marks.length ? plural(marks.length, 'mark') + ' for declines, waits and findings.' : 'No declines, waits or findings.');
}

function timelineRows({ levels, lanes, from }) {
  const rows = new Map();
  levels[0].lanes.forEach((lane, at) => {
    for (let i = 0; i < lane.length; i += 2) {
      if (!rows.has(lane[i])) rows.set(lane[i], { column: lane[i], from: from + lane[i] * levels[0].width, counts: lanes.map(() => 0) });
      rows.get(lane[i]).counts[at] = lane[i + 1];
    }
  });
  return [...rows.values()].sort((a, b) => a.column - b.column);
}

function levelFor({ levels }, view) {
  const fine = [...levels].reverse().find((each) => (view.to - view.from) / each.width <= MOST_COLUMNS);
  return fine || levels[0];
}

function timelineCells(timeline, view, level) {
  const cells = [];
  level.lanes.forEach((lane, at) => {
    for (let i = 0; i < lane.length; i += 2) {
      const start = timeline.from + lane[i] * level.width;
      if (start + level.width > view.from && start < view.to) cells.push([start, at, lane[i + 1], start + level.width]);
    }
  });
  return cells;
}

const MARKS = {
  decline: ['triangle', 'declined'], wait: ['rect', 'waited'], violation: ['diamond', 'bad'], stale: ['diamond', 'bad'], reap: ['pin', 'accent'],
};

function timelineOption(timeline, view) {
  const { lanes, from, to, marks } = timeline;
  const span = view.to - view.from;
  const cells = timelineCells(timeline, view, levelFor(timeline, view));
  const most = cells.reduce((all, each) => Math.max(all, each[2]), 1);
  const shades = heat();
  const shade = (count) => shades[Math.min(3, Math.floor(4 * Math.log(count + 1) / Math.log(most + 2)))];
  return {
    ...base(),
    grid: { left: narrow() ? 84 : 96, right: 34, top: 8, bottom: 76 },
    xAxis: valueAxis({
      type: 'value', min: view.from, max: view.to, splitNumber: narrow() ? 2 : 6,
      axisLabel: { ...axisText(), hideOverlap: true, formatter: (at) => moment(at, span) }, splitLine: { show: false },
      axisPointer: { show: false },
    }),
    yAxis: { type: 'category', data: lanes, inverse: true, axisLabel: { ...axisText(), color: color('ink') }, axisLine: { show: false }, axisTick: { show: false }, splitArea: { show: false }, splitLine: { show: true, lineStyle: { color: color('line') } } },
    dataZoom: [{
      type: 'slider', xAxisIndex: 0, filterMode: 'none', startValue: view.from, endValue: view.to,
      bottom: 8, height: 26, brushSelect: false, showDataShadow: false, labelFormatter: '', borderColor: color('line'), fillerColor: color('heat-1') + '55',
      handleStyle: { color: color('card'), borderColor: color('accent') }, moveHandleSize: 0,
    }],
    series: [
      {
        type: 'custom', clip: true, encode: { x: [0, 3], y: 1 }, data: cells,
        renderItem: (params, api) => {
          const start = api.coord([api.value(0), api.value(1)]);
          const end = api.coord([api.value(3), api.value(1)]);
          const height = api.size([0, 1])[1] * 0.72;
          return {
            type: 'rect', shape: { x: start[0], y: start[1] - height / 2, width: Math.max(1.5, end[0] - start[0] + 0.3), height },
            style: { fill: shade(api.value(2)) },
          };
        },
        tooltip: { formatter: ({ value }) => '<b>' + safe(lanes[value[1]]) + '</b><br>' + number(value[2]) + ' between ' + moment(value[0], span) + ' and ' + moment(value[3], span) },
      },
      {
        type: 'scatter', clip: true, symbolSize: 11, z: 5,
        data: marks.filter((each) => each.t >= view.from && each.t <= view.to).map((each) => ({
          value: [each.t, each.lane], name: each.text, symbol: MARKS[each.kind][0],
          itemStyle: { color: color(MARKS[each.kind][1]), borderColor: color('card'), borderWidth: 1 },
        })),
        tooltip: { formatter: ({ name, value }) => '<b>' + safe(lanes[value[1]]) + '</b> at ' + moment(value[0], span) + '<br>' + safe(name) },
      },
    ],
  };
}

function timelineMarks(body, { marks, marksLeftOut, lanes, from, to }) {
  if (marks.length) {
    foldedTable(body, 'Declines, waits and findings' + (marksLeftOut ? ', the first ' + number(marks.length) + ' of ' + number(marks.length + marksLeftOut) : ''),
      [['when', (each) => moment(each.t, to - from), 'text'], ['who', (each) => lanes[each.lane], 'text'],
        ['kind', (each) => each.kind, 'text'], ['what', (each) => each.text, 'long']], marks);
  }
}
