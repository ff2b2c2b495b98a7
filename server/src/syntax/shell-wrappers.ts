/** Commands that run another one: sudo, env, timeout and their like. */

import type { ShellWord } from './shell-tree.ts'

/** Commands that run another one, with the options of theirs that take a value. */
const wrappers: Readonly<Record<string, { readonly valued: readonly string[]; readonly operands: number }>> = {
  sudo: {
    valued: ['-u', '-g', '-h', '-p', '-C', '-r', '-t', '-U', '--user', '--group', '--host', '--prompt'],
    operands: 0,
  },
  doas: { valued: ['-u', '-C'], operands: 0 },
  env: { valued: ['-u', '-C', '-S', '--unset', '--chdir'], operands: 0 },
  command: { valued: [], operands: 0 },
  exec: { valued: ['-a'], operands: 0 },
  builtin: { valued: [], operands: 0 },
  nice: { valued: ['-n', '--adjustment'], operands: 0 },
  ionice: { valued: ['-c', '-n'], operands: 0 },
  nohup: { valued: [], operands: 0 },
  time: { valued: ['-f', '-o'], operands: 0 },
  timeout: { valued: ['-s', '-k', '--signal', '--kill-after'], operands: 1 },
  eatmydata: { valued: [], operands: 0 },
  xargs: { valued: ['-I', '-n', '-P', '-d', '-a', '-L', '-s', '-E'], operands: 0 },
  gosu: { valued: [], operands: 1 },
  'su-exec': { valued: [], operands: 1 },
  chroot: { valued: [], operands: 1 },
  stdbuf: { valued: ['-i', '-o', '-e'], operands: 0 },
  setarch: { valued: [], operands: 1 },
  linux32: { valued: [], operands: 0 },
  catchsegv: { valued: [], operands: 0 },
  busybox: { valued: [], operands: 0 },
}

const notWrapped = { wrappers: [], nameIndex: 0 }

/** Steps over sudo, env and their like, with their options, operands and `NAME=value` words. */
export function unwrap(words: readonly ShellWord[]): {
  readonly wrappers: readonly string[]
  readonly nameIndex: number
} {
  const first = words[0]?.value
  if (first === undefined || !Object.hasOwn(wrappers, first.slice(first.lastIndexOf('/') + 1))) return notWrapped
  const names: string[] = []
  let index = 0
  for (;;) {
    const value = words[index]?.value
    const name = value?.slice(value.lastIndexOf('/') + 1)
    const wrapper = name !== undefined && Object.hasOwn(wrappers, name) ? wrappers[name] : undefined
    // `command -v tool` asks for a tool; it does not run it.
    const asks = name === 'command' && /^-[vV]/.test(words[index + 1]?.text ?? '')
    if (!wrapper || name === undefined || asks) return { wrappers: names, nameIndex: index }
    let next = index + 1
    while (next < words.length) {
      const { text } = words[next]
      if (wrapper.valued.includes(text)) next += 2
      else if (/^-/.test(text) || /^[A-Za-z_][A-Za-z0-9_]*=/.test(text)) next++
      else break
    }
    next += wrapper.operands
    if (next >= words.length) return { wrappers: names, nameIndex: index }
    names.push(name)
    index = next
  }
}
