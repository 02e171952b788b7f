// What was found, each with the steps that led there; and the events one by one.
function showStories({ stories, summary }) {
  const body = place('findings-body');
  if (!stories.list.length) {
    nothing(body, summary.verdict === 'found' ? 'See the drivers above: what was found has no moment of its own.' : 'No promise was broken, and no stale translation was found.');
    return;
  }
  stories.list.forEach((each) => body.append(story(each)));
  if (stories.leftOut) nothing(body, plural(stories.leftOut, 'more finding') + ', not told here; the event log has them.');
}

function story(found) {
  const made = element('div', null, { class: 'story' });
  const times = found.count > 1 ? ' (' + number(found.count) + ' times)' : '';
  made.append(element('h3', [found.rule, found.driver, found.text].filter(Boolean).join(': ') + times));
  if (found.space) made.append(element('p', 'in ' + found.space, { class: 'none' }));
  const steps = element('ol');
  found.steps.forEach((each) => {
    const step = element('li');
    step.append(element('span', each.who || '–', { class: 'who' }), element('span', each.what, { class: 'what' }));
    steps.append(step);
  });
  made.append(steps);
  const button = element('button', 'Copy story', { type: 'button' });
  button.addEventListener('click', () =>
    copy(found.steps.map((each, at) => (at + 1) + '\t' + each.who + '\t' + each.what).join('\n'), 'Story'));
  made.append(button);
  return made;
}

function showEvents({ listing, timeline, summary }) {
  const body = place('events-body');
  const span = timeline.to - timeline.from;
  const columns = [['line', (each) => number(each.seq)], ['when', (each) => moment(each.t, span), 'text'], ['who', (each) => each.who, 'text'],
    ['what', (each) => each.kind.replace('-', ' ') + ' – ' + each.what, 'long'], ['took', (each) => (each.ns ? duration(each.ns) : '')]];
  body.append(element('p', plural(summary.events, 'event') + ' in the log. ' +
    (listing.all.length ? 'All of them:' : 'Too many to list here; --events writes them to a file.'), { class: 'none' }));
  if (listing.all.length) foldedTable(body, 'All events', columns, listing.all);
  if (listing.longest.some((each) => each.ns)) foldedTable(body, 'The longest callbacks', columns, listing.longest);
}
