// Makes elements. Text is only ever set as text: nothing from the server is parsed as HTML.
const SVG = 'http://www.w3.org/2000/svg';

function build(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'value') element.value = value;
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return element;
}

export const h = (name, attributes, ...children) => build(document.createElement(name), attributes, children);
export const s = (name, attributes, ...children) => build(document.createElementNS(SVG, name), attributes, children);

// What would be invisible, or would turn the text around it, is shown as what it is.
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

export function plain(text) {
  return String(text ?? '').replace(UNSEEN, (c) => `\u2039U+${c.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}\u203a`);
}

// Foreign text, which keeps its own direction to itself.
export const text = (value, attributes) => h('bdi', attributes, plain(value));

// New content in an old place; whoever had the focus keeps it.
export function fill(place, ...content) {
  const key = place.contains(document.activeElement) ? document.activeElement.dataset?.key : null;
  const scroll = [...place.querySelectorAll('[data-scroll]')].map((e) => [e.dataset.scroll, e.scrollLeft, e.scrollTop]);
  place.replaceChildren(...content.flat(Infinity).filter(Boolean));
  for (const [name, left, top] of scroll) {
    const e = place.querySelector(`[data-scroll="${name}"]`);
    if (e) { e.scrollLeft = left; e.scrollTop = top; }
  }
  if (key) place.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
}

export function say(words) {
  document.getElementById('live').textContent = words;
}

export function trouble(problem) {
  return h('div', { class: 'note bad', role: 'alert' },
    h('strong', {}, text(problem.message)),
    problem.whatToDo && h('p', {}, 'What to do: ', text(problem.whatToDo)));
}

export const list = (lines, attributes) => h('ul', attributes, lines.map((line) => h('li', {}, text(line))));
