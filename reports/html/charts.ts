/** Drawings from numbers. Each says the same in words beside it; sizes are attributes, since inline styles are refused. */
import type { Ledger } from '../facts/ledger.ts';
import type { TrendPoint } from '../facts/trend.ts';
import { count } from '../text/numbers.ts';
import type { Markup } from './markup.ts';
import { constant, markup } from './markup.ts';

const barWidth = 1000;
/** Five pixels where the bar is narrowest, on a phone. */
const thinnest = 15;

/** Open, excepted, unknown (hatched), pass. */
export const ledgerBar = (ledger: Ledger): Markup => {
  const parts = [
    ['fail', ledger.open],
    ['excepted', ledger.excepted],
    ['unknown', ledger.unknown],
    ['pass', ledger.pass],
  ] as const;
  const drawn = parts.filter(([, value]) => value > 0);
  const total = drawn.reduce((sum, [, value]) => sum + value, 0);
  const wanted = drawn.map(([kind, value]) => ({
    kind,
    width: Math.max(thinnest, (value / Math.max(1, total)) * barWidth),
  }));
  // The widest gives what the thin ones were widened by.
  const excess = wanted.reduce((sum, part) => sum + part.width, 0) - barWidth;
  const widest = Math.max(...wanted.map((part) => part.width));
  let x = 0;
  const shapes = wanted.map((part) => {
    const width = part.width === widest ? part.width - excess : part.width;
    const shape = `<rect class="bar-${part.kind}" x="${x.toFixed(1)}" y="0" width="${Math.max(thinnest, width - 3).toFixed(1)}" height="12"${part.kind === 'unknown' ? ' fill="url(#hatch)"' : ''}/>`;
    x += width;
    return shape;
  });
  return markup`<svg class="bar" viewBox="0 0 ${barWidth} 12" preserveAspectRatio="none" aria-hidden="true" focusable="false">${constant(shapes.join(''))}</svg>`;
};

interface Spot {
  readonly x: number;
  readonly y: number;
  readonly complete: boolean;
}

const spots = (
  points: readonly TrendPoint[],
  value: (point: TrendPoint) => number | undefined,
  width: number,
  height: number,
  top: number,
): readonly (Spot | undefined)[] => {
  const first = points[0]?.scan ?? 0;
  const range = Math.max(1, (points.at(-1)?.scan ?? 0) - first);
  return points.map((point) => {
    const y = value(point);
    return y === undefined
      ? undefined
      : {
          x: 4 + ((point.scan - first) / range) * (width - 8),
          y: 4 + (1 - y / Math.max(1, top)) * (height - 8),
          complete: point.complete,
        };
  });
};

/** Breaks where a scan is missing or had no such number: never a line through what nobody measured. */
const path = (points: readonly TrendPoint[], at: readonly (Spot | undefined)[]): string =>
  at
    .map((spot, index) => {
      if (spot === undefined) return '';
      const previous = points[index - 1];
      const joined =
        previous !== undefined &&
        at[index - 1] !== undefined &&
        (points[index]?.scan ?? 0) - previous.scan === 1;
      return `${joined ? 'L' : 'M'}${spot.x.toFixed(1)} ${spot.y.toFixed(1)}`;
    })
    .join('');

const circles = (at: readonly (Spot | undefined)[]): string =>
  at
    .map((spot, index) =>
      spot === undefined || (spot.complete && index < at.length - 1)
        ? ''
        : `<circle class="${spot.complete ? 'spot' : 'spot hollow'}" cx="${spot.x.toFixed(1)}" cy="${spot.y.toFixed(1)}" r="2.4"/>`,
    )
    .join('');

export const sparkline = (
  points: readonly TrendPoint[],
  value: (point: TrendPoint) => number | undefined,
): Markup => {
  const top = Math.max(1, ...points.map((point) => value(point) ?? 0));
  const at = spots(points, value, 112, 24, top);
  return markup`<svg class="spark" viewBox="0 0 112 24" width="112" height="24" aria-hidden="true" focusable="false"><path d="${path(points, at)}"/>${constant(circles(at))}</svg>`;
};

/** One of the small multiples: axis from 0, same x for all. */
export const multiple = (
  points: readonly TrendPoint[],
  kind: 'fail' | 'unknown',
  value: (point: TrendPoint) => number,
): Markup => {
  const top = Math.max(1, ...points.map(value));
  const at = spots(points, value, 200, 64, top);
  const gaps = points
    .map((point, index) => {
      const next = points[index + 1];
      const from = at[index];
      const to = at[index + 1];
      return next === undefined || from === undefined || to === undefined || next.scan - point.scan === 1
        ? ''
        : `<rect class="gap" x="${(from.x + 2).toFixed(1)}" y="4" width="${Math.max(2, to.x - from.x - 4).toFixed(1)}" height="56" fill="url(#hatch)"/>`;
    })
    .join('');
  return markup`<svg class="multiple ${kind}" viewBox="0 0 236 82" aria-hidden="true" focusable="false"><path class="axis" d="M4 60.5h192"/>${constant(gaps)}<path class="line" d="${path(points, at)}"/>${constant(circles(at))}<text x="202" y="10">${count(top)}</text><text x="202" y="64">0</text><text x="4" y="78">${(points[0]?.at ?? '').slice(5, 10)}</text><text x="196" y="78" text-anchor="end">${(points.at(-1)?.at ?? '').slice(5, 10)}</text></svg>`;
};

/** New findings above the line, resolved ones below it; the scans where they are in the other panels. */
export const changeBars = (points: readonly TrendPoint[]): Markup => {
  const top = Math.max(1, ...points.flatMap((point) => [point.new, point.resolved]));
  const at = spots(points, () => 0, 200, 64, top);
  const width = Math.max(1.5, Math.min(6, 140 / Math.max(1, points.length)));
  const bar = (x: number, y: number, height: number, kind: string): string =>
    height === 0
      ? ''
      : `<rect class="${kind}" x="${(x - width / 2).toFixed(1)}" y="${y.toFixed(1)}" width="${width.toFixed(1)}" height="${height.toFixed(1)}"/>`;
  const bars = points.map((point, index) => {
    const x = at[index]?.x ?? 0;
    const [above, below] = [point.new, point.resolved].map((value) => (value / top) * 26);
    return bar(x, 32 - (above ?? 0), above ?? 0, 'came') + bar(x, 33, below ?? 0, 'went');
  });
  return markup`<svg class="multiple" viewBox="0 0 236 82" aria-hidden="true" focusable="false">${constant(bars.join(''))}<path class="axis" d="M4 32.5h192"/><text x="202" y="10">${count(top)}</text><text x="202" y="64">${count(top)}</text><text x="4" y="78">${(points[0]?.at ?? '').slice(5, 10)}</text><text x="196" y="78" text-anchor="end">${(points.at(-1)?.at ?? '').slice(5, 10)}</text></svg>`;
};
