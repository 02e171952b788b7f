// Numbers, times and addresses in words.
const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const number = (value) => whole.format(value);
const percent = (part, all) => (all ? (100 * part / all).toFixed(part * 1000 < all ? 2 : 1) + ' %' : '–');

const units = [[1e9, 's'], [1e6, 'ms'], [1e3, 'µs'], [1, 'ns']];
function duration(nanos) {
  if (!nanos) return '0';
  const [scale, unit] = units.find(([each]) => nanos >= each) || units[3];
  const value = nanos / scale;
  return (value >= 100 || unit === 'ns' ? value.toFixed(0) : value.toFixed(value >= 10 ? 1 : 2)) + ' ' + unit;
}

// A moment, with as many digits as the stretch of time around it calls for.
function moment(nanos, span) {
  const [scale, unit] = units.find(([each]) => span >= each) || units[3];
  const digits = Math.max(0, Math.min(6, 3 - Math.floor(Math.log10(Math.max(span, 1) / scale))));
  return (nanos / scale).toFixed(digits) + ' ' + unit;
}

function bytes(count) {
  const names = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let at = 0;
  for (; count >= 1024 && at < names.length - 1; at++) count /= 1024;
  return (count >= 10 ? count.toFixed(0) : count.toFixed(1).replace(/\.0$/, '')) + ' ' + names[at];
}

const plural = (count, one, many = one + 's') => number(count) + ' ' + (count === 1 ? one : many);

function element(tag, text, attributes = {}) {
  const made = document.createElement(tag);
  if (text !== undefined && text !== null) made.textContent = text;
  Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
  return made;
}

const place = (id) => document.getElementById(id);

function say(text) {
  place('said').textContent = '';
  requestAnimationFrame(() => { place('said').textContent = text; });
}
