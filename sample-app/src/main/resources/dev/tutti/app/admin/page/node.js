// The node: who answers for it, a pass now, draining it, and taking over another.
import { fill, h, list, say, text, trouble } from './dom.js';
import { get, post } from './api.js';
import { planInto } from './resolve.js';

function scanned(job) {
  const r = job.result;
  return h('p', { role: 'status' }, `${r.committed} branches committed, ${r.rolledBack} rolled back; ${r.remaining.length} transactions remain.`);
}

function drained(job) {
  return h('div', { class: `note ${job.result.safe ? 'good' : 'wait'}` },
    h('strong', {}, job.result.safe ? 'Nothing of this node is left anywhere: its store may be deleted.' : 'Not safe to delete this node yet.'),
    list(job.result.left));
}

function watch(place, path, shown) {
  let last = '';
  return async () => {
    const job = await get(path);
    const now = JSON.stringify(job);
    if (now === last) return;
    last = now;
    fill(place,
      job.state === 'RUNNING' && h('p', { role: 'status' }, 'Running: ', text(job.progress.at(-1) ?? 'it begins'), '\u2026'),
      job.state === 'FAILED' && trouble(job.problem),
      job.state === 'DONE' && shown(job));
  };
}

export function node(place, role) {
  const operator = role === 'OPERATOR';
  const standing = h('div', {});
  const scan = h('div', {}), drain = h('div', {}), drainStep = h('div', {}), adopt = h('div', { class: 'panel' }), accepted = h('div', {});
  const looks = [watch(scan, '/api/scan', scanned), watch(drain, '/api/drain', drained)];
  let last = '';

  const tried = async (where, work) => {
    try {
      await work();
      await refresh();
    } catch (problem) {
      fill(where, trouble(problem));
    }
  };

  async function planDrain() {
    await tried(drainStep, async () => {
      const shown = await post('/api/drain/plan');
      const typed = h('input', { id: 'drain-typed', autocomplete: 'off', spellcheck: 'false' });
      const go = h('button', { type: 'submit', class: 'danger', disabled: true }, 'Drain');
      fill(drainStep, h('form', {
        class: 'confirm', oninput: () => { go.disabled = typed.value.trim().toLowerCase() !== 'drain'; },
        onsubmit: (event) => {
          event.preventDefault();
          if (go.disabled) return;
          tried(drainStep, async () => {
            await post('/api/drain', { confirmation: shown.confirmation, waitSeconds: 60 });
            fill(drainStep);
          });
        },
      },
      h('h3', {}, 'What it would do'), list(shown.consequences),
      h('label', { for: 'drain-typed' }, 'To confirm, type ', h('code', {}, 'drain')), typed,
      h('div', { class: 'buttons' }, go, h('button', { type: 'button', onclick: () => fill(drainStep) }, 'Cancel'))));
      typed.focus();
    });
  }

  const other = h('input', { id: 'other', autocomplete: 'off', spellcheck: 'false' });
  const server = h('input', { id: 'server', autocomplete: 'off', spellcheck: 'false' });
  fill(place,
    h('h1', { tabindex: '-1' }, 'Node'), standing,
    operator && [
      h('section', {}, h('h2', {}, 'One pass now'), h('p', {}, 'Finishes what can be finished, and sees what is left (recovery scan).'),
        h('button', { type: 'button', onclick: () => tried(scan, () => post('/api/scan')) }, 'Scan now'), scan),
      h('section', {}, h('h2', {}, 'Drain'), h('p', {}, 'Ends new work on this node for good, finishes what is in doubt, and says when the node can be deleted.'),
        h('button', { type: 'button', onclick: planDrain }, 'Drain\u2026'), drainStep, drain),
      h('section', {}, h('h2', {}, 'Adopt'), h('p', {}, 'Takes over the prepared branches of a node, or of a store, that is gone for good.'),
        h('form', { class: 'inline', onsubmit: (event) => { event.preventDefault(); if (other.value.trim()) planInto(adopt, other.value.trim(), 'ADOPT', (note) => { fill(adopt, note); note.focus(); }); } },
          h('label', { for: 'other' }, 'Node or store'), other, h('button', { type: 'submit' }, 'Adopt\u2026')), adopt),
      h('section', {}, h('h2', {}, 'Accept a changed source'), h('p', {}, 'A source that is another server than before, or was set back to an earlier moment, is held until you accept it. Decisions between then and now may be lost on it: compare it with the others first.'),
        h('form', {
          class: 'inline', onsubmit: (event) => {
            event.preventDefault();
            tried(accepted, async () => {
              const answer = await post('/api/accept', { resource: server.value.trim() });
              fill(accepted, h('p', { class: 'note good' }, text(answer.accepted), ' is accepted as it is now.'));
            });
          },
        }, h('label', { for: 'server' }, 'Source'), server, h('button', { type: 'submit' }, 'Accept as it is')), accepted),
    ]);

  async function refresh() {
    try {
      const now = await get('/api/node');
      if (JSON.stringify(now) !== last) {
        last = JSON.stringify(now);
        const hold = (value, words) => h('button', { type: 'button', onclick: () => tried(standing, async () => { last = ''; await post('/api/node', { hold: value }); say(words); }) }, words);
        fill(standing,
          h('p', { class: 'lead' }, text(now.line)),
          operator && now.state === 'HELD_HERE' && h('p', {}, 'While this command holds its log, the node cannot start. ', hold(false, 'Let the log go')),
          operator && now.state === 'AWAY' && now.canTake && h('p', {}, 'It can start again by itself; as long as it does not, this command can take its log. ', hold(true, 'Take the log')),
          now.changes.length > 0 && [h('h2', {}, 'Since this command was started'), h('ol', { class: 'steps' }, now.changes.map((c) => h('li', {}, text(c))))]);
      }
      for (const look of looks) await look();
    } catch (problem) {
      last = '';
      fill(standing, trouble(problem));
    }
  }
  refresh();
  return refresh;
}
