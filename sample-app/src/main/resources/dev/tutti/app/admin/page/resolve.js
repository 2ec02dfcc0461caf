// A decision in two steps: what it would do is shown first; then it is confirmed by typing.
import { fill, h, list, say, text, trouble } from './dom.js';
import { RESOLUTIONS } from './words.js';
import { post } from './api.js';

function part(title, lines, attributes) {
  return lines.length > 0 && h('div', attributes, h('h4', {}, title), list(lines));
}

function shown(plan) {
  return [
    part('Now', plan.before),
    part('It would', plan.steps),
    part('What that means', plan.consequences),
    part(plan.mixes ? 'What would differ between the sources, and how to mend it' : 'What differs between the sources', plan.difference, { class: plan.mixes ? 'note bad' : 'note' }),
    plan.refusal && h('p', { class: 'note bad' }, 'It cannot be done: ', text(plan.refusal)),
  ];
}

function outcome(result) {
  return h('div', { class: `note ${result.complete ? 'good' : 'wait'}`, role: 'status', tabindex: '-1' },
    h('strong', {}, result.number ? `Done, as number ${result.number} of the history.` : 'Nothing was left to do.'),
    list(result.results),
    part('What differs between the sources now', result.difference),
    !result.complete && h('p', {}, 'Not everything could be done: do it again when the sources answer.'));
}

// The second step. The button works when the word is typed, and with force only with a reason.
function confirm(plan, confirmation, done, cancel) {
  const word = RESOLUTIONS[plan.resolution].verb.toLowerCase();
  const reason = h('textarea', { id: 'reason', rows: 2, maxlength: 1000, required: plan.mixes });
  const typed = h('input', { id: 'typed', autocomplete: 'off', spellcheck: 'false', autocapitalize: 'off' });
  const force = h('input', { type: 'checkbox', id: 'force' });
  const button = h('button', { type: 'submit', class: plan.mixes ? 'danger' : 'primary', disabled: true }, RESOLUTIONS[plan.resolution].verb, plan.mixes && ' with force');
  const place = h('div', {});
  const check = () => {
    button.disabled = typed.value.trim().toLowerCase() !== word
      || (plan.mixes && (!force.checked || !reason.value.trim()));
  };
  return h('form', {
    class: 'confirm', oninput: check, onchange: check, onsubmit: async (event) => {
      event.preventDefault();
      if (button.disabled) return;
      button.disabled = true;
      try {
        const { result } = await post('/api/perform', { confirmation, reason: reason.value.trim(), force: plan.mixes && force.checked });
        done(result);
      } catch (problem) {
        fill(place, trouble(problem));
      }
    },
  },
  plan.mixes && h('label', { class: 'check' }, force, 'I have read what would differ, and it must be done all the same (force).'),
  h('label', { for: 'reason' }, plan.mixes ? 'Why (the history keeps it; required)' : 'Why (the history keeps it)'), reason,
  h('label', { for: 'typed' }, 'To confirm, type ', h('code', {}, word)), typed,
  h('div', { class: 'buttons' }, button, h('button', { type: 'button', onclick: cancel }, 'Cancel')), place);
}

async function plan(panel, subject, resolution, again) {
  fill(panel, h('p', { class: 'muted' }, 'Looking at what it would do\u2026'));
  const cancel = () => fill(panel);
  try {
    const answer = await post('/api/plan', { subject, resolution });
    const title = h('h3', { tabindex: '-1' }, `${RESOLUTIONS[resolution].does}: what it would do`);
    fill(panel, h('div', { class: 'plan' }, title, shown(answer.plan),
      answer.confirmation
        ? confirm(answer.plan, answer.confirmation, (result) => {
          fill(panel);
          again(outcome(result));
        }, cancel)
        : h('p', {}, answer.plan.refusal ? 'Nothing was done.' : 'Nothing is left to do.')));
    title.focus();
    say('The plan is shown. Nothing has been done yet.');
  } catch (problem) {
    fill(panel, trouble(problem));
  }
}

export function resolver(subject, choices, role, again) {
  const panel = h('div', { class: 'panel' });
  const operator = role === 'OPERATOR';
  return h('section', { 'aria-labelledby': 'choices' },
    h('h2', { id: 'choices' }, 'What can be done'),
    !operator && h('p', { class: 'muted' }, 'You see this as a viewer; an operator decides.'),
    h('ul', { class: 'choices' }, choices.map((choice) => {
      const known = RESOLUTIONS[choice.resolution];
      return h('li', { class: choice.refused ? 'refused' : '' },
        h('div', {},
          h('strong', {}, known ? known.does : 'By command', known?.term && h('small', {}, known.term)),
          h('p', {}, text(choice.consequence)),
          h('code', {}, 'tutti ', text(choice.command))),
        operator && known && h('button', { type: 'button', disabled: choice.refused, 'data-key': `plan ${choice.resolution}`, onclick: () => plan(panel, subject, choice.resolution, again) }, `${known.verb}\u2026`));
    })),
    panel);
}

export const planInto = plan;
