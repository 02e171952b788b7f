// Charts in the colours of the page; drawn again when those or the width change.
const charts = [];
const color = (name) => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
const narrow = () => window.innerWidth < 640;

// The chart's frame: the picture, what it says in words, and its numbers as a table.
function chart(parent, { name, label, height, option, words, columns, rows, caption }) {
  const picture = element('div', null, { class: 'chart', role: 'img', 'aria-label': label, 'data-chart': name });
  picture.style.height = height() + 'px';
  parent.append(picture);
  if (words) parent.append(element('p', words, { class: 'summary-text' }));
  if (rows) foldedTable(parent, caption, columns, rows);
  const made = { picture, option, height, drawn: null };
  charts.push(made);
  return made;
}

function draw(made) {
  made.picture.style.height = made.height() + 'px';
  if (!made.drawn) made.drawn = echarts.init(made.picture, null, { renderer: 'canvas' });
  made.drawn.resize();
  made.drawn.setOption(made.option(made.picture.clientWidth), { notMerge: true });
  if (made.after) made.after(made.drawn);
}

const axisText = () => ({ color: color('soft'), fontSize: 12 });
const base = () => ({
  animation: false,
  aria: { enabled: false }, // the frame says it, with the page's own words
  textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: color('ink') },
  tooltip: {
    confine: true,
    backgroundColor: color('card'),
    borderColor: color('line'),
    textStyle: { color: color('ink'), fontSize: 13 },
  },
});
const valueAxis = (more = {}) => ({
  axisLabel: axisText(),
  axisLine: { lineStyle: { color: color('line') } },
  splitLine: { lineStyle: { color: color('line') } },
  nameTextStyle: axisText(),
  ...more,
});
const heat = () => ['heat-0', 'heat-1', 'heat-2', 'heat-3'].map(color);

const escapes = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const safe = (text) => String(text).replace(/[&<>"]/g, (each) => escapes[each]);

function drawAll() {
  charts.forEach(draw);
}

let lastWidth = window.innerWidth;
window.addEventListener('resize', () => {
  if (window.innerWidth !== lastWidth) {
    lastWidth = window.innerWidth;
    requestAnimationFrame(drawAll);
  }
});
window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', drawAll);

function nothing(parent, text) {
  parent.append(element('p', text, { class: 'none' }));
}
