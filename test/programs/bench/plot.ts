// Two panels on logarithmic axes: time and memory against the number of records.
import type { GrowthPoint } from './growth.ts';

const COLOURS = ['#0b6e4f', '#4aa88a', '#c8553d', '#8d6a9f', '#5b7fb5', '#b08900'];
const PANEL = { width: 360, height: 300, left: 52, top: 34, gap: 70 };

interface Axis {
  readonly from: number;
  readonly to: number;
}

/** An SVG that stands for itself, light or dark. */
export function plotGrowth(points: readonly GrowthPoint[]): string {
  const names = [...new Set(points.map((point) => point.name))];
  const memory = points.filter((point) => point.rss !== undefined);
  const panels = [
    panel('seconds', points, (point) => point.wall, { from: 0.1, to: 1000 }, names, 0),
    panel('peak memory, MB', memory, (point) => point.rss ?? 0, { from: 50, to: 1000 }, names, 1),
  ];
  const width = 2 * PANEL.width + PANEL.gap + PANEL.left + 20;
  const height = PANEL.height + PANEL.top + 70;
  const legend = names.map((name, i) => {
    const x = PANEL.left + i * 140;
    const y = height - 12;
    return `<circle cx="${x}" cy="${y - 4}" r="4" fill="${COLOURS[i]}"/><text x="${x + 10}" y="${y}">${name}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">
<title>Time and memory against the number of records</title>
<rect width="${width}" height="${height}" fill="#ffffff"/>
${panels.join('\n')}
${legend.join('\n')}
</svg>
`;
}

function panel(
  title: string,
  points: readonly GrowthPoint[],
  figureOf: (point: GrowthPoint) => number,
  y: Axis,
  names: readonly string[],
  index: number,
): string {
  const x: Axis = { from: 1000, to: 50_000_000 };
  const left = PANEL.left + index * (PANEL.width + PANEL.gap);
  const at = (axis: Axis, value: number) => Math.log(value / axis.from) / Math.log(axis.to / axis.from);
  const px = (records: number) => left + at(x, records) * PANEL.width;
  const py = (value: number) => PANEL.top + (1 - at(y, Math.max(value, y.from))) * PANEL.height;
  const parts = [`<text x="${left}" y="${PANEL.top - 14}" font-weight="bold">${title}</text>`];
  for (const tick of ticks(y)) {
    parts.push(
      `<line x1="${left}" x2="${left + PANEL.width}" y1="${py(tick)}" y2="${py(tick)}" stroke="#dddddd"/>`,
      `<text x="${left - 6}" y="${py(tick) + 4}" text-anchor="end">${tick}</text>`,
    );
  }
  for (const tick of [1000, 10_000, 100_000, 1_000_000, 10_000_000, 50_000_000]) {
    const label = tick >= 1e6 ? `${tick / 1e6}M` : `${tick / 1e3}k`;
    parts.push(
      `<text x="${px(tick)}" y="${PANEL.top + PANEL.height + 18}" text-anchor="middle">${label}</text>`,
    );
  }
  parts.push(
    `<text x="${left + PANEL.width / 2}" y="${PANEL.top + PANEL.height + 36}" text-anchor="middle">records</text>`,
  );
  for (const [i, name] of names.entries()) {
    const own = points.filter((point) => point.name === name);
    const places = own.map((point) => `${px(point.records).toFixed(1)},${py(figureOf(point)).toFixed(1)}`);
    if (places.length === 0) continue;
    parts.push(
      `<polyline points="${places.join(' ')}" fill="none" stroke="${COLOURS[i]}" stroke-width="2"/>`,
    );
    for (const place of places) {
      const [cx, cy] = place.split(',');
      parts.push(`<circle cx="${cx}" cy="${cy}" r="3" fill="${COLOURS[i]}"/>`);
    }
  }
  return parts.join('\n');
}

function ticks({ from, to }: Axis): number[] {
  const all: number[] = [];
  for (let decade = 10 ** Math.floor(Math.log10(from)); decade <= to; decade *= 10) {
    for (const step of [1, 2, 5]) all.push(decade * step);
  }
  const inside = all.map((tick) => Number(tick.toPrecision(1))).filter((tick) => tick >= from && tick <= to);
  return inside.length > 7 ? inside.filter((tick) => /^0*\.?0*1/.test(String(tick))) : inside;
}
