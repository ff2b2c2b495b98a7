// Compares with hadolint on real files: node scripts/compare.mjs CORPUS [--examples N] [--seed N] [DLnnnn…]
// CORPUS holds files/ and expected/hadolint.jsonl ({file, findings: [[code, line, severity]]}).
// Per code: how many (file, line) both have, only they, only we; and random examples of each difference.
// At the end the share of problems at the defaults that carry a fix.
import path from 'node:path'
import { parseArgs } from 'node:util'
import { loadEngine, readDockerfiles, readRows, seededRandom } from './engine.mjs'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { examples: { type: 'string', default: '10' }, seed: { type: 'string', default: '1' } },
})
const [corpus, ...codes] = positionals
if (!corpus) {
  console.error('usage: npm run compare -- CORPUS [--examples N] [--seed N] [DLnnnn…]')
  process.exit(2)
}
const { lint, rules, checkFix, findRule } = await loadEngine('lint/lint.ts', 'lint/fix.ts', 'rules/index.ts')
const today = new Date().toISOString().slice(0, 10)
const theirs = new Map(readRows(path.join(corpus, 'expected/hadolint.jsonl')).map((row) => [row.file, row.findings]))
const files = readDockerfiles(path.join(corpus, 'files')).filter((file) => theirs.has(file.path))
const known = new Set(rules.flatMap((rule) => (rule.aliases ?? []).filter((name) => /^DL\d+$/.test(name))))
const table = new Map()
const entry = (code) => {
  if (!table.has(code)) table.set(code, { both: 0, theirs: [], ours: [] })
  return table.get(code)
}
const fixes = { safe: 0, unsafe: 0, none: 0, failed: 0 }
/** Problems by the best safety that the fixes of their rule can have. */
const byRule = { safe: 0, unsafe: 0, none: 0 }
for (const file of files) {
  const input = { text: file.text, today }
  const all = lint(input, rules, { allRules: true })
  const line = (offset) => file.text.slice(0, offset).split('\n').length
  const ours = new Map()
  for (const problem of all.problems) {
    // hadolint names the line of the instruction.
    const instruction = all.file.tree.instructions.findLast((item) => item.start <= problem.range.start)
    const at = instruction ? instruction.line + 1 : line(problem.range.start)
    for (const name of problem.aliases) if (/^DL\d+$/.test(name)) ours.set(`${name} ${at}`, problem)
  }
  const expected = new Set(theirs.get(file.path).map(([code, at]) => `${code} ${at}`))
  for (const key of expected) {
    const [code, at] = key.split(' ')
    if (!known.has(code)) continue
    if (ours.has(key)) entry(code).both++
    else entry(code).theirs.push({ file, line: Number(at) })
  }
  for (const [key, problem] of ours) {
    const [code, at] = key.split(' ')
    if (!expected.has(key)) entry(code).ours.push({ file, line: Number(at), message: problem.message })
  }
  const standard = lint(input, rules)
  for (const problem of standard.problems) {
    byRule[findRule(problem.rule)?.fixable ?? 'none']++
    const fix = problem.fixes?.[0]
    if (!fix) fixes.none++
    else if (checkFix(standard.file, fix, input, findRule(problem.rule)).failure) fixes.failed++
    else fixes[fix.safety]++
  }
}
const random = seededRandom(Number(values.seed))
const sample = (list) =>
  list
    .map((item) => ({ item, key: random() }))
    .sort((a, b) => a.key - b.key)
    .slice(0, Number(values.examples))
    .map(({ item }) => item)
const show = ({ file, line, message }) => {
  const text = file.text
    .split('\n')
    .slice(line - 1, line + 3)
    .join('\n      ')
  console.log(`    ${file.path}:${line}${message ? `  ${message}` : ''}\n      ${text.slice(0, 400)}`)
}
console.log('code      both  only theirs  only ours')
const rows = [...table]
  .filter(([code]) => codes.length === 0 || codes.includes(code))
  .sort(([a], [b]) => (a < b ? -1 : 1))
for (const [code, { both, theirs: missing, ours: extra }] of rows) {
  console.log(
    `${code}  ${String(both).padStart(6)}  ${String(missing.length).padStart(11)}  ${String(extra.length).padStart(9)}`,
  )
}
for (const [code, { theirs: missing, ours: extra }] of rows) {
  if (Number(values.examples) === 0) break
  if (missing.length > 0) console.log(`\n${code}, only theirs (${missing.length})`)
  for (const item of sample(missing)) show(item)
  if (extra.length > 0) console.log(`\n${code}, only ours (${extra.length})`)
  for (const item of sample(extra)) show(item)
}
const total = fixes.safe + fixes.unsafe + fixes.none + fixes.failed
const share = (n) => `${((100 * n) / Math.max(1, total)).toFixed(1)} %`
console.log(
  `\n${total} problems at the defaults: ${share(fixes.safe + fixes.unsafe)} with a fix, ${share(fixes.safe)} with a safe one; ${fixes.failed} fixes fail their check`,
)
console.log(
  `of rules whose fix can be safe: ${share(byRule.safe)}; only unsafe, because it changes the image: ${share(byRule.unsafe)}; none: ${share(byRule.none)}`,
)
