// Puts the page together. Words and tables first, so that it can be read at once; then the charts.
const data = JSON.parse(place('data').textContent);

if (!data.outcomes.length) place('outcomes').remove();
document.querySelectorAll('main section').forEach((each) => {
  const item = element('li');
  item.append(element('a', each.querySelector('h2').textContent, { href: '#' + each.id }));
  place('contents').append(item);
});
[showSummary, showOutcomes, showStories, showTimeline, showMap, showLatency, showTelling, showReaps, showWaits, showEvents]
  .forEach((show) => show(data));
drawAll();
document.body.dataset.ready = 'true';
