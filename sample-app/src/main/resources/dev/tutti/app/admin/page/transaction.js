// One transaction, or one hold: what happened, drawn branch by branch, and what can be done.
import { fill, h, plain, s, text, trouble } from './dom.js';
import { COMMITTED, age, moment, state } from './words.js';
import { get } from './api.js';
import { resolver } from './resolve.js';

const VOTE = 200, DECISION = 420, END = 640, WIDTH = 920, LANE = 58, TOP = 62;

const short = (value, most) => {
  const whole = plain(value);
  return whole.length > most ? `${whole.slice(0, most - 1)}\u2026` : whole;
};

function lane(y, name, w, done, detail) {
  return s('g', { class: w.tone },
    s('text', { class: 'lane-name', x: 0, y: y + 5 }, short(name, 18), s('title', {}, plain(name))),
    s('line', { class: 'path', x1: VOTE, x2: DECISION, y1: y, y2: y }),
    s('line', { class: done ? 'path' : 'path open', x1: DECISION, x2: END, y1: y, y2: y }),
    s('circle', { class: 'voted', cx: VOTE, cy: y, r: 6 }),
    s('circle', { class: done ? 'end' : 'end open', cx: END, cy: y, r: 12 }),
    s('text', { class: 'end-symbol', x: END, y: y + 5 }, w.symbol),
    s('text', { class: 'end-word', x: END + 24, y: y + 0 }, w.word),
    s('text', { class: 'end-term', x: END + 24, y: y + 17 }, short(detail, 38)));
}

// From left to right: the vote of each source, the decision, and how each branch has ended.
function drawing(t) {
  const lanes = [
    ...t.committed.map((name) => ({ name, w: COMMITTED, done: true, detail: COMMITTED.term })),
    ...t.branches.map((b) => ({ name: b.resource, w: state(b.condition), done: false, detail: state(b.condition).term })),
  ];
  const height = TOP + lanes.length * LANE + 18;
  const when = t.since.epochMillis && t.since.exact ? moment(t.since.epochMillis).slice(11) : '';
  const words = lanes.map((l) => `${plain(l.name)}: ${l.w.word}`).join('; ');
  return h('div', { class: 'scroll', 'data-scroll': 'drawing', tabindex: '0', role: 'region', 'aria-label': 'The transaction, drawn branch by branch' },
    s('svg', { class: 'timeline', viewBox: `0 0 ${WIDTH} ${height}`, width: WIDTH, height, role: 'img', 'aria-label': `Every source voted yes. ${t.decided ? 'It was decided to commit.' : 'The log of this node has no decision.'} ${words}.` },
      s('text', { class: 'column', x: VOTE, y: 20 }, 'voted yes'),
      s('text', { class: 'column term', x: VOTE, y: 36 }, 'prepared'),
      s('text', { class: t.decided ? 'column strong' : 'column', x: DECISION, y: 20 }, t.decided ? 'decided: commit' : 'no decision here'),
      s('text', { class: 'column term', x: DECISION, y: 36 }, t.decided ? when : 'not in the log'),
      s('text', { class: 'column', x: END, y: 20 }, 'now'),
      s('line', { class: t.decided ? 'decision' : 'decision none', x1: DECISION, x2: DECISION, y1: 46, y2: height - 8 }),
      lanes.map((l, i) => lane(TOP + i * LANE + 20, l.name, l.w, l.done, l.detail))));
}

function branches(t) {
  return h('section', { 'aria-labelledby': 'branches' },
    h('h2', { id: 'branches' }, 'Branches', h('small', {}, 'each with its xid')),
    h('div', { class: 'scroll', 'data-scroll': 'branches', tabindex: '0', role: 'region', 'aria-label': 'Branches' },
      h('table', {},
        h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'Source'), h('th', { scope: 'col' }, 'State'), h('th', { scope: 'col' }, 'Why'), h('th', { scope: 'col' }, 'xid'))),
        h('tbody', {}, t.branches.map((b) => {
          const w = state(b.condition);
          return h('tr', {},
            h('th', { scope: 'row' }, text(b.resource)),
            h('td', {}, h('span', { class: `chip ${w.tone}` }, h('span', { 'aria-hidden': 'true' }, w.symbol), w.word), h('small', {}, w.term)),
            h('td', {}, text(b.reason)),
            h('td', {}, h('code', { class: 'xid' }, plain(b.xid))));
        })))));
}

function possible(choices) {
  return choices.map((choice) => {
    const found = /--(commit|rollback|forget|release)\b/.exec(choice.command);
    return { ...choice, resolution: found ? found[1].toUpperCase() : null, refused: choice.consequence.startsWith('refused') };
  });
}

export function transaction(place, subject, role) {
  const head = h('div', {});
  const result = h('div', {});
  const decide = h('div', {});
  fill(place, h('p', { class: 'back' }, h('a', { href: '#/in-doubt' }, '\u2190 In doubt')), head, result, decide);
  let seen = '';
  let choices = '';

  async function refresh() {
    try {
      const { explanation, transaction: t } = await get(`/api/explain?subject=${encodeURIComponent(subject)}`);
      const now = JSON.stringify([explanation.summary, explanation.sources, t]);
      if (now !== seen) {
        seen = now;
        fill(head,
          h('h1', { tabindex: '-1', class: 'id' }, text(explanation.subject)),
          h('p', { class: 'lead' }, t
            ? [t.needsOperator ? h('strong', {}, 'This needs you. ') : 'This ends by itself. ', t.since.epochMillis ? `In doubt for ${age(t.since, Date.now())}.` : '']
            : text(explanation.summary)),
          t && drawing(t),
          h('div', { class: 'columns' },
            explanation.timeline.length > 0 && h('section', { 'aria-labelledby': 'happened' },
              h('h2', { id: 'happened' }, 'What happened'),
              h('ol', { class: 'steps' }, explanation.timeline.map((line) => h('li', {}, text(line))))),
            explanation.sources.length > 0 && h('section', { 'aria-labelledby': 'holds-now' },
              h('h2', { id: 'holds-now' }, 'What each source holds now'),
              h('dl', { class: 'holds-now' }, explanation.sources.map((each) => [h('dt', {}, text(each.resource)), h('dd', {}, text(each.holds))])))),
          t && branches(t));
      }
      const said = JSON.stringify(explanation.choices.map((c) => c.command));
      if (said !== choices) {
        choices = said;
        fill(decide, explanation.choices.length > 0 && resolver(subject, possible(explanation.choices), role, (note) => { seen = ''; choices = ''; fill(result, note); note.focus(); refresh(); }));
      }
    } catch (problem) {
      seen = '';
      fill(head, h('h1', { tabindex: '-1', class: 'id' }, text(subject)), trouble(problem));
    }
  }
  refresh();
  return refresh;
}

