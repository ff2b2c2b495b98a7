/** The course's practice problem (part 5, problem 2), from its diagnostics to its fixes; where the course's cases are there. */
import * as assert from 'node:assert/strict'
import * as fs from 'node:fs'
import * as path from 'node:path'
import * as vscode from 'vscode'
import { problemOf, problemsOf } from '../../problems.ts'
import { until } from '../../until.ts'

const cases =
  process.env.DOCKERFILE_COACH_SHARED && path.join(process.env.DOCKERFILE_COACH_SHARED, 'cases/course.jsonl')
const problem = cases
  ? fs
      .readFileSync(cases, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as { id: string; dockerfile: string; must: string[] })
      .find(({ id }) => id === 'part-5:482')
  : undefined

if (problem) {
  describe("the course's practice problem", () => {
    let document: vscode.TextDocument

    before(async () => {
      document = await vscode.workspace.openTextDocument({ language: 'dockerfile', content: problem.dockerfile })
      await vscode.window.showTextDocument(document)
      await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup')
    })

    after(async () => {
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor')
    })

    it('is diagnosed', async () => {
      // An untitled document has no folder, so what needs one is left out.
      const wanted = problem.must.filter((rule) => rule !== 'missing-dockerignore')
      await until('its problems', () => wanted.every((rule) => problemOf(document.uri, rule)))
      assert.ok(problemsOf(document.uri).length >= wanted.length)
    })

    it('is fixed at once, and one undo takes all of it back', async () => {
      await until('fixed text', async () => {
        await vscode.commands.executeCommand('dockerfileCoach.fixAll')
        return document.getText() !== problem.dockerfile
      })
      const fixed = document.getText()
      assert.match(fixed, /pip install --no-cache-dir -r requirements\.txt/)
      assert.match(
        fixed,
        /apt-get update && \\\n\s+apt-get install -y curl && \\\n\s+rm -rf \/var\/lib\/apt\/lists\/\*/,
      )
      await until('no such problems', () => !problemOf(document.uri, 'update-without-install'))
      await vscode.commands.executeCommand('undo')
      assert.equal(document.getText(), problem.dockerfile)
    })

    it('is mended one problem at a time', async () => {
      const found = await until('the problem', () => problemOf(document.uri, 'pip-cache-kept'))
      const kind = vscode.CodeActionKind.QuickFix.value
      const fix = await until('its quick fix', async () => {
        const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
          'vscode.executeCodeActionProvider',
          document.uri,
          found.range,
          kind,
        )
        return actions.find(({ isPreferred, edit }) => isPreferred && edit)
      })
      assert.ok(await vscode.workspace.applyEdit(fix.edit!))
      assert.match(document.getText(), /pip install --no-cache-dir -r/)
      await until('the problem to go', () => !problemOf(document.uri, 'pip-cache-kept'))
      assert.ok(problemOf(document.uri, 'update-without-install'), 'the others stay')
    })
  })
}
