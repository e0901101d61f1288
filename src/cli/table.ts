// Columns of text, aligned.
import pc from 'picocolors';

export type Align = 'left' | 'right';

/**
 * Lays rows out under a header.
 * @param align of each column
 */
export function table(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  align: readonly Align[],
): string {
  const widths = header.map((cell, i) => Math.max(width(cell), ...rows.map((row) => width(row[i] ?? ''))));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => {
        const padding = ' '.repeat((widths[i] ?? 0) - width(cell));
        return align[i] === 'right' ? padding + cell : cell + padding;
      })
      .join('  ')
      .trimEnd();
  return [line(header), ...rows.map(line)].join('\n');
}

// Colour codes take no room on the screen.
function width(cell: string): number {
  return cell.replace(/\u001b\[[0-9;]*m/g, '').length;
}

/** Colours for a stream: none unless it is a terminal and NO_COLOR is unset. */
export function colours(
  isTTY: boolean | undefined,
  environment: Readonly<Record<string, string | undefined>>,
) {
  const isOn = isTTY === true && !environment.NO_COLOR && environment.TERM !== 'dumb';
  return pc.createColors(isOn);
}

export type Colours = ReturnType<typeof colours>;
