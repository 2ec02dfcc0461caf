// The state at a glance.
import { fill, h, plain, text } from './dom.js';
import { bars, histogram, phaseWords, spark } from './charts.js';
import { GUARANTEES, bytes, count, many, moment, span, state } from './words.js';

const AGES = { 60: 'below 1 min', 300: '1\u20135 min', 3600: '5\u201360 min', 86400: '1\u201324 h', 0: 'a day or more', '-1': 'unknown' };

function headline(overview, holds) {
  const needs = overview.needOperator + holds.length;
  if (!overview.ours && !holds.length) return ['Nothing is in doubt.', 'good'];
  const first = overview.ours ? `${many(overview.ours, 'transaction is', 'transactions are')} in doubt` : 'Recovery is held';
  return needs
    ? [`${first}; ${count(needs)} ${needs === 1 ? 'needs' : 'need'} you.`, 'bad']
    : [`${first}. ${overview.ours === 1 ? 'It ends' : 'They end'} without you.`, 'calm'];
}

function figure(name, value, extra, term, chart) {
  return h('div', { class: 'figure' },
    h('dt', {}, name, term && h('small', {}, term)),
    h('dd', {}, h('span', { class: 'big' }, value), extra && h('span', { class: 'extra' }, extra), chart));
}

function phase(name, term, times) {
  return h('div', { class: 'phase' },
    h('span', { class: 'phase-name', title: term }, name),
    h('span', { class: 'phase-words' }, phaseWords(times)),
    histogram(times, `${name}: ${phaseWords(times)}, ${many(times.count, 'time', 'times')}`));
}

function source(r, overview) {
  const seen = overview.resources.find((o) => o.name === r.name);
  const away = r.unreachable ?? (seen && !seen.reachable ? 'it does not answer' : null);
  const [tone, symbol, words] = r.held.length
    ? ['bad', '\u25a0', 'held']
    : away ? ['wait', '\u25d4', 'does not answer'] : ['good', '\u2713', 'answers'];
  return h('li', { class: 'source' },
    h('div', { class: 'source-head' },
      h('h3', {}, text(r.name)),
      h('span', { class: `chip ${tone}` }, h('span', { 'aria-hidden': 'true' }, symbol), words),
      h('small', { title: r.guarantee }, GUARANTEES[r.guarantee] ?? r.guarantee)),
    (r.held.length || away) && h('p', { class: 'why' }, text(r.held.length ? r.held.join('; ') : away)),
    h('div', { class: 'phases' },
      phase('Prepare', 'xa_prepare', r.prepare),
      phase('Commit', 'xa_commit', r.commit),
      phase('Roll back', 'xa_rollback', r.rollback)),
    h('p', { class: 'small' },
      r.inDoubt ? `${many(r.inDoubt, 'branch', 'branches')} in doubt` : 'no branch in doubt',
      r.oldestPreparedMillis !== null && ` \u00b7 oldest prepared on its server ${span(r.oldestPreparedMillis)}`));
}

function holdItem(hold) {
  return h('li', {},
    h('a', { href: `#/t/${encodeURIComponent(hold.id)}`, 'data-key': `hold ${hold.id}` }, text(hold.id)),
    h('span', {}, text(hold.reason)));
}

export function glance(place, { vitals, list, rates }) {
  const { overview } = list;
  const [words, tone] = headline(overview, list.holds);
  const o = vitals.outcomes;
  const ages = overview.ages.map((a) => ({
    name: AGES[a.belowSeconds],
    value: a.transactions,
    tone: a.belowSeconds === 60 || a.belowSeconds === 300 ? 'calm' : 'old',
  })).filter((a) => a.name !== 'unknown' || a.value);
  const ready = vitals.health.ready;
  fill(place,
    h('h1', { tabindex: '-1', class: `headline ${tone}` }, words),
    h('p', { class: 'lead' },
      overview.ours ? h('a', { href: '#/in-doubt', 'data-key': 'to matrix' }, 'See each of them') : 'Every transaction has ended everywhere.',
      overview.ours ? `. Recovery acts next: ${plain(list.next)}.` : ` Recovery acts next: ${plain(list.next)}.`),
    list.holds.length > 0 && h('section', { class: 'note bad', 'aria-labelledby': 'holds' },
      h('h2', { id: 'holds' }, 'What holds recovery'), h('ul', { class: 'holds' }, list.holds.map(holdItem))),
    h('dl', { class: 'figures' },
      figure('Committed', count(o.committed + o.committedPending), o.committedPending ? `${count(o.committedPending)} left to recovery` : '', 'since the start', spark(rates.committed, 'Committed each second, in the last minutes')),
      figure('Rolled back', count(o.rolledBack + o.timedOut), o.timedOut ? `${count(o.timedOut)} by timeout` : '', 'since the start', spark(rates.rolledBack, 'Rolled back each second, in the last minutes')),
      figure('In doubt', count(overview.ours), overview.total > overview.ours ? `${count(overview.total - overview.ours)} of others` : '', 'prepared, not ended', spark(rates.inDoubt, 'In doubt, in the last minutes')),
      figure('Running now', count(list.live), `decisions in the log: ${count(vitals.log.records)}`, 'live transactions', spark(rates.running, 'Running, in the last minutes'))),
    h('div', { class: 'columns' },
      h('section', { 'aria-labelledby': 'ages' },
        h('h2', { id: 'ages' }, 'In doubt by age'),
        bars(ages, ages.map((a) => `${a.name}: ${a.value}`).join(', '))),
      h('section', { 'aria-labelledby': 'states' },
        h('h2', { id: 'states' }, 'In doubt by state'),
        overview.states.length
          ? h('ul', { class: 'states' }, overview.states.map((each) => {
            const w = state(each.state);
            return h('li', {},
              h('span', { class: `chip ${w.tone}` }, h('span', { 'aria-hidden': 'true' }, w.symbol), w.long),
              h('small', {}, w.term),
              h('b', {}, count(each.transactions)));
          }))
          : h('p', { class: 'muted' }, 'None.'))),
    h('section', { 'aria-labelledby': 'sources' },
      h('h2', { id: 'sources' }, 'Sources', h('small', {}, 'resource managers, and how long each phase took')),
      h('ul', { class: 'sources' }, vitals.resources.map((r) => source(r, overview)))),
    h('p', { class: 'foot' },
      `Ready for new work: ${ready.ok ? 'yes' : 'no'}`,
      !ready.ok && [' (', text(ready.reasons.join('; ')), ')'],
      ` \u00b7 log ${bytes(vitals.log.sizeBytes)}, forced ${many(vitals.log.forces, 'time', 'times')}`,
      vitals.log.freeBytes !== null && `, ${bytes(vitals.log.freeBytes)} free`,
      ` \u00b7 started ${moment(vitals.startedAtMillis)}`));
}
