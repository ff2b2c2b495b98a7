/** How long activation took, by VS Code's own figures. Its page takes the focus, so this comes behind other tests. */
import * as assert from 'node:assert/strict'
import * as vscode from 'vscode'
import { until } from '../../until.ts'

const id = 'dockerfile-coach.dockerfile-coach'

describe('activation', () => {
  it('takes little time, by the page "Startup Performance"', async () => {
    const { load, call } = await activationTimes()
    console.log(`      activation: ${load} ms to load the code, ${call} ms in activate`)
    // Under 100 ms, also on two busy cores; ten times that is a mistake, and not a slow machine.
    assert.ok(load + call < 1000, `${load + call} ms`)
  })
})

/** Milliseconds to read and run the extension's code, and milliseconds in its `activate`. */
async function activationTimes(): Promise<{ readonly load: number; readonly call: number }> {
  await vscode.commands.executeCommand('perfview.show')
  const row = await until('the page', () => {
    const page = vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'perf')
    return page
      ?.getText()
      .split('\n')
      .map((line) => line.split('|').map((cell) => cell.trim()))
      .find((cells) => cells.includes(id))
  })
  await vscode.commands.executeCommand('workbench.action.closeActiveEditor')
  const [load, call] = row.slice(row.indexOf(id) + 2).map(Number)
  return { load: load!, call: call! }
}
