// Small charts, drawn by hand as SVG. Each says in words what it shows.
import { s } from './dom.js';
import { count, took } from './words.js';

// A line of rates over time.
export function spark(values, label) {
  const w = 160, height = 34, most = Math.max(1e-9, ...values);
  const step = values.length > 1 ? w / (values.length - 1) : w;
  const at = (v, i) => `${(i * step).toFixed(1)},${(height - 2 - (v / most) * (height - 6)).toFixed(1)}`;
  const line = values.map(at).join(' ');
  return s('svg', { class: 'spark', viewBox: `0 0 ${w} ${height}`, role: 'img', 'aria-label': label, preserveAspectRatio: 'none' },
    values.length > 1 && s('polygon', { class: 'area', points: `0,${height} ${line} ${w},${height}` }),
    values.length > 1
      ? s('polyline', { class: 'line', points: line, 'vector-effect': 'non-scaling-stroke' })
      : s('line', { class: 'base', x1: 0, x2: w, y1: height - 2, y2: height - 2, 'vector-effect': 'non-scaling-stroke' }));
}

// Bars with a number above and a name below each.
export function bars(items, label) {
  const w = 92, height = 150, floor = 112, most = Math.max(1, ...items.map((i) => i.value));
  return s('svg', { class: 'bars', viewBox: `0 0 ${w * items.length} ${height}`, role: 'img', 'aria-label': label },
    s('line', { class: 'base', x1: 0, x2: w * items.length, y1: floor + 0.5, y2: floor + 0.5 }),
    items.map((item, i) => {
      const tall = item.value ? Math.max(3, (item.value / most) * (floor - 26)) : 0;
      return s('g', { class: item.tone },
        s('rect', { x: i * w + 14, y: floor - tall, width: w - 28, height: tall, rx: 3 }),
        s('text', { class: item.value ? 'value' : 'value zero', x: i * w + w / 2, y: floor - tall - 8 }, count(item.value)),
        s('text', { class: 'name', x: i * w + w / 2, y: floor + 22 }, item.name));
    }));
}

// How long a phase took: the share of each bucket, from quick (left) to slow (right).
export function histogram(times, label) {
  const buckets = times.buckets;
  const parts = buckets.map((b, i) => b.count - (i ? buckets[i - 1].count : 0));
  parts.push(times.count - (buckets.length ? buckets[buckets.length - 1].count : 0));
  const w = 6, gap = 2, height = 26, most = Math.max(1, ...parts);
  return s('svg', { class: 'histogram', viewBox: `0 0 ${parts.length * (w + gap)} ${height}`, preserveAspectRatio: 'none', role: 'img', 'aria-label': label },
    parts.map((n, i) => {
      const tall = n ? Math.max(2, (n / most) * height) : 1;
      return s('rect', { class: n ? 'some' : 'none', x: i * (w + gap), y: height - tall, width: w, height: tall });
    }));
}

// The bound below which so many of a hundred were; null if it was slower than all bounds.
export function quantile(times, share) {
  const bucket = times.buckets.find((b) => b.count >= times.count * share);
  return bucket ? bucket.atMostNanos : null;
}

export function phaseWords(times) {
  if (!times.count) return 'none yet';
  const p95 = quantile(times, 0.95);
  return `mean ${took(times.totalNanos / times.count)}, ${p95 === null ? 'some above 10 s' : `95 % within ${took(p95)}`}`;
}
