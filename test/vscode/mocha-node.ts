/** Runs a suite with mocha in the Node extension host; leaves its figures in $SUITE_REPORT for run.mjs. */
import * as fs from 'node:fs'
import Mocha from 'mocha'

export async function runMocha(load: () => void): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', timeout: 120_000, color: false, reporter: 'spec', forbidOnly: true })
  mocha.suite.emit('pre-require', globalThis as never, '', mocha)
  load()
  await new Promise<void>((resolve, reject) => {
    const runner = mocha.run((failures) => {
      if (process.env.SUITE_REPORT) fs.writeFileSync(process.env.SUITE_REPORT, JSON.stringify(runner.stats))
      if (failures) reject(new Error(`${failures} test(s) failed`))
      else if (!runner.stats?.passes) reject(new Error('no test was run'))
      else resolve()
    })
  })
}
