import { describe, expect, it } from 'vitest';
import { findBrowser, isTooOld, type Machine } from '../browser/find-browser.ts';

/** A machine with these executables and the versions that they state. */
function machine(
  platform: NodeJS.Platform,
  installed: Record<string, string | undefined>,
  env: Record<string, string> = {},
): Machine {
  return { platform, env, isFile: (file) => file in installed, versionOf: (file) => installed[file] };
}

describe('finding a browser', () => {
  it('takes what HOIST_BROWSER names before anything else', () => {
    const two = { '/usr/bin/chromium': 'Chromium 156.0.1.2', '/opt/own/chrome': 'Google Chrome 150.0.0.1' };
    const found = findBrowser('chromium', machine('linux', two, { HOIST_BROWSER: '/opt/own/chrome' }));
    expect(found).toEqual({ executable: '/opt/own/chrome' });
  });

  it.each([
    ['which is not a file', {}],
    ['is Chromium 120.0.1.2; Hoist needs 148', { '/own': 'Chromium 120.0.1.2' }],
  ])('does not silently take another one if the named one %s', (words, installed) => {
    const others = { '/usr/bin/chromium': 'Chromium 156.0.1.2' };
    const found = findBrowser(
      'chromium',
      machine('linux', { ...others, ...installed }, { HOIST_BROWSER: '/own' }),
    );
    expect(found.executable).toBeUndefined();
    expect(found.problem).toContain(words);
  });

  it.each<[NodeJS.Platform, string, Record<string, string>]>([
    ['linux', '/somewhere/bin/google-chrome', { PATH: '/bin:/somewhere/bin' }],
    ['linux', '/usr/bin/chromium', {}],
    ['linux', '/snap/bin/chromium', { PATH: '' }],
    ['linux', '/usr/bin/microsoft-edge-stable', {}],
    ['darwin', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', {}],
    ['darwin', '/Users/ada/Applications/Chromium.app/Contents/MacOS/Chromium', { HOME: '/Users/ada' }],
    [
      'win32',
      String.raw`C:\Program Files\Google\Chrome\Application\chrome.exe`,
      { PROGRAMFILES: 'C:\\Program Files' },
    ],
    ['win32', String.raw`C:\x86\Microsoft\Edge\Application\msedge.exe`, { 'PROGRAMFILES(X86)': 'C:\\x86' }],
    ['win32', String.raw`D:\tools\chrome.exe`, { Path: 'C:\\Windows;D:\\tools' }],
  ])('finds it on %s at %s', (platform, executable, env) => {
    expect(findBrowser('chromium', machine(platform, { [executable]: undefined }, env))).toEqual({
      executable,
    });
  });

  it.each<[NodeJS.Platform, string, Record<string, string>]>([
    ['linux', '/usr/bin/firefox-esr', {}],
    ['darwin', '/Applications/Firefox.app/Contents/MacOS/firefox', {}],
    [
      'win32',
      String.raw`C:\Program Files\Mozilla Firefox\firefox.exe`,
      { PROGRAMFILES: 'C:\\Program Files' },
    ],
  ])('finds Firefox on %s', (platform, executable, env) => {
    expect(
      findBrowser('firefox', machine(platform, { [executable]: 'Mozilla Firefox 153.7.0esr' }, env)),
    ).toEqual({
      executable,
    });
  });

  it('passes over one that is too old', () => {
    const installed = {
      '/usr/bin/chromium': 'Chromium 120.0.1.2',
      '/usr/bin/google-chrome': 'Google Chrome 148.0.0.1',
    };
    expect(findBrowser('chromium', machine('linux', installed))).toEqual({
      executable: '/usr/bin/google-chrome',
    });
  });

  it('says in one sentence what is wrong and what to do', () => {
    expect(findBrowser('chromium', machine('linux', {})).problem).toBe(
      'No Chromium, Chrome or Edge was found: install Chromium, Chrome or Edge 148 or newer, or name its executable ' +
        'in HOIST_BROWSER.',
    );
    expect(
      findBrowser('firefox', machine('linux', { '/usr/bin/firefox': 'Mozilla Firefox 115.1.0' })).problem,
    ).toBe(
      'No Firefox here is new enough (/usr/bin/firefox is Mozilla Firefox 115.1.0): install Firefox 142 or newer, ' +
        'or name its executable in HOIST_FIREFOX.',
    );
  });

  it.each([
    ['Chromium 148.0.7000.1 built on Debian GNU/Linux 12 (bookworm)', false],
    ['Chromium 147.9.9.9 built on Debian GNU/Linux 12', true],
    ['Chrome/156.0.8078.79', false],
    ['Mozilla Firefox 99.0', true],
    ['', false],
    [undefined, false],
  ])('reads the version %s', (version, tooOld) => {
    expect(isTooOld(version, 148)).toBe(tooOld);
  });
});
