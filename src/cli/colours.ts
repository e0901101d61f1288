// Whether and how a stream is coloured.
import pc from 'picocolors';

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
