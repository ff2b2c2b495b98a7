// Opens a folder in VS Code with the extension in it: npm start [-- FOLDER] [-- options]   (default: examples/)
//   --web         the web extension host (the `browser` entry) on a copy of the folder in memory
//   --restricted  the folder is not trusted: Restricted Mode
//   --port N      a fixed port (default: a free one)
//   --served      the served VS Code even where the desktop application is installed
// With a desktop `code` on PATH it opens there. Otherwise VS Code is served on 127.0.0.1: its URL is printed, and it
// runs until Ctrl-C. Works on a fresh checkout.
import { execFileSync, spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { ensureInstalled, root } from './install.mjs'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    web: { type: 'boolean' },
    restricted: { type: 'boolean' },
    port: { type: 'string' },
    served: { type: 'boolean' },
  },
})
// npm changes the directory and says from which one it was called.
const target = positionals[0] ? path.resolve(process.env.INIT_CWD ?? '.', positionals[0]) : path.join(root, 'examples')
if (!fs.existsSync(target)) fail(`no such folder: ${target}`)

try {
  ensureInstalled()
  execFileSync(process.execPath, ['scripts/build.mjs', '--dev'], { cwd: root, stdio: 'inherit' })
} catch (error) {
  fail(error.message)
}

const { which } = await import('../test/vscode/host/install.mjs')
const desktop = values.served || values.web ? undefined : which('code')
if (desktop) openDesktop(desktop)
else await serve()

function openDesktop(program) {
  const trust = values.restricted ? [] : ['--disable-workspace-trust']
  const child = spawn(program, [`--extensionDevelopmentPath=${root}`, ...trust, target], { stdio: 'inherit' })
  child.once('error', (error) => fail(error.message))
  child.once('exit', (code) => process.exit(code ?? 1))
}

async function serve() {
  const { startVSCode } = await import('../test/vscode/host/start.mjs')
  let host
  let stopping = false
  const stop = async (exitCode) => {
    if (stopping) return
    stopping = true
    await host?.stop()
    process.exit(exitCode)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop(signal === 'SIGINT' ? 130 : 143))
  try {
    const { web, restricted: trust, port } = values
    host = await startVSCode({ target, extension: root, web, trust, port: Number(port ?? 0) })
    console.log(`VS Code with Dockerfile Coach on ${target}:\n${host.url}`)
    console.log('Open this URL in a browser on this machine. Ctrl-C stops VS Code.')
    host.server.exited.then((code) => {
      console.error(`the VS Code server ended by itself (${code})\n${host.server.log}`)
      return stop(3)
    })
  } catch (error) {
    console.error(error.message)
    await stop(2)
  }
}

function fail(message) {
  console.error(message)
  process.exit(2)
}
