/** The language server's processes below this extension host. */
import { execFileSync } from 'node:child_process'

/** Their process ids. Needs `ps`, which Linux and macOS have. */
export function serverProcesses(): number[] {
  return execFileSync('ps', ['-A', '-ww', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [])
    .filter(([, , parent, command]) => Number(parent) === process.pid && /dist[\\/]server\.js/.test(command ?? ''))
    .map(([, pid]) => Number(pid))
}
