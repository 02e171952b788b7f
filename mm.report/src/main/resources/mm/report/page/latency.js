// One line per driver: how many callbacks took how long.
function showLatency({ latency }) {
  const body = place('latency-body');
  const drivers = Object.keys(latency.histograms);
  if (!drivers.length) {
    nothing(body, latency.callbacks.length ? 'Not measured in this run; who was called how often:' : 'No driver was called.');
    if (latency.callbacks.length) body.append(tableBlock('Callbacks', callbackColumns(false), latency.callbacks));
    return;
  }
  chart(body, {
    name: 'latency',
    label: latencyWords(latency),
    height: () => (narrow() ? 300 : 340),
    option: () => latencyOption(latency, drivers),
    words: latencyWords(latency),
    caption: 'Histogram: callbacks that took up to',
    columns: [['up to', (each) => each.limit, 'text'], ...drivers.map((driver) => [driver, (each) => number(each[driver])])],
    rows: latencyRows(latency, drivers),
  });
  body.append(tableBlock('Callbacks', callbackColumns(true), latency.callbacks));
}

function callbackColumns(measured) {
  const counts = [
    ['driver', (each) => each.driver, 'text'], ['callback', (each) => each.callback, 'text'],
    ['calls', (each) => number(each.calls)], ['may not wait', (each) => number(each.forbidden)],
    ['declined', (each) => number(each.declined)],
  ];
  const times = [
    ['median', (each) => duration(each.p50)], ['90 %', (each) => duration(each.p90)], ['99 %', (each) => duration(each.p99)],
    ['longest', (each) => duration(each.max)], ['together', (each) => duration(each.total)],
  ];
  return measured ? [...counts, ...times] : counts;
}

function latencyWords({ callbacks }) {
  const slowest = callbacks.reduce((a, b) => (b.p99 > a.p99 ? b : a));
  const most = callbacks.reduce((a, b) => (b.total > a.total ? b : a));
  return 'Measured while this ran, on its machine; both scales are logarithmic. Slowest at 99 %: ' + slowest.driver + ' ' + slowest.callback + ' with ' + duration(slowest.p99) +
    '. Most time together: ' + most.driver + ' ' + most.callback + ' with ' + duration(most.total) + '.';
}

// The buckets that hold something, and one on each side.
function usedBuckets({ histograms }) {
  const used = Object.values(histograms).flatMap((each) => each.map((count, at) => (count ? at : -1)).filter((at) => at >= 0));
  const first = Math.max(0, Math.min(...used) - 1);
  return Array.from({ length: Math.max(...used) + 2 - first }, (_, at) => first + at);
}

const latencyRows = (latency, drivers) => usedBuckets(latency).map((bucket) => ({
  limit: duration(2 ** bucket),
  ...Object.fromEntries(drivers.map((driver) => [driver, latency.histograms[driver][bucket] || 0])),
}));

const DRIVER_COLORS = {
  light: ['#1f5fa8', '#c2701c', '#1b7f5c', '#a33b6b', '#6a5acd', '#7a6a1f', '#2a8ea3', '#555f6b'],
  dark: ['#7fb2ea', '#e9a25f', '#6fcfa8', '#e88bb4', '#b0a4f5', '#d3c36b', '#74cfe3', '#a9b3be'],
};
const driverColors = () => DRIVER_COLORS[window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'];
const LINES = ['solid', 'dashed', 'dotted'];
const SYMBOLS = ['circle', 'rect', 'triangle', 'diamond'];

function latencyOption(latency, drivers) {
  const buckets = usedBuckets(latency);
  return {
    ...base(),
    color: driverColors(),
    tooltip: { ...base().tooltip, trigger: 'axis', order: 'valueDesc', valueFormatter: (value) => number(value || 0) },
    legend: { top: 0, type: 'scroll', textStyle: { color: color('ink') }, pageTextStyle: { color: color('ink') }, pageIconColor: color('accent') },
    grid: { left: narrow() ? 48 : 60, right: 28, top: 40, bottom: 48 },
    xAxis: { type: 'category', boundaryGap: false, data: buckets.map((each) => duration(2 ** each)), name: 'took up to', nameLocation: 'middle', nameGap: 30, nameTextStyle: axisText(), axisLabel: { ...axisText(), hideOverlap: true }, axisLine: { lineStyle: { color: color('line') } } },
    yAxis: valueAxis({ type: 'log', min: 1, logBase: 10, axisLabel: { ...axisText(), formatter: number }, minorSplitLine: { show: false } }),
    series: drivers.map((driver, at) => ({
      name: driver, type: 'line', symbol: SYMBOLS[at % 4], symbolSize: 5,
      lineStyle: { width: 2, type: LINES[Math.floor(at / 3) % 3] },
      data: buckets.map((each) => latency.histograms[driver][each] || null),
    })),
  };
}
