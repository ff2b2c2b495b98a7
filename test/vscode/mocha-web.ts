/** Runs a suite with mocha's browser build in the web extension host; prints its figures for run.mjs: there are no files. */
import 'mocha/mocha.js'

export async function runMocha(load: () => void): Promise<void> {
  mocha.setup({ ui: 'bdd', timeout: 30_000, color: false, reporter: 'spec' })
  load()
  await new Promise<void>((resolve, reject) => {
    const runner = mocha.run((failures) => {
      console.log(`SUITE_REPORT ${JSON.stringify(runner.stats)}`)
      if (failures) reject(new Error(`${failures} test(s) failed`))
      else if (!runner.stats?.passes) reject(new Error('no test was run'))
      else resolve()
    })
  })
}
