// Columns of text, aligned.
import pc from 'picocolors';
import stringWidth from 'string-width';

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
  const widths = header.map((cell, i) =>
    Math.max(stringWidth(cell), ...rows.map((row) => stringWidth(row[i] ?? ''))),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => {
        const padding = ' '.repeat((widths[i] ?? 0) - stringWidth(cell));
        return align[i] === 'right' ? padding + cell : cell + padding;
      })
      .join('  ')
      .trimEnd();
  return [line(header), ...rows.map(line)].join('\n');
}

/** Colours for a stream: where it is a terminal or FORCE_COLOR is set, and never with NO_COLOR. */
export function colours(
  isTTY: boolean | undefined,
  environment: Readonly<Record<string, string | undefined>>,
) {
  const { NO_COLOR, FORCE_COLOR = '', TERM } = environment;
  const isForced = !['', '0', 'false'].includes(FORCE_COLOR);
  const isOn = !NO_COLOR && (isForced || (isTTY === true && TERM !== 'dumb'));
  return pc.createColors(isOn);
}

export type Colours = ReturnType<typeof colours>;
