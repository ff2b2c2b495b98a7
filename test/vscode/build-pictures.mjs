// Builds in the real VS Code like a user does, checks what is seen, and makes the pictures of it:
//   node test/vscode/build-pictures.mjs [OUTPUT_FOLDER]
// Needs a Docker Engine with the image busybox (scripts/engine-up.sh) and dist/ (npm run build).
import assert from 'node:assert/strict'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { openVSCode } from './host/page.mjs'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..')
const out = path.resolve(process.argv[2] ?? path.join(root, 'docs/images'))
fs.mkdirSync(out, { recursive: true })
const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'dockerfile-coach-pictures-'))
process.on('exit', () => fs.rmSync(temporary, { recursive: true, force: true }))
// The name of the folder is in the pictures.
const folder = path.join(temporary, 'shop')
fs.cpSync(path.join(root, 'test/vscode/fixtures/build/shop'), folder, { recursive: true })
const picture = (name) => path.join(out, `${name}.png`)

const vs = await openVSCode({
  target: folder,
  extension: root,
  theme: process.env.THEME,
  viewport: { width: 1280, height: 800 },
})
try {
  await vs.openFile('Dockerfile')
  await vs.page.locator('.codelens-decoration', { hasText: 'Build this stage' }).first().waitFor()

  await vs.runCommand('Dockerfile Coach: Build with BuildKit')
  await vs.quickInput
    .getByText('Which stage is to be built?')
    .or(vs.quickInput.locator('.monaco-list-row'))
    .first()
    .waitFor()
  await vs.shot(picture('build-target'), vs.quickInput, { margin: 12 })
  await vs.keyboard.press('Enter')
  await vs.quickInput.getByText('Name and tag of the image').waitFor()
  assert.equal(await vs.quickInput.locator('input[type=text]').inputValue(), 'shop:dev')
  await vs.keyboard.press('Enter')
  const failed = await vs.terminalText(/Dockerfile:\d+:\d+: error: /)
  assert.match(failed, /Dockerfile:7:5: error: RUN failed with exit status 1/)
  const squiggle = vs.page.locator('.squiggly-error').first()
  await squiggle.waitFor()
  await vs.shot(picture('build-failed'))
  await vs.runCommand('Notifications: Clear All Notifications')

  await vs.problems()
  const rows = vs.panel.locator('.markers-panel .monaco-list-row')
  const labels = await rows.evaluateAll((all) => all.map((row) => row.getAttribute('aria-label')))
  assert.ok(
    labels.some((label) => /^Error: RUN failed .* at line 7 and character 5\./.test(label)),
    labels.join('\n'),
  )
  assert.ok(
    labels.some((label) => /missing\.txt': No such file or directory at line 6/.test(label)),
    labels.join('\n'),
  )
  await vs.shot(picture('build-problems'))

  await vs.placeCursor(7, 14)
  await vs.keyboard.press('Shift+End')
  await vs.keyboard.type('app.txt && \\')
  await vs.keyboard.press('Control+s')
  await squiggle.waitFor({ state: 'detached' })
  await vs.runCommand('Dockerfile Coach: Build without Cache')
  await vs.terminalText(/Built shop:dev in /)
  const hints = vs.page.locator('.view-line', { hasText: 'COPY --from=tools' }).getByText('3.00 kB')
  await hints.first().waitFor()
  await vs.runCommand('Notifications: Clear All Notifications')
  await vs.placeCursor(1, 1)
  await vs.shot(picture('build-sizes'))

  await vs.runCommand('View: Hide Panel')
  await vs.runCommand('Dockerfile Coach: Show Image Layers')
  const report = vs.webview()
  await report.locator('h1', { hasText: 'shop:dev' }).waitFor({ timeout: 15_000 })
  const largest = report.locator('ol > li').first()
  assert.match(await largest.innerText(), /^3\.00 kB\s+COPY --from=tools/)
  await vs.shot(picture('build-report'))
  // The page works with the keyboard alone: Enter on an instruction shows its line.
  await largest.locator('button').first().focus()
  await vs.keyboard.press('Enter')
  await vs.page.locator('.statusbar-item', { hasText: /^Ln 9, Col / }).waitFor()
  console.log(
    `${out}: ${fs
      .readdirSync(out)
      .filter((name) => name.startsWith('build-'))
      .join(' ')}`,
  )
} catch (error) {
  console.error(error)
  await vs.page.screenshot({ path: path.join(temporary, '..', 'dockerfile-coach-build-failed.png') }).catch(() => {})
  process.exitCode = 1
} finally {
  await vs.close()
}
