// Starts VS Code on a folder with the extension in it: one URL, and a stop() that leaves nothing behind. Used by scripts/start.mjs and page.mjs.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startServer } from './host.mjs';
import { installVsix } from './install-vsix.mjs';
import { startWebHost } from './webhost.mjs';

/** target: a folder or a .code-workspace. extension: folder of the extension under development; or vsix: a packaged one. web: run its `browser` entry. */
export async function startVSCode({ target, extension, vsix, web = false, trust = false, settings = {}, port = 0, verbose = false }) {
  const full = path.resolve(target);
  if (!fs.existsSync(full)) throw new Error(`no such folder or workspace: ${target}`);
  const tmp = fs.mkdtempSync(path.join(os.tmpdir(), 'vscode-host-'));
  const remove = () => fs.rmSync(tmp, { recursive: true, force: true });
  const clean = () => { process.off('exit', remove); remove(); };
  process.once('exit', remove); // whatever happens
  try {
    if (web) {
      if (vsix || full.endsWith('.code-workspace')) throw new Error('the web host runs an extension from its folder on one folder: no .vsix, no .code-workspace');
      const server = await startWebHost({ folder: full, extensions: [path.resolve(extension)], settings, trust, port, verbose });
      return { server, url: server.url(), stop: async () => { await server.stop(); clean(); } };
    }
    const extensionsDir = path.join(tmp, 'extensions');
    if (vsix) installVsix(vsix, extensionsDir);
    const server = await startServer({ dataDir: path.join(tmp, 'data'), extensionsDir, settings, trust, port, verbose });
    const payload = [...(vsix ? [] : [['extensionDevelopmentPath', server.uri(path.resolve(extension))]]), ['skipWelcome', 'true']];
    const url = server.url({ [full.endsWith('.code-workspace') ? 'workspace' : 'folder']: full, payload });
    return { server, url, stop: async () => { await server.stop(); clean(); } };
  } catch (e) {
    clean();
    throw e;
  }
}
