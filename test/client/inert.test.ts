/** Text that VS Code shows in messages, labels and terminals. */
import { expect, it } from 'vitest'
import { readCheck } from '../../client/src/build/check-output.ts'
import type { BuildStep } from '../../client/src/build/output.ts'
import { createProgressWriter } from '../../client/src/build/progress-text.ts'
import { inert, withoutControls } from '../../client/src/inert.ts'
import { hostileTexts } from '../hostile.ts'

/** What messages, prompts and descriptions of VS Code read as a link, and its labels as an icon. */
const link = /\[[^\]]+\]\((?:https?:\/\/|command:|file:)[^)\s]+/i
const icon = /\$\([a-z0-9-]+(?:~[a-z0-9-]+)?\)/i
const control = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/

it.each([...hostileTexts, '[a](command:x "[b](command:y)")', '$$(x) [[a]](command:x)', '[a]\n(command:x)'])(
  'has no link, icon or control character: %j',
  (text) => {
    for (const shown of [inert(text), inert(`Building ${text}:latest`)]) {
      expect(shown).not.toMatch(link)
      expect(shown).not.toMatch(icon)
      expect(shown).not.toMatch(control)
    }
  },
)

it('leaves other text as it is', () => {
  for (const text of ['Built shop:dev in 3 s, 12 MB (+1 MB)', 'RUN echo "$HOME" [x] (y)', 'a\tb']) {
    expect(inert(text)).toBe(text)
    expect(withoutControls(text)).toBe(text)
  }
})

it('lets no step of a build steer the terminal', () => {
  const hostile = '\u001b]0;title\u0007\u009b2Jx\r\ny'
  const step = {
    text: `RUN ${hostile}`,
    stage: hostile,
    index: 1,
    total: 2,
    error: hostile,
    logs: [],
  } as unknown as BuildStep
  const written = createProgressWriter().write([
    { type: 'started', step },
    { type: 'log', step, line: hostile },
    { type: 'finished', step },
    { type: 'line', line: hostile },
  ] as never)
  // Only colours, which are ours, and the line ends of a terminal.
  expect(written.replace(/\u001b\[\d+m|\r\n/g, '')).not.toMatch(control)
  expect(written.split('\r\n')).toHaveLength(5)
})

it('takes pages of the web only from whoever checks a Dockerfile', () => {
  const url = (value: string) =>
    readCheck(JSON.stringify({ warnings: [{ ruleName: 'R', url: value }] }))?.warnings[0]?.url
  expect(url('https://docs.docker.com/go/x/')).toBe('https://docs.docker.com/go/x/')
  for (const value of [
    'command:workbench.action.quit',
    'file:///etc/passwd',
    'vscode://x',
    ' https://x',
    'https://x y',
  ])
    expect(url(value), value).toBeUndefined()
})
