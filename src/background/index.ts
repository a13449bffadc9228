/**
 * Where the worker meets the browser. Every listener is registered in the first tick, because a browser that wakes
 * the worker for an event hands the event out only then.
 */
import { buildClientId } from '../platform/build.ts';
import { failureText } from '../platform/failure-text.ts';
import { sessionArea } from '../platform/session-area.ts';
import { lengthText, momentText } from '../platform/time-text.ts';
import {
  alarmsAt,
  closeLocalAreaToContentScripts,
  contextMenus,
  drawButton,
  extensionId,
  extensionOrigin,
  launchWebAuthFlow,
  localArea,
  notify,
  onAlarm,
  onBrowserStarted,
  onCommand,
  onInstalled,
  onMessage,
  onNoticeClicked,
  openPage,
  popup,
  portalTabs,
  redirectUri,
  texts,
} from '../platform/worker-browser.ts';
import { createWorker } from './worker.ts';

const now = () => Date.now();

const worker = createWorker({
  now,
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  newId: () => crypto.randomUUID(),
  random: Math.random,
  fetch: (input, init) => fetch(input, init),
  localArea,
  sessionArea,
  launchWebAuthFlow,
  redirectUri,
  extensionId,
  extensionOrigin,
  buildClientId,
  alarms: alarmsAt(now),
  tabs: portalTabs(reportError),
  showMenu: (menu) => contextMenus.show(menu),
  notify,
  popup,
  drawButton,
  openWelcome: () => openPage('src/welcome/index.html'),
  texts,
  sentences: {
    lengthText: (minutes) => lengthText(minutes, texts),
    timeText: (at) => momentText(at, now(), texts),
    failureText(failure, about) {
      const { what, next } = failureText(failure, about, texts);
      return `${what} ${next}`;
    },
  },
  reportError,
});

onMessage(worker.onMessage);
onInstalled(worker.onInstalled);
onBrowserStarted(worker.onBrowserStarted);
onAlarm(worker.onAlarm);
contextMenus.onClicked(worker.onMenuClicked);
onCommand(worker.onKeyPressed);
onNoticeClicked(worker.onNoticeClicked);

closeLocalAreaToContentScripts();
worker.wake();
