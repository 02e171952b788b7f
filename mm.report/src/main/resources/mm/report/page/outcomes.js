// Scenarios down, rules across: what became of them.
const WRONG = ['stalls', 'unpaired', 'deadlocks', 'corrupts'];

function showOutcomes({ outcomes }) {
  if (!outcomes.length) return;
  const body = place('outcomes-body');
  const rules = [...new Set(outcomes.map((each) => each.rule))];
  const rows = [...new Set(outcomes.map((each) => each.scenario))];
  const found = (scenario, rule) => outcomes.find((each) => each.scenario === scenario && each.rule === rule);
  const words = (each) => (each ? { text: each.outcome + (each.answer === 'unexpected' ? ' (not expected)' : ''), bad: each.answer === 'unexpected' || WRONG.includes(each.outcome) } : '\u2013');
  body.append(tableBlock('Outcomes by rule', [['scenario', (each) => each, 'text'],
    ...rules.map((rule) => [rule, (each) => words(found(each, rule)), 'text'])], rows));
  foldedTable(body, 'Outcomes one by one', [['scenario', (each) => each.scenario, 'text'], ['rule', (each) => each.rule, 'text'],
    ['outcome', (each) => each.outcome, 'text'], ['as expected', (each) => each.answer, 'text'],
    ['orders run', (each) => number(each.runs || 0)], ['left out', (each) => number(each.pruned || 0)],
    ['why', (each) => each.text || '', 'long']], outcomes);
}
