// Transactions by sources, a page at a time; found and ordered by the server.
import { fill, h, say, text, trouble } from './dom.js';
import { COMMITTED, age, count, many, state } from './words.js';
import { get } from './api.js';

const SIZE = 50;
let find = '';
let only = '';
let offset = 0;
let asked = 0;

function chip(w, title) {
  return h('span', { class: `chip ${w.tone}`, title },
    h('span', { 'aria-hidden': 'true' }, w.symbol), w.word);
}

function cell(transaction, resource) {
  const branch = transaction.branches.find((b) => b.resource === resource);
  if (branch) return h('td', {}, chip(state(branch.condition), `${state(branch.condition).term}: ${branch.reason}`));
  if (transaction.committed.includes(resource)) return h('td', {}, chip(COMMITTED, COMMITTED.term));
  return h('td', { class: 'no' }, h('span', { 'aria-hidden': 'true' }, '\u2013'), h('span', { class: 'unseen' }, 'takes no part'));
}

function row(transaction, resources, now) {
  return h('tr', { class: transaction.needsOperator ? 'needs' : '' },
    h('th', { scope: 'row' },
      h('a', { href: `#/t/${encodeURIComponent(transaction.id)}`, 'data-key': `row ${transaction.id}`, class: 'id' }, text(transaction.id))),
    h('td', { class: 'number' }, age(transaction.since, now)),
    h('td', {}, transaction.decided ? 'commit' : h('span', { class: 'muted' }, 'none here')),
    resources.map((r) => cell(transaction, r)));
}

function table(list) {
  const resources = list.overview.resources.map((r) => r.name);
  return h('div', { class: 'scroll', 'data-scroll': 'matrix', tabindex: '0', role: 'region', 'aria-label': 'Transactions in doubt, by source' },
    h('table', { class: 'matrix' },
      h('thead', {}, h('tr', {},
        h('th', { scope: 'col' }, 'Transaction'),
        h('th', { scope: 'col', class: 'number' }, 'Age'),
        h('th', { scope: 'col' }, 'Decision'),
        list.overview.resources.map((r) => h('th', { scope: 'col' }, text(r.name), !r.reachable && h('small', { class: 'wait' }, '\u25d4 does not answer'))))),
      h('tbody', {}, list.transactions.map((t) => row(t, resources, list.takenAtMillis)))));
}

function pager(list, again) {
  const to = Math.min(list.offset + SIZE, list.matching);
  const go = (where) => { offset = where; again(); };
  return h('nav', { class: 'pager', 'aria-label': 'Pages of the list' },
    h('button', { type: 'button', 'data-key': 'first', disabled: list.offset === 0, onclick: () => go(0) }, 'First'),
    h('button', { type: 'button', 'data-key': 'previous', disabled: list.offset === 0, onclick: () => go(Math.max(0, list.offset - SIZE)) }, 'Previous'),
    h('span', { id: 'range' }, list.matching ? `${count(list.offset + 1)}\u2013${count(to)} of ${count(list.matching)}` : 'none'),
    h('button', { type: 'button', 'data-key': 'next', disabled: to >= list.matching, onclick: () => go(list.offset + SIZE) }, 'Next'),
    h('button', { type: 'button', 'data-key': 'last', disabled: to >= list.matching, onclick: () => go(Math.floor((list.matching - 1) / SIZE) * SIZE) }, 'Last'));
}

function filters(overview, again) {
  let waiting = 0;
  const choose = (name) => { only = name; offset = 0; again(); };
  const each = (name, words, n) => h('button', {
    type: 'button', class: 'pill', 'data-key': `state ${name}`, 'aria-pressed': String(only === name), onclick: () => choose(name),
  }, words, h('b', {}, count(n)));
  return [
    h('label', { class: 'find' }, h('span', { class: 'unseen' }, 'Find by id, source or xid'),
      h('input', {
        type: 'search', id: 'find', 'data-key': 'find', value: find, placeholder: 'Find by id, source or xid', autocomplete: 'off', spellcheck: 'false',
        oninput: (event) => {
          find = event.target.value;
          offset = 0;
          clearTimeout(waiting);
          waiting = setTimeout(again, 150);
        },
      })),
    h('div', { class: 'pills', role: 'group', 'aria-label': 'Only those in a state' },
      each('', 'All', overview.total),
      overview.states.map((o) => each(o.state, state(o.state).word, o.transactions))),
  ];
}

export function matrix(place) {
  const bar = h('div', { class: 'filters' });
  const body = h('div', {});
  fill(place,
    h('h1', { tabindex: '-1' }, 'In doubt'),
    h('p', { class: 'lead' }, 'What each source holds of each transaction that has not ended everywhere. The specification calls it in doubt: every source has voted, and not every one has heard the decision.'),
    bar, body);
  let shown = '';

  async function refresh(spoken) {
    const mine = ++asked;
    const query = new URLSearchParams({ offset: String(offset), limit: String(SIZE) });
    if (find.trim()) query.set('find', find.trim());
    if (only) query.set('state', only);
    try {
      const list = await get(`/api/list?${query}`);
      if (mine !== asked) return;
      if (list.offset >= list.matching && offset > 0) {
        offset = 0;
        await refresh(spoken);
        return;
      }
      const states = JSON.stringify([list.overview.states, only]);
      if (states !== shown) {
        shown = states;
        fill(bar, filters(list.overview, () => refresh(true)));
      }
      fill(body,
        list.matching
          ? [table(list), pager(list, () => refresh(true))]
          : h('p', { class: 'empty' }, list.overview.total ? 'Nothing matches.' : 'Nothing is in doubt.'));
      if (spoken) say(many(list.matching, 'transaction', 'transactions'));
    } catch (problem) {
      if (mine === asked) fill(body, trouble(problem));
    }
  }
  refresh(false);
  return () => refresh(false);
}
