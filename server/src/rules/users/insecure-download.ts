/** `insecure-download`: downloads that take anything from anybody. */

import type { ShellCommand } from '../../lint/command.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Finding, Rule } from '../../lint/rule.ts'
import type { Range } from '../../syntax/tree.ts'
import { shellBehind } from './downloads.ts'

export const insecureDownload: Rule = {
  id: 'insecure-download',
  family: 'users',
  severity: 'warning',
  docs: {
    summary: 'A download that does not check whom it comes from',
    why: 'Without a checked certificate, or over plain HTTP, whoever sits on the way can put anything into the image. Install `ca-certificates`, or add the certificate of your own authority to them.',
    lesson: 'Security best practices (part 5)',
    bad: 'FROM alpine:3.22\nRUN wget --no-check-certificate https://example.com/tool -O /usr/local/bin/tool\n',
    good: 'FROM alpine:3.22\nRUN wget https://example.com/tool -O /usr/local/bin/tool\n',
    exception: 'What is downloaded is checked against a checksum or a signature right after.',
  },
  check(file, report) {
    for (const command of file.shellCommands(...Object.keys(switches))) {
      const finding = judge(file, command)
      if (finding) report(finding)
    }
    for (const env of file.instructions('ENV')) {
      for (const { name, value, nameRange } of env.pairs) {
        if (!Object.hasOwn(variables, name) || value.replace(/["']/g, '') !== variables[name]) continue
        const message = `\`${name}=${variables[name]}\` turns certificate checks off, in the container too; add the missing certificate instead`
        report({ range: nameRange, message })
      }
    }
  },
}

/** Flags that switch checks off, by command. Sources: the commands' manual pages. */
const switches: Readonly<Record<string, readonly string[]>> = {
  curl: ['-k', '--insecure', '--proxy-insecure', '--doh-insecure'],
  wget: ['--no-check-certificate'],
  'apt-get': ['--allow-unauthenticated', '--allow-insecure-repositories', '--force-yes'],
  apt: ['--allow-unauthenticated', '--allow-insecure-repositories', '--force-yes'],
  pip: ['--trusted-host'],
  pip3: ['--trusted-host'],
  yum: ['--nogpgcheck', '--no-gpgcheck', '--no-gpg-checks'],
  dnf: ['--nogpgcheck', '--no-gpgcheck', '--no-gpg-checks'],
  microdnf: ['--nogpgcheck', '--no-gpgcheck'],
  zypper: ['--no-gpg-checks'],
  npm: [],
  git: [],
}

/** Variables that switch certificate checks off. */
const variables: Readonly<Record<string, string>> = {
  NODE_TLS_REJECT_UNAUTHORIZED: '0',
  PYTHONHTTPSVERIFY: '0',
  GIT_SSL_NO_VERIFY: 'true',
}

function judge(file: LintFile, command: ShellCommand): Finding | undefined {
  if (command.name === 'npm' || command.name === 'git') return configured(command)
  const off = switchedOff(command)
  if (off && !isLocal(command) && !isVerified(file, command)) {
    return { range: off.range, message: `\`${off.name}\` takes the download from anybody; leave it out` }
  }
  const url = command.operands.find(({ text }) => /^["']?http:\/\//i.test(text))
  if (!url || !shellBehind(file, command) || isLocal(command)) return undefined
  return { range: url, message: 'Whoever is on the way can change a script that comes over `http`; use `https`' }
}

/** The flag that switches a check off, also as one letter of a cluster. */
function switchedOff(command: ShellCommand): { readonly name: string; readonly range: Range } | undefined {
  for (const { name, value, word } of command.flags) {
    if (value !== undefined && /^(false|no|0)$/i.test(value)) continue
    for (const known of switches[command.name]) {
      if (name === known) return { name, range: { start: word.start, end: word.start + name.length } }
      const letter = known.length === 2 && /^-[a-zA-Z]+$/.test(name) ? name.indexOf(known[1]) : -1
      if (letter > 0) return { name: known, range: { start: word.start + letter, end: word.start + letter + 1 } }
    }
  }
  return undefined
}

/** `npm config set strict-ssl false`, `git config http.sslVerify false`, `git -c http.sslVerify=false`. */
function configured(command: ShellCommand): Finding | undefined {
  const words = command.words.map(({ value }) => value ?? '')
  const at = words.findIndex((word, i) => {
    if (/^(strict-ssl|http\.sslverify)[= ]false$/i.test(word)) return true
    return /^(strict-ssl|http(\..*)?\.sslverify)$/i.test(word) && /^(false|0|no|off)$/i.test(words[i + 1] ?? '')
  })
  if (at < 0) return undefined
  const word = command.words[at]
  return { range: word, message: `\`${words[at]}\` turns certificate checks off; add the missing certificate instead` }
}

function isLocal(command: ShellCommand): boolean {
  return command.words.some(({ text }) =>
    /(\/\/|^)["']?(localhost|127\.0\.0\.1|\[::1\]|host\.docker\.internal)\b/.test(text),
  )
}

/** Whether the same RUN checks what it has downloaded. */
function isVerified(file: LintFile, { instruction }: ShellCommand): boolean {
  return file.commands(instruction).some((command) => {
    if (/^(sha\d+sum|md5sum|shasum)$/.test(command.name)) return command.hasFlag('-c', '--check')
    return command.name === 'gpg' && command.hasFlag('--verify')
  })
}
