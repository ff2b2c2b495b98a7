// Makes the pictures of the README in a real VS Code, with mouse and keyboard, and checks on the way what they show:
// the menu of fixes with the preferred one first, the preview of an unsafe fix, a file that a fix creates, fixes on
// save, and that one undo takes each of them back.
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
const dockerfile = path.join(folder, 'Dockerfile')
fs.writeFileSync(
  dockerfile,
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

const original = fs.readFileSync(dockerfile, 'utf8')
const vs = await openVSCode({
  target: folder,
  extension: root,
  viewport: { width: 1200, height: 760 },
  settings: { 'editor.codeActionsOnSave': { 'source.fixAll.dockerfileCoach': 'explicit' } },
})

try {
  await vs.openFile('Dockerfile')
  await vs.page.locator('.squiggly-warning').first().waitFor()
  const problems = await vs.problems({ min: 5 })
  assert.ok(problems.length >= 5, `${problems.length} problems`)
  await vs.shot(picture('problems'))
  await vs.runCommand('View: Hide Panel')
  const titles = await vs.quickFixes(8, 14)
  assert.match(titles[0], /^Add `-y`/, titles.join('\n'))
  await vs.shot(picture('quick-fix'))
  await vs.keyboard.press('Escape')
  await vs.hover(8, 2)
  await vs.shot(picture('hover'))
  await vs.keyboard.press('Escape')

  await vs.quickFixes(8, 14, { accept: /^Add `-y`/ })
  await shows('apt-get install -y curl')
  await undo()

  // What changes the image is shown before it is done.
  await vs.quickFixes(1, 8, { accept: /slim/ })
  const changes = vs.panel.locator('.monaco-list-row')
  await changes.filter({ hasText: '-slim' }).first().waitFor()
  assert.equal(await text(), original, 'nothing is changed yet')
  await vs.shot(picture('preview'))
  await apply()
  await shows('-slim')
  await undo()

  const ignoreFile = path.join(folder, '.dockerignore')
  await vs.quickFixes(3, 6, { accept: /\.dockerignore/ })
  await changes.filter({ hasText: '.dockerignore' }).first().waitFor()
  assert.equal(fs.existsSync(ignoreFile), false)
  await apply()
  await until('the ignore file', () => fs.existsSync(ignoreFile))
  await vs.page.locator('.explorer-folders-view .monaco-list-row', { hasText: '.dockerignore' }).first().waitFor()

  await vs.openFile('Dockerfile')
  await vs.placeCursor(1, 1)
  await vs.keyboard.press('Control+s')
  await until('the file to be fixed', () => fs.readFileSync(dockerfile, 'utf8') !== original)
  assert.match(fs.readFileSync(dockerfile, 'utf8'), /^# http\nEXPOSE 8000$/m)
  await undo()
  console.log(`${out}: ${fs.readdirSync(out).join(' ')}`)
} catch (error) {
  console.error(error)
  await vs.page.screenshot({ path: picture('failed') }).catch(() => {})
  process.exitCode = 1
} finally {
  await vs.close()
}

/** The text of the editor; all of it is in view. */
async function text() {
  const lines = await vs.editor.locator('.view-line').evaluateAll((all) => {
    return all
      .map((line) => [Number.parseFloat(line.style.top), line.textContent.replaceAll('\u00a0', ' ')])
      .sort(([a], [b]) => a - b)
      .map(([, content]) => content)
  })
  return lines.join('\n')
}

/** Ticks the first file of the preview, and with it what is below. */
async function apply() {
  await vs.panel.locator('.monaco-list-row input[type=checkbox], .monaco-list-row .edit-checkbox').first().click()
  await vs.panel.getByRole('button', { name: 'Apply' }).click()
}

function shows(part) {
  return until(`the editor to show ${part}`, async () => (await text()).includes(part))
}

/** One step back gives the text that the file had in the beginning. */
async function undo() {
  await vs.keyboard.press('Control+1')
  await vs.keyboard.press('Control+z')
  await until('one undo to give the text back', async () => (await text()) === original)
}

async function until(what, holds) {
  for (let tries = 0; tries < 100; tries++) {
    if (await holds()) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`waited for ${what} in vain; the editor shows\n${await text()}`)
}
