// Serves VS Code for the Web as plain files, with no VS Code server behind it: what vscode.dev is. Extensions run in the
// web extension host (a web worker); the folder is a virtual file system (web-fs/). Used by code.mjs and start.mjs.
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { SETTINGS } from './host.mjs';
import { ensureHost } from './install.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const TYPES = { '.js': 'text/javascript', '.mjs': 'text/javascript', '.cjs': 'text/javascript', '.json': 'application/json', '.html': 'text/html', '.css': 'text/css', '.svg': 'image/svg+xml', '.png': 'image/png', '.ttf': 'font/ttf', '.woff': 'font/woff', '.wasm': 'application/wasm' };
const attribute = (s) => s.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;');

/** tests: the text of a CommonJS module with a run() function. */
export async function startWebHost({ folder, extensions = [], tests, settings = {}, trust = false, port = 0, verbose = false }) {
  const { vscode } = ensureHost();
  // Every path starts with a secret, so that other users of the machine cannot read the folder.
  const secret = randomBytes(16).toString('hex');
  const mounts = { vscode, fs: path.join(here, 'web-fs'), _static: path.resolve(vscode, '../..') }; // the last one for the icon of the page
  extensions.forEach((p, i) => { mounts[`ext${i}`] = p; });

  const server = http.createServer((req, res) => {
    const send = (status, body, type = 'text/plain') => {
      if (verbose && status >= 400) console.error(`[webhost ${status}] ${req.url}`);
      res.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-store' }).end(body);
    };
    const [, key, mount, ...rest] = decodeURIComponent(new URL(req.url, origin()).pathname).split('/');
    const name = rest.join('/');
    if (key !== secret || req.headers.host !== authority()) return send(403, 'forbidden');
    if (!mount) return send(200, workbench(), 'text/html');
    if (mount === 'folder.json') return send(200, JSON.stringify(folder ? listing(folder) : {}), 'application/json');
    if (mount === 'ext0' && name === '.vscode-host-tests.cjs') return send(200, tests ?? '', 'text/javascript');
    const root = mounts[mount];
    const file = root && path.join(root, name);
    if (!file?.startsWith(root + path.sep) || !fs.statSync(file, { throwIfNoEntry: false })?.isFile()) {
      return name === 'package.nls.json' ? send(200, '{}', 'application/json') : send(404, 'not found'); // VS Code asks for it in any case
    }
    let body = fs.readFileSync(file);
    if (file.endsWith('/workbench/workbench.js')) body = adapted(body.toString());
    return send(200, body, TYPES[path.extname(file)] ?? 'application/octet-stream');
  });
  await new Promise((ok, no) => server.once('error', no).listen(port, '127.0.0.1', ok));
  const authority = () => `127.0.0.1:${server.address().port}`;
  const origin = () => `http://${authority()}`;
  const uri = (p) => ({ scheme: 'http', authority: authority(), path: `/${secret}/${p}` });

  const workbench = () => {
    const base = `${origin()}/${secret}/vscode`;
    const config = {
      folderUri: folder ? { scheme: 'memfs', authority: '', path: `/${path.basename(folder)}` } : undefined,
      developmentOptions: {
        enableSmokeTestDriver: true,
        extensions: [...extensions.map((_, i) => uri(`ext${i}`)), ...(folder ? [uri('fs')] : [])],
        // Below an extension: the suite runs in the extension host where that extension runs.
        ...(tests ? { extensionTestsPath: uri('ext0/.vscode-host-tests.cjs') } : {}),
      },
      enableWorkspaceTrust: trust,
      configurationDefaults: { ...SETTINGS, ...settings },
      webviewEndpoint: `${base}/out/vs/workbench/contrib/webview/browser/pre`,
      userDataPath: '/', isEnabledFileDownloads: true, isEnabledFileUploads: true, isEnabledCoderGettingStarted: false, // code-server's workbench insists on these
      productConfiguration: { enableTelemetry: false, extensionsGallery: undefined },
    };
    const values = {
      WORKBENCH_WEB_CONFIGURATION: attribute(JSON.stringify(config)), WORKBENCH_AUTH_SESSION: '', WORKBENCH_WEB_BASE_URL: base, WORKBENCH_SCRIPT_NONCE: '',
      WORKBENCH_NLS_URL: `${base}/out/nls.messages.js`, WORKBENCH_NLS_FALLBACK_URL: `${base}/out/nls.messages.js`, BASE: `/${secret}`, VS_BASE: base,
    };
    return fs.readFileSync(path.join(vscode, 'out/vs/code/browser/workbench/workbench.html'), 'utf8').replace(/\{\{(\w+)\}\}/g, (_, k) => values[k] ?? '');
  };
  return {
    authority: authority(), exited: new Promise(() => {}), log: '',
    url: () => `${origin()}/${secret}/`,
    stop: () => new Promise((r) => { server.close(r); server.closeAllConnections(); }),
  };
}

/** Undoes what code-server changed in the workbench: it always connects to the server that it came from and keeps the user's data there. */
function adapted(text) {
  const replace = (s, from, to) => {
    const out = s.replace(from, to);
    if (out === s) throw new Error(`webhost.mjs does not fit this version of code-server: no ${from} in workbench.js`);
    return out;
  };
  let t = replace(text, 'remoteAuthority:location.host', 'remoteAuthority:void 0');
  t = replace(t, /(get userRoamingDataHome\(\)\{return \w+\(\w+\.file\()this\.userDataPath(\)\.with\(\{scheme:)\w+\.vscodeRemote(\}\),"User"\))/, '$1"/"$2"vscode-userdata"$3');
  // The web builds of the built-in extensions are not in the package: without this each of them fails to load.
  return replace(t, /,browser:"\.\/(?:client\/)?dist\/browser\/[^"]*"/g, '');
}

/** { 'a/b.txt': base64 } of a folder, without what is installed or git's. */
function listing(folder, prefix = '', files = {}) {
  for (const d of fs.readdirSync(folder, { withFileTypes: true })) {
    const p = path.join(folder, d.name);
    if (d.isFile()) files[prefix + d.name] = fs.readFileSync(p, 'base64');
    else if (d.isDirectory() && d.name !== 'node_modules' && d.name !== '.git') listing(p, `${prefix}${d.name}/`, files);
  }
  return files;
}
