// Who has decided what, when, why, and what came of it.
import { fill, h, list, text, trouble } from './dom.js';
import { RESOLUTIONS, many, moment } from './words.js';
import { get } from './api.js';

function entry(e) {
  return h('li', { class: 'entry' },
    h('div', { class: 'entry-head' },
      h('span', { class: 'entry-number' }, `#${e.number}`),
      h('strong', {}, RESOLUTIONS[e.resolution]?.verb ?? e.resolution, e.forced && ' with force'),
      h('a', { href: `#/t/${encodeURIComponent(e.subject)}`, class: 'id', 'data-key': `entry ${e.number}` }, text(e.subject)),
      h('span', { class: 'muted' }, text(e.who), ' \u00b7 ', moment(e.atMillis))),
    e.reason && h('blockquote', {}, text(e.reason)),
    h('details', {},
      h('summary', { 'data-key': `more ${e.number}` }, e.result
        ? (e.result.complete ? 'Done' : 'Not everything could be done')
        : 'What came of it is not known: the process ended before it was written'),
      h('h4', {}, 'Before'), list(e.before),
      h('h4', {}, 'Steps'), list(e.steps),
      e.result && [h('h4', {}, 'Result'), list(e.result.results)],
      e.result?.difference.length > 0 && [h('h4', {}, 'What differs between the sources'), list(e.result.difference)]));
}

export function history(place) {
  const body = h('div', {});
  fill(place, h('h1', { tabindex: '-1' }, 'History'),
    h('p', { class: 'lead' }, 'What operators have decided on this store, the newest first. It is written before anything is done, and nothing in it is ever changed.'), body);
  let last = '';
  const refresh = async () => {
    try {
      const answer = await get('/api/history');
      const now = JSON.stringify(answer);
      if (now === last) return;
      last = now;
      fill(body, answer.total
        ? [h('ol', { class: 'entries' }, answer.entries.map(entry)),
          answer.total > answer.entries.length && h('p', { class: 'muted' }, `The newest ${answer.entries.length} of ${many(answer.total, 'decision', 'decisions')}; all of them: tutti recovery history.`)]
        : h('p', { class: 'empty' }, 'Nobody has decided anything here.'));
    } catch (problem) {
      last = '';
      fill(body, trouble(problem));
    }
  };
  refresh();
  return refresh;
}
