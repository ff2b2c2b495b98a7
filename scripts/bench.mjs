// Prints what linting costs, parse included: node scripts/bench.mjs DIR [--all-rules]
// Median and 99th percentile a file on one core, warm; the ten slowest files and the ten slowest (file, rule).
import { loadEngine, readDockerfiles } from './engine.mjs'

const [folder] = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))
if (!folder) {
  console.error('usage: npm run bench -- DIR')
  process.exit(2)
}
const { lint, rules, parseDockerfile, LintFile, clearShellCache } = await loadEngine(
  'lint/lint.ts',
  'rules/index.ts',
  'syntax/parse.ts',
  'syntax/shell.ts',
  'lint/lint-file.ts',
)
const files = readDockerfiles(folder)
const today = new Date().toISOString().slice(0, 10)
const settings = { allRules: true }
const runs = 3

const quantile = (sorted, q) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))]
const measure = (work) => {
  const best = new Array(files.length).fill(Number.POSITIVE_INFINITY)
  for (let run = 0; run < runs; run++) {
    clearShellCache()
    files.forEach((file, i) => {
      const start = performance.now()
      work(file)
      best[i] = Math.min(best[i], performance.now() - start)
    })
  }
  return best
}
const print = (title, times) => {
  const sorted = [...times].sort((a, b) => a - b)
  const total = sorted.reduce((sum, time) => sum + time, 0)
  console.log(
    `${title}: median ${(quantile(sorted, 0.5) * 1000).toFixed(0)} µs, p99 ${(quantile(sorted, 0.99) * 1000).toFixed(0)} µs, worst ${sorted.at(-1).toFixed(2)} ms, ${Math.round((files.length / total) * 1000)} files/s`,
  )
}
for (const file of files.slice(0, 300)) lint({ text: file.text, today }, rules, settings)
print(
  'parse',
  measure(({ text }) => parseDockerfile(text)),
)
const times = measure(({ text }) => lint({ text, today }, rules, settings))
print(`lint, ${rules.length} rules`, times)
console.log('\nslowest files')
const slowest = times.map((time, i) => ({ time, file: files[i] })).sort((a, b) => b.time - a.time)
for (const { time, file } of slowest.slice(0, 10)) console.log(`  ${time.toFixed(2)} ms  ${file.path}`)
const byRule = []
for (const { file } of slowest.slice(0, 40)) {
  for (const rule of rules) {
    let best = Number.POSITIVE_INFINITY
    for (let run = 0; run < runs; run++) {
      const input = new LintFile({ text: file.text, today })
      // What rules share is asked for before, so that no rule pays for the others.
      input.shellCommands()
      const start = performance.now()
      rule.check(input, () => {})
      best = Math.min(best, performance.now() - start)
    }
    byRule.push({ time: best, name: `${rule.id}  ${file.path}` })
  }
}
console.log('\nslowest rules')
for (const { time, name } of byRule.sort((a, b) => b.time - a.time).slice(0, 10))
  console.log(`  ${time.toFixed(2)} ms  ${name}`)
