/** How numbers are written here: 12,480 · 98.8 % · 16 h · 2026-11-24 06:00 UTC. */

const grouped = new Intl.NumberFormat('en-US');

export const count = (value: number): string => grouped.format(value);

/** No meaning here, as opposed to zero. */
const meaningless = '·';

/** One decimal, and never rounded to 100.0 or 0.0 what isn't: 999,999 of 1,000,000 is 99.9 %. */
export const percent = (part: number, whole: number): string => {
  if (whole <= 0) return meaningless;
  const tenths = Math.round((part / whole) * 1000);
  const honest = part < whole && tenths >= 1000 ? 999 : part > 0 && tenths === 0 ? 1 : tenths;
  return `${Math.floor(honest / 10)}.${honest % 10} %`;
};

export const plural = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : many}`;

/** `2026-11-24T06:00:21Z` → `2026-11-24 06:00 UTC`; a text that is no time is handed back. */
export const utcMinute = (iso: string): string => {
  const match = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)/u.exec(iso);
  return match === null ? iso : `${match[1]} ${match[2]} UTC`;
};

export const utcDay = (iso: string): string => iso.slice(0, 10);

const hour = 3_600_000;

/** Time between two ISO times in one unit, rounded down: `under 1 min`, `20 min`, `16 h`, `43 d`. */
export const span = (from: string, to: string): string => {
  const elapsed = Date.parse(to) - Date.parse(from);
  if (!Number.isFinite(elapsed)) return 'unknown';
  if (elapsed < 60_000) return 'under 1 min';
  if (elapsed < hour) return `${Math.floor(elapsed / 60_000)} min`;
  if (elapsed < 48 * hour) return `${Math.floor(elapsed / hour)} h`;
  return `${count(Math.floor(elapsed / (24 * hour)))} d`;
};

/** Milliseconds as `0:38` or `1:02:05`. */
export const clock = (milliseconds: number): string => {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  const two = (value: number): string => String(value).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes}:${two(seconds % 60)}`
    : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
};
