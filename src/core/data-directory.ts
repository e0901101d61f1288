// Where a program keeps its data, by the custom of the system.
import { homedir } from 'node:os';
import path from 'node:path';

/**
 * @param environment `XDG_DATA_HOME`, on Windows `LOCALAPPDATA`
 * @returns undefined for a user without a home directory
 */
export function dataDirectory(
  name: string,
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const { XDG_DATA_HOME, LOCALAPPDATA } = environment;
  const home = homeDirectory();
  const under = (...folders: string[]) => (home === undefined ? undefined : path.join(home, ...folders));
  switch (process.platform) {
    case 'darwin':
      return under('Library', 'Application Support', name);
    case 'win32':
      return LOCALAPPDATA ? path.join(LOCALAPPDATA, name, 'Data') : under('AppData', 'Local', name, 'Data');
    default:
      return XDG_DATA_HOME ? path.join(XDG_DATA_HOME, name) : under('.local', 'share', name);
  }
}

// Node throws where neither HOME nor the list of users knows one.
function homeDirectory(): string | undefined {
  try {
    return homedir() || undefined;
  } catch {
    return undefined;
  }
}
