/** `root-home-unreadable`: an application in root's home whose container runs as somebody else. */

import { replace } from '../../lint/edits.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import { type RootHomeUse, rootHomeUses } from '../../lint/root-home.ts'
import type { Edit, Finding, Fix, Rule } from '../../lint/rule.ts'
import { createdUsers } from '../../lint/user-plan.ts'
import type { Stage } from '../../syntax/stages.ts'
import type { Instruction } from '../../syntax/tree.ts'

export const rootHomeUnreadable: Rule = {
  id: 'root-home-unreadable',
  family: 'users',
  severity: 'warning',
  fixable: 'unsafe',
  docs: {
    summary: 'Files in `/root` that the user of the container cannot read',
    why: '`/root` is open to root alone on most systems. A container that runs as another user finds neither the programs nor the libraries that were put there.',
    lesson: 'Building a Python application (part 2)',
    bad: 'FROM python:3.14-slim\nCOPY --from=example.com/app-libraries /root/.local /root/.local\nENV PATH=/root/.local/bin:$PATH\nRUN useradd --create-home app\nUSER app\nCMD ["python", "-m", "app"]\n',
    good: 'FROM python:3.14-slim\nCOPY --from=example.com/app-libraries /root/.local /home/app/.local\nENV PATH=/home/app/.local/bin:$PATH\nRUN useradd --create-home app\nUSER app\nCMD ["python", "-m", "app"]\n',
  },
  check(file, report) {
    const { finalStage } = file
    if (!finalStage) return
    const user = file.facts.user(finalStage)
    if (user.root !== false || user.name === undefined || opensRootHome(file, finalStage)) return
    for (const use of rootHomeUses(file, finalStage)) {
      const finding = judge(file, finalStage, use, user.name)
      if (finding) report(finding)
    }
  },
}

function judge(file: LintFile, stage: Stage, use: RootHomeUse, user: string): Finding | undefined {
  const { path, range } = use
  // Settings of the build's own tools are for root.
  if (/^\/root\/\.(ssh|gnupg|cache|config|npmrc|netrc|m2|bashrc|profile|aws|docker)/.test(path)) return undefined
  return {
    range,
    message: `\`${user}\`, who runs the container, cannot read \`${path}\`; put it where that user can`,
    fixes: () => moveFixes(file, stage, use, user),
  }
}

/** Whether a RUN opens `/root` to others. */
function opensRootHome(file: LintFile, stage: Stage): boolean {
  return file.facts.history(stage).some((instruction) => {
    if (instruction.keyword !== 'RUN') return false
    return file.commands(instruction).some(({ name, words }) => {
      return (
        (name === 'chmod' || name === 'chown' || name === 'usermod') &&
        words.some(({ value }) => value?.startsWith('/root'))
      )
    })
  })
}

/** The same path in the user's own home, also in the variables that name it. */
function moveFixes(
  file: LintFile,
  stage: Stage,
  { instruction, range, path }: RootHomeUse,
  user: string,
): readonly Fix[] {
  const home = homeOf(file, stage, user)
  if (home === undefined || instruction.keyword === 'RUN' || file.slice(range) !== path || path === '/root') return []
  const edits: Edit[] = [replace(range, `${home}${path.slice('/root'.length)}`)]
  const touched: Instruction[] = [instruction]
  for (const other of stage.instructions) {
    if (other === instruction) continue
    const places = placesOf(file, other, path)
    if (places.length === 0) continue
    if (other.keyword !== 'ENV') return []
    edits.push(...places.map((start) => replace({ start, end: start + '/root'.length }, home)))
    touched.push(other)
  }
  return [{ title: `Put it under \`${home}\``, safety: 'unsafe', edits, effect: { rewrites: touched } }]
}

function placesOf(file: LintFile, instruction: Instruction, path: string): readonly number[] {
  const places: number[] = []
  const end = instruction.end
  for (let at = file.text.indexOf(path, instruction.start); at >= 0 && at < end; at = file.text.indexOf(path, at + 1)) {
    places.push(at)
  }
  return places
}

function homeOf(file: LintFile, stage: Stage, user: string): string | undefined {
  const created = createdUsers(file, stage).findLast(({ name }) => name === user)
  if (created) return created.home ?? `/home/${user}`
  return file.facts.image(stage)?.readyUsers.find(({ name }) => name === user)?.home
}
