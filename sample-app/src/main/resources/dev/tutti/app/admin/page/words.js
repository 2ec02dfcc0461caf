// States in words, with a symbol of their own each, and the specification's term beside them.
export const STATES = {
  FINISHING: { word: 'finishing', long: 'Decided; finishes by itself', symbol: '\u21bb', tone: 'calm', term: 'decision logged' },
  WAITING: { word: 'waiting', long: 'Waiting for a source', symbol: '\u25d4', tone: 'wait', term: 'XAER_RMFAIL' },
  ORPHAN: { word: 'rolling back', long: 'Never decided; rolled back by itself', symbol: '\u21a9', tone: 'calm', term: 'prepared, presumed abort' },
  HELD: { word: 'held', long: 'Held: needs you', symbol: '\u25a0', tone: 'bad', term: 'in doubt' },
  UNREADABLE: { word: 'unreadable', long: 'Log record unreadable: needs you', symbol: '?', tone: 'bad', term: 'in doubt, log damaged' },
  HEURISTIC: { word: 'against decision', long: 'A source decided by itself: needs you', symbol: '\u2260', tone: 'bad', term: 'XA_HEUR*' },
  LOST_NODE: { word: 'lost store', long: 'From a store that is not here: needs you', symbol: '\u2205', tone: 'bad', term: 'prepared, foreign log' },
  OTHER_NODE: { word: 'other node', long: 'Another node finishes it', symbol: '\u21c4', tone: 'none', term: 'prepared by another TM' },
  FOREIGN: { word: 'foreign', long: 'Another application\u2019s', symbol: '\u25cb', tone: 'none', term: 'foreign xid' },
};
export const COMMITTED = { word: 'committed', symbol: '\u2713', tone: 'good', term: 'xa_commit' };
export const state = (name) => STATES[name] ?? { word: name.toLowerCase(), long: name, symbol: '?', tone: 'none', term: name };

export const RESOLUTIONS = {
  COMMIT: { verb: 'Commit', does: 'Commit what is prepared', term: 'xa_commit' },
  ROLLBACK: { verb: 'Roll back', does: 'Roll back what is prepared', term: 'xa_rollback' },
  FORGET: { verb: 'Forget', does: 'Stop waiting for it', term: 'xa_forget' },
  RELEASE: { verb: 'Release', does: 'End this hold, and only that', term: '' },
  ADOPT: { verb: 'Adopt', does: 'Take over the branches of a node that is gone', term: '' },
};

export const GUARANTEES = {
  DURABLE_XA: 'durable',
  SERVER_XA: 'lasts with its server',
  LAST_RESOURCE: 'last resource',
  VOLATILE: 'memory only',
  DEVELOPMENT: 'for development',
};

const number = new Intl.NumberFormat('en');
export const count = (n) => number.format(n);
export const many = (n, one, more) => `${count(n)} ${n === 1 ? one : more}`;

export function span(millis) {
  const s = Math.max(0, Math.floor(millis / 1000));
  if (s < 120) return `${s} s`;
  if (s < 7200) return `${Math.floor(s / 60)} min`;
  if (s < 172800) return `${Math.floor(s / 3600)} h`;
  return `${Math.floor(s / 86400)} days`;
}

export function age(since, now) {
  if (!since.epochMillis) return 'unknown';
  return (since.exact ? '' : 'at most ') + span(now - since.epochMillis);
}

export function took(nanos) {
  const ms = nanos / 1e6;
  if (ms < 1) return `${Math.max(1, Math.round(ms * 1000))} \u00b5s`;
  if (ms < 10) return `${ms.toFixed(1)} ms`;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  return `${(ms / 1000).toFixed(1)} s`;
}

export function bytes(n) {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let i = 0;
  let value = n;
  while (value >= 1000 && i < units.length - 1) { value /= 1000; i++; }
  return `${value >= 10 || i === 0 ? Math.round(value) : value.toFixed(1)} ${units[i]}`;
}

export const moment = (millis) => new Date(millis).toISOString().replace('T', ' ').slice(0, 19) + ' UTC';
export const clock = (millis) => new Date(millis).toISOString().slice(11, 19);
