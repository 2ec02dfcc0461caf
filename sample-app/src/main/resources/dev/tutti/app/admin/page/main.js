// Login, the way between the parts, and what is live.
import { fill, h, say, text, trouble } from './dom.js';
import { count } from './words.js';
import * as api from './api.js';
import { glance } from './glance.js';
import { matrix } from './matrix.js';
import { transaction } from './transaction.js';
import { doctor } from './doctor.js';
import { history } from './history.js';
import { node } from './node.js';

const EVERY = 2500;
const KEPT = 96;
const place = document.getElementById('main');
const top = document.getElementById('top');
const rates = { committed: [], rolledBack: [], inDoubt: [], running: [] };
let me = null;
let refresh = null;
let waiting = 0;
let before = null;
let standing = '';

function push(values, value) {
  values.push(value);
  if (values.length > KEPT) values.shift();
}

function remember(vitals, list) {
  const o = vitals.outcomes;
  const now = { at: vitals.takenAtMillis, started: vitals.startedAtMillis, committed: o.committed + o.committedPending, rolledBack: o.rolledBack + o.timedOut };
  if (before && before.started === now.started && now.at > before.at) {
    const seconds = (now.at - before.at) / 1000;
    push(rates.committed, (now.committed - before.committed) / seconds);
    push(rates.rolledBack, (now.rolledBack - before.rolledBack) / seconds);
  }
  before = now;
  push(rates.inDoubt, list.overview.ours);
  push(rates.running, vitals.running);
}

function glancing() {
  return async () => {
    try {
      const [vitals, list] = await Promise.all([api.get('/api/vitals'), api.get('/api/list?limit=0')]);
      remember(vitals, list);
      document.getElementById('count').textContent = list.overview.total ? count(list.overview.total) : '';
      if (parts().name === 'glance') glance(place, { vitals, list, rates });
    } catch (problem) {
      if (problem.status === 401) throw problem;
      if (parts().name === 'glance') fill(place, h('h1', { tabindex: '-1' }, 'Glance'), trouble(problem));
    }
  };
}

function parts() {
  const [, first = '', rest] = /^#\/([^/]*)(?:\/(.*))?$/.exec(location.hash) ?? [];
  if (first === 't' && rest) return { name: 'transaction', subject: decodeURIComponent(rest) };
  return { name: { 'in-doubt': 'matrix', doctor: 'doctor', history: 'history', node: 'node' }[first] ?? 'glance' };
}

async function show(focus) {
  if (!me) return;
  const to = parts();
  for (const a of top.querySelectorAll('nav a')) {
    if (a.dataset.part === to.name || (to.name === 'transaction' && a.dataset.part === 'matrix')) a.setAttribute('aria-current', 'page');
    else a.removeAttribute('aria-current');
  }
  place.className = to.name;
  clearTimeout(waiting);
  if (to.name === 'glance') {
    refresh = glancing();
    fill(place, h('h1', { tabindex: '-1' }, 'Looking\u2026'));
    await refresh();
  } else if (to.name === 'matrix') refresh = matrix(place);
  else if (to.name === 'transaction') refresh = transaction(place, to.subject, me.role);
  else if (to.name === 'doctor') refresh = doctor(place, me.role);
  else if (to.name === 'history') refresh = history(place);
  else refresh = node(place, me.role);
  if (focus) {
    window.scrollTo(0, 0);
    place.querySelector('h1')?.focus({ preventScroll: true });
  }
  waiting = setTimeout(tick, EVERY);
}

async function stand() {
  const bar = document.getElementById('standing');
  try {
    const now = await api.get('/api/node');
    if (now.line !== standing) {
      standing = now.line;
      const w = { RUNNING: ['good', '\u25cf'], HELD_HERE: ['wait', '\u25c6'], AWAY: ['bad', '\u25cb'] }[now.state];
      fill(bar, h('span', { class: `dot ${w[0]}`, 'aria-hidden': 'true' }, w[1]), text(now.line));
    }
  } catch (problem) {
    if (problem.status === 401) throw problem;
    standing = '';
    fill(bar, h('span', { class: 'dot bad', 'aria-hidden': 'true' }, '\u25cb'), text(problem.message));
  }
}

async function tick() {
  clearTimeout(waiting);
  if (me && !document.hidden) {
    try {
      await stand();
      await refresh?.();
    } catch (problem) {
      if (problem.status === 401) {
        me = null;
        enter('Your session has ended. Log in again.');
        return;
      }
    }
  }
  waiting = setTimeout(tick, EVERY);
}

function enter(words) {
  top.hidden = true;
  place.className = 'login';
  const token = h('input', { id: 'token', type: 'password', autocomplete: 'off', required: true, spellcheck: 'false' });
  const name = h('input', { id: 'name', autocomplete: 'name', maxlength: 100 });
  const problems = h('div', {});
  fill(place, h('form', {
    class: 'enter', onsubmit: async (event) => {
      event.preventDefault();
      try {
        begin(await api.login(token.value, name.value));
      } catch (problem) {
        fill(problems, trouble(problem));
        token.select();
      }
    },
  },
  h('h1', {}, 'Tutti ', h('span', {}, 'recovery')),
  h('p', {}, words ?? 'Log in with a token of this node. It is in a file of the node\u2019s data directory, which only its owner can read.'),
  h('label', { for: 'token' }, 'Token'), token,
  h('label', { for: 'name' }, 'Your name', h('small', {}, 'for the history')), name,
  h('button', { type: 'submit', class: 'primary' }, 'Log in'), problems));
  token.focus();
}

function begin(session) {
  me = session;
  top.hidden = false;
  fill(document.getElementById('who'), text(session.name), h('small', {}, session.role.toLowerCase()));
  say(`Logged in as ${session.role.toLowerCase()}.`);
  stand().catch(() => {});
  show(true);
}

document.getElementById('logout').addEventListener('click', async () => {
  try {
    await api.logout();
  } finally {
    me = null;
    enter();
  }
});
window.addEventListener('hashchange', () => show(true));
document.addEventListener('visibilitychange', () => { if (!document.hidden) tick(); });

try {
  const session = await api.session();
  if (session.role) begin(session);
  else enter();
} catch (problem) {
  fill(place, trouble(problem));
}
