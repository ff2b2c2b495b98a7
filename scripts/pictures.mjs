// Makes the pictures of the README in a real VS Code, and checks on the way what they show:
//   node scripts/pictures.mjs [OUTPUT_FOLDER]      needs what `npm test` needs for its VS Code suites
import assert from 'node:assert/strict'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { openVSCode } from '../test/vscode/host/page.mjs'
import { root } from './engine.mjs'

const out = path.resolve(process.argv[2] ?? path.join(root, 'docs/images'))
fs.mkdirSync(out, { recursive: true })
const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'dockerfile-coach-pictures-'))
process.on('exit', () => fs.rmSync(temporary, { recursive: true, force: true }))
const folder = path.join(temporary, 'weather')
fs.mkdirSync(folder)
fs.writeFileSync(
  path.join(folder, 'Dockerfile'),
  `FROM python:3.11
WORKDIR /app
COPY . .
RUN pip install -r requirements.txt

# tools for the health check
RUN apt-get update
RUN apt-get install curl

EXPOSE 8000 # http
CMD python weather.py
`,
)
fs.writeFileSync(path.join(folder, 'requirements.txt'), 'flask==3.1.2\n')
fs.writeFileSync(path.join(folder, 'weather.py'), 'print("sunny")\n')
fs.mkdirSync(path.join(folder, '.git'))
fs.writeFileSync(path.join(folder, '.git/HEAD'), 'ref: refs/heads/main\n')
const picture = (name) => path.join(out, `${name}.png`)

const vs = await openVSCode({ target: folder, extension: root, viewport: { width: 1200, height: 760 } })
try {
  await vs.openFile('Dockerfile')
  await vs.page.locator('.squiggly-warning').first().waitFor()
  const problems = await vs.problems({ min: 5 })
  assert.ok(problems.length >= 5, `${problems.length} problems`)
  await vs.shot(picture('problems'))
  await vs.runCommand('View: Hide Panel')
  await vs.quickFixes(8, 14)
  await vs.shot(picture('quick-fix'))
  await vs.keyboard.press('Escape')
  await vs.hover(7, 2)
  await vs.shot(picture('hover'))
  await vs.keyboard.press('Escape')
  console.log(`${out}: ${fs.readdirSync(out).join(' ')}`)
} catch (error) {
  console.error(error)
  await vs.page.screenshot({ path: picture('failed') }).catch(() => {})
  process.exitCode = 1
} finally {
  await vs.close()
}
