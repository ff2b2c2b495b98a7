#!/usr/bin/env node
// node test/vscode/host/install-vsix.mjs FILE.vsix EXTENSIONS_DIR — what `code --install-extension FILE.vsix` does.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureHost } from './install.mjs';

export function installVsix(vsix, extensionsDir) {
  const { node, server } = ensureHost();
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'vscode-vsix-'));
  try {
    const r = spawnSync(node, [server, '--install-extension', path.resolve(vsix), '--force', '--extensions-dir', path.resolve(extensionsDir), '--server-data-dir', dataDir, '--accept-server-license-terms', '--disable-telemetry'], { encoding: 'utf8', env: { ...process.env, EXTENSIONS_GALLERY: '{}' } });
    if (r.status !== 0 || !/successfully installed/.test(r.stdout)) throw new Error(`installing ${vsix} failed (${r.status})\n${r.stdout}\n${r.stderr}`);
    return r.stdout.trim();
  } finally {
    fs.rmSync(dataDir, { recursive: true, force: true });
  }
}
if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(installVsix(process.argv[2], process.argv[3]));
