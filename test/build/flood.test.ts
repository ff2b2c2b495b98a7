/** A builder that prints without end costs neither memory nor the end of the build. */
import { describe, expect, it } from 'vitest'
import { failureOf } from '../../client/src/build/failure.ts'
import { createOutputReader, type OutputStream } from '../../client/src/build/output.ts'
import { startProcess } from '../../client/src/build/process.ts'

const megabyte = 1_000_000
const size = 100 * megabyte

/** Programs that print 100 MB in their own way, and then how the build failed. */
const floods: Readonly<Record<string, string>> = {
  'lines of a step': `"#1 0.1 " + "compiling something ".repeat(5) + "\\n"`,
  'one line': `"y".repeat(1000)`,
  'lines that overwrite themselves': `"#1 0.1 " + "10 %\\r20 %\\r\\x1b[31m".repeat(10) + "\\n"`,
  'steps without end': `"#" + (n += 1) + " [" + n + "/9] RUN " + n + "\\n#" + n + " DONE 0.1s\\n"`,
  'objects that are not complete': `"{\\n" + "  \\"a\\": 1,\\n".repeat(40)`,
  'objects of logs': `JSON.stringify({ logs: [{ vertex: "v" + (n++ % 9), data: "eHl6Cg==".repeat(20) }] }) + "\\n"`,
}

const program = (piece: string): string => `
  let n = 0
  const total = ${size}
  let written = 0
  process.stdout.on('error', () => {})
  function more() {
    while (written < total) {
      let text = ''
      while (text.length < 65536) text += ${piece}
      written += text.length
      if (!process.stderr.write(text)) return process.stderr.once('drain', more)
    }
    process.stderr.write('\\n#2 [2/2] RUN make\\n#2 ERROR: process "/bin/sh -c make" did not complete successfully: exit code: 3\\n')
    process.stderr.write('ERROR: failed to solve: process "/bin/sh -c make" did not complete successfully: exit code: 3\\n')
    process.exitCode = 1
  }
  more()
`

describe('a builder that prints 100 MB', () => {
  it.each(Object.entries(floods))('of %s', { timeout: 120_000 }, async (_, piece) => {
    const reader = createOutputReader()
    let bytes = 0
    let highest = 0
    const before = process.memoryUsage().heapUsed
    const onOutput = (stream: OutputStream, text: string): void => {
      bytes += text.length
      reader.push(stream, text, 0)
      highest = Math.max(highest, process.memoryUsage().heapUsed)
    }
    const running = startProcess(process.execPath, ['-e', program(piece)], { cwd: '.', onOutput })
    expect(await running.ended).toEqual({ exitStatus: 1 })
    reader.end(0)
    expect(bytes).toBeGreaterThan(size)
    // A collection comes when it wants to; what is kept is far below what was printed.
    expect(highest - before).toBeLessThan(200 * megabyte)
    expect(JSON.stringify(reader.record).length).toBeLessThan(10 * megabyte)
    expect(failureOf(reader.record, 1).message).not.toBe('')
  })
})
