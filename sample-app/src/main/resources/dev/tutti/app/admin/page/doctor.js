// Whether each source could be recovered: proved with a real branch, and what to mend.
import { fill, h, say, text, trouble } from './dom.js';
import { many, moment } from './words.js';
import { get, post } from './api.js';

const LEVELS = {
  PASS: ['good', '\u2713', 'pass'],
  WARN: ['wait', '!', 'warning'],
  FAIL: ['bad', '\u2715', 'fail'],
};

function finding(f) {
  const [tone, symbol, word] = LEVELS[f.level];
  return h('li', { class: 'finding' },
    h('span', { class: `chip ${tone}` }, h('span', { 'aria-hidden': 'true' }, symbol), word),
    h('div', {},
      h('strong', {}, text(f.check)), ' ', text(f.measured),
      f.level !== 'PASS' && f.fix && h('pre', { tabindex: '0' }, text(f.fix))));
}

function report(job) {
  const all = job.result.diagnoses.flatMap((d) => d.findings);
  const n = (level) => all.filter((f) => f.level === level).length;
  return [
    h('p', { class: 'lead' }, `${n('PASS')} passed, ${many(n('WARN'), 'warning', 'warnings')}, ${n('FAIL')} failed; examined ${moment(job.startedAtMillis)}.`),
    job.result.diagnoses.map((d) => h('section', { class: 'diagnosis' },
      h('h2', {}, text(d.subject)),
      h('ul', { class: 'findings' }, [...d.findings].sort((a, b) => 'FWP'.indexOf(a.level[0]) - 'FWP'.indexOf(b.level[0])).map(finding)))),
  ];
}

export function doctor(place, role) {
  const start = h('button', { type: 'button', class: 'primary', hidden: role !== 'OPERATOR', onclick: run }, 'Examine now');
  const body = h('div', {});
  fill(place,
    h('h1', { tabindex: '-1' }, 'Doctor'),
    h('p', { class: 'lead' }, 'Proves beforehand that what could be in doubt can be recovered: it prepares a real branch at each source, drops the connection, finds the branch from a new one (xa_recover) and rolls it back. Live transactions go on meanwhile.'),
    h('p', {}, start), body);
  let last = '';

  async function refresh() {
    try {
      const job = await get('/api/doctor');
      const now = JSON.stringify(job);
      if (now === last) return;
      const before = last ? JSON.parse(last).state : '';
      last = now;
      start.disabled = job.state === 'RUNNING';
      fill(body,
        job.state === 'NEVER' && h('p', { class: 'empty' }, role === 'OPERATOR' ? 'Not examined yet.' : 'Not examined yet; an operator starts it.'),
        job.state === 'RUNNING' && h('p', { role: 'status' }, 'Looking at ', text(job.progress.at(-1) ?? 'the first of them'), '\u2026'),
        job.state === 'FAILED' && trouble(job.problem),
        job.state === 'DONE' && report(job));
      if (before === 'RUNNING' && job.state === 'DONE') say('The examination is done.');
    } catch (problem) {
      last = '';
      fill(body, trouble(problem));
    }
  }

  async function run() {
    try {
      await post('/api/doctor');
    } catch (problem) {
      fill(body, trouble(problem));
      return;
    }
    last = '';
    await refresh();
  }
  refresh();
  return refresh;
}
