// Starts the VS Code server on a free loopback port, and a Chromium beside it. Used by code.mjs, page.mjs and scripts/start.mjs.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ensureHost, findChromium } from './install.mjs';

// Built-in extensions left out: they need native modules or the network. (All of these run in Node only; leaving out
// one with a `browser` entry would make the workbench look for it in the page and complain.)
const LEFT_OUT = new Set(['copilot', 'git', 'github', 'microsoft-authentication', 'tunnel-forwarding', 'ms-vscode.js-debug', 'ms-vscode.js-debug-companion', 'debug-auto-launch', 'debug-server-ready', 'terminal-suggest']);

export const SETTINGS = {
  'telemetry.telemetryLevel': 'off',
  'workbench.enableExperiments': false,
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.tips.enabled': false,
  'security.workspace.trust.startupPrompt': 'never', // with trust on: straight into Restricted Mode, without the dialog
  'extensions.ignoreRecommendations': true,
  'update.mode': 'none',
  'chat.disableAIFeatures': true,
  'files.autoSave': 'off',
  'editor.accessibilitySupport': 'off',
  'window.confirmBeforeClose': 'never',
};

/** trust: false = no workspace trust, everything is trusted; true = trust is on, so a new folder opens in Restricted Mode. */
export async function startServer({ dataDir, extensionsDir, settings = {}, trust = false, port = 0, env = {}, verbose = false }) {
  const paths = ensureHost();
  const userDir = path.join(dataDir, 'data', 'User');
  fs.mkdirSync(userDir, { recursive: true });
  fs.writeFileSync(path.join(userDir, 'settings.json'), JSON.stringify({ ...SETTINGS, ...settings }, null, 2));
  // Not below extensionDevelopmentPath: VS Code would take the themes in it for those of the extension under development.
  const builtins = path.join(dataDir, 'builtin-extensions');
  fs.rmSync(builtins, { recursive: true, force: true });
  fs.mkdirSync(builtins, { recursive: true });
  for (const d of fs.readdirSync(paths.extensions, { withFileTypes: true })) {
    if (d.isDirectory() && !LEFT_OUT.has(d.name)) fs.symlinkSync(path.join(paths.extensions, d.name), path.join(builtins, d.name));
  }
  const runtimeDir = fs.mkdtempSync(path.join(os.tmpdir(), 'vsh-')); // for VS Code's sockets, which it leaves behind
  const token = randomBytes(16).toString('hex');
  const child = spawn(paths.node, [
    paths.server,
    '--host', '127.0.0.1', '--port', String(port), '--connection-token', token, '--accept-server-license-terms',
    '--server-data-dir', dataDir, '--extensions-dir', extensionsDir, '--builtin-extensions-dir', builtins,
    '--disable-telemetry', ...(trust ? [] : ['--disable-workspace-trust']),
    '--enable-smoke-test-driver', // without it a built VS Code ignores extensionDevelopmentPath and extensionTestsPath
  ], {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true, // its own process group, so that the whole tree can be ended
    env: { ...process.env, EXTENSIONS_GALLERY: '{}', XDG_RUNTIME_DIR: runtimeDir, ...env },
  });
  const kill = (sig) => { try { process.kill(-child.pid, sig); } catch { /* gone */ } };
  const end = () => { kill('SIGKILL'); fs.rmSync(runtimeDir, { recursive: true, force: true }); };
  process.once('exit', end); // whatever happens
  let log = '';
  const exited = new Promise((r) => child.once('exit', (code, signal) => r(code ?? signal)));
  const listening = await new Promise((resolve, reject) => {
    const t = setTimeout(() => reject(new Error(`the VS Code server did not start\n${log}`)), 60_000);
    const onData = (d) => {
      log += d;
      if (verbose) process.stderr.write(`[server] ${d}`);
      const m = /Extension host agent listening on (\d+)/.exec(log);
      if (m) { clearTimeout(t); resolve(Number(m[1])); }
    };
    child.stdout.on('data', onData);
    child.stderr.on('data', onData);
    exited.then((c) => { clearTimeout(t); reject(new Error(`the VS Code server ended (${c})\n${log}`)); });
  });
  const authority = `127.0.0.1:${listening}`;
  return {
    authority, exited,
    get log() { return log; },
    uri: (p) => `vscode-remote://${authority}${p}`,
    url({ folder, workspace, payload = [] }) {
      const q = new URLSearchParams({ tkn: token });
      if (folder) q.set('folder', folder);
      if (workspace) q.set('workspace', workspace);
      if (payload.length) q.set('payload', JSON.stringify(payload));
      return `http://${authority}/?${q}`;
    },
    async stop() {
      kill('SIGTERM');
      await Promise.race([exited, new Promise((r) => setTimeout(r, 3000))]);
      process.off('exit', end);
      end();
    },
  };
}

export async function openBrowser(server, { viewport = { width: 1280, height: 800 }, deviceScaleFactor = 1, verbose = false } = {}) {
  const { chromium } = await import('playwright-core');
  const browser = await chromium.launch({
    executablePath: findChromium(),
    headless: true,
    handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false, // playwright would exit at once and leave the server behind
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  const page = await (await browser.newContext({ viewport, deviceScaleFactor, colorScheme: 'light' })).newPage();
  // The workbench talks to its own server only.
  await page.route((u) => u.host !== server.authority && !/^(data|blob):$/.test(u.protocol), (r) => { if (verbose) console.error(`[blocked] ${r.request().url()}`); return r.abort(); });
  if (verbose) {
    page.on('console', (m) => console.error(`[page ${m.type()}] ${m.text().slice(0, 400)}`));
    page.on('response', (r) => { if (r.status() >= 400) console.error(`[http ${r.status()}] ${r.url()}`); });
  }
  return { browser, page };
}
