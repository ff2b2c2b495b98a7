/** `curl-without-fail`: downloads that take an error page for the file. */

import type { ShellCommand } from '../../lint/command.ts'
import { insert } from '../../lint/edits.ts'
import type { Fix, Rule } from '../../lint/rule.ts'

export const curlWithoutFail: Rule = {
  id: 'curl-without-fail',
  family: 'users',
  severity: 'info',
  fixable: 'safe',
  docs: {
    summary: '`curl` without `-f` saves an error page as if it were the file',
    why: 'For a server that answers 404 or 500, `curl` ends with success and hands on the page that says so. The build goes on with it, and fails somewhere else or not at all.',
    bad: 'FROM alpine:3.22\nRUN curl -sSL https://example.com/tool -o /usr/local/bin/tool\n',
    good: 'FROM alpine:3.22\nRUN curl -fsSL https://example.com/tool -o /usr/local/bin/tool\n',
  },
  check(file, report) {
    const seen = new Set<number>()
    for (const command of file.shellCommands('curl')) {
      if (!command.nameWord || !keepsAnswer(command) || asksForStatus(command)) continue
      // A substitution in `sh -c "$(…)"` is read twice.
      if (seen.has(command.nameWord.start)) continue
      seen.add(command.nameWord.start)
      report({
        range: command.nameWord,
        message: '`curl` takes an error page for the answer; pass `-f`',
        fixes: [withFail(command)],
      })
    }
  },
}

/** Whether the answer becomes a file, a variable, or the input of another command. */
function keepsAnswer(command: ShellCommand): boolean {
  const { node } = command
  if (node.pipelineIndex < node.pipelineLength - 1 || node.context?.kind === 'substitution') return true
  if (node.redirects.some(({ operator, descriptor }) => /^>/.test(operator) && (descriptor ?? 1) === 1)) return true
  return command.hasFlag('-o', '--output', '-O', '--remote-name', '--remote-name-all')
}

/** Whether it fails already, may get more flags, or looks at the answer's status itself. */
function asksForStatus(command: ShellCommand): boolean {
  if (command.mayHaveMoreFlags) return true
  if (command.hasFlag('-f', '--fail', '--fail-with-body', '--fail-early', '-I', '--head', '-w', '--write-out'))
    return true
  if (command.hasFlag('-V', '--version', '-h', '--help', '-K', '--config', '-T', '--upload-file')) return true
  const urls = command.operands.map(({ text }) => text.replace(/^["']/, ''))
  return urls.some((url) => /^(file|ftp|ftps|telnet|dict):/i.test(url))
}

/** Into a cluster of short flags where there is one in front. */
function withFail(command: ShellCommand): Fix {
  const [first] = command.words
  const isCluster = first !== undefined && /^-[a-zA-Z]+$/.test(first.text)
  const edit = isCluster ? insert(first.start + 1, 'f') : insert(command.nameWord?.end ?? 0, ' -f')
  return { title: 'Add `-f`', safety: 'safe', edits: [edit] }
}
