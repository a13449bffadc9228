/** Packages of the distribution, where this is Debian or Ubuntu. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Whether we may install packages here: only root may. */
export const canInstall = (): boolean => process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');

/** Asks nothing, and prints what it does. */
export const aptGet = (...command: string[]) =>
  spawnSync('apt-get', command, {
    stdio: 'inherit',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
