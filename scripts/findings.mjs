// Prints what a rule finds on a folder of Dockerfiles, with the fix as a diff, for reading:
//   node scripts/findings.mjs RULE[,RULE…] DIR [--count N] [--seed N] [--official INDEX.jsonl] [--files]
//   RULE `summary` prints how often each rule fires instead.
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { loadEngine, seededRandom } from './engine.mjs'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: 'string', default: '15' },
    seed: { type: 'string', default: '1' },
    official: { type: 'string' },
    today: { type: 'string', default: '2026-11-20' },
    'all-rules': { type: 'boolean', default: false },
    'no-fix': { type: 'boolean', default: false },
  },
})
const [names, folder] = positionals
if (!names || !folder) {
  console.error(
    'usage: node scripts/findings.mjs RULE[,RULE…]|summary DIR [--count N] [--seed N] [--official INDEX] [--all-rules]',
  )
  process.exit(2)
}
const { lint, checkFix, rules, findRule } = await loadEngine('lint/lint.ts', 'lint/fix.ts', 'rules/index.ts')
const official =
  values.official &&
  new Set(
    readFileSync(values.official, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line))
      .filter((row) => row.category === 'official')
      .map((row) => row.file),
  )
const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && !entry.name.endsWith('.dockerignore'))
  .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
  .filter((file) => !official || official.has(path.relative(folder, file)))
  .sort()
const chosen =
  names === 'summary' ? rules : names.split(',').map((name) => findRule(name) ?? rules.find((rule) => rule.id === name))
if (chosen.some((rule) => !rule)) {
  console.error(`no such rule: ${names}`)
  process.exit(2)
}
const settings =
  names === 'summary'
    ? { allRules: values['all-rules'] }
    : {
        severities: Object.fromEntries(
          chosen.map((rule) => [rule.id, rule.severity === 'off' ? 'info' : rule.severity]),
        ),
      }
const found = []
const errors = new Map()
for (const file of files) {
  const input = { text: readFileSync(file, 'utf8'), today: values.today }
  const result = lint(input, chosen, settings)
  for (const error of result.internalErrors) errors.set(`${error.rule}: ${error.message.slice(0, 300)}`, file)
  for (const problem of result.problems) found.push({ file, input, problem, result })
}
for (const [message, file] of errors) console.log(`INTERNAL ERROR in ${file}: ${message}`)
if (names === 'summary') {
  const counts = new Map()
  for (const { file, problem } of found) {
    const key = `${problem.rule} (${problem.severity})`
    const entry = counts.get(key) ?? { n: 0, files: new Set() }
    entry.n++
    entry.files.add(file)
    counts.set(key, entry)
  }
  for (const [key, { n, files: where }] of [...counts].sort((a, b) => b[1].n - a[1].n))
    console.log(String(n).padStart(6), String(where.size).padStart(5), 'files', key)
  const loud = found.filter(({ problem }) => problem.severity === 'error' || problem.severity === 'warning').length
  console.log(
    `${files.length} files, ${found.length} problems, ${(loud / files.length).toFixed(2)} warnings and errors a file`,
  )
} else {
  const random = seededRandom(Number(values.seed) || 1)
  let failures = 0
  const withFix = found.filter(({ problem }) => problem.fixes?.length).length
  if (!values['no-fix']) {
    for (const { input, problem, result } of found) {
      const rule = chosen.find((candidate) => candidate.id === problem.rule)
      for (const fix of problem.fixes ?? []) {
        const { failure } = checkFix(result.file, fix, input, rule)
        if (failure && failures++ < 5)
          console.log(
            `FIX FAILS (${failure}): ${fix.title}\n${input.text.slice(problem.range.start - 200, problem.range.end + 200)}\n`,
          )
      }
    }
  }
  const sample = found
    .map((item) => ({ item, key: random() }))
    .sort((a, b) => a.key - b.key)
    .slice(0, Number(values.count))
  for (const {
    item: { file, input, problem, result },
  } of sample) {
    const { tree } = result.file
    const at = tree.instructions.find((instruction) => instruction.end >= problem.range.start)
    const line = input.text.slice(0, problem.range.start).split('\n').length
    console.log(`\n=== ${path.relative(folder, file)}:${line} ${problem.rule} (${problem.severity}) ${problem.message}`)
    console.log(
      `    flagged: ${JSON.stringify(input.text.slice(problem.range.start, problem.range.end).slice(0, 100))}`,
    )
    if (at) console.log(input.text.slice(Math.min(at.start, problem.range.start), at.end).slice(0, 900))
    const fix = problem.fixes?.[0]
    if (!fix) continue
    console.log(
      `--- ${fix.title} [${fix.safety}]${problem.fixes.length > 1 ? ` (+${problem.fixes.length - 1} more)` : ''}`,
    )
    for (const edit of fix.edits)
      console.log(
        `    ${JSON.stringify(input.text.slice(edit.start, edit.end).slice(0, 300))} -> ${JSON.stringify(edit.text.slice(0, 600))}`,
      )
  }
  console.log(
    `\n${found.length} findings in ${new Set(found.map(({ file }) => file)).size} of ${files.length} files, ${withFix} with a fix; ${failures} fixes fail their check`,
  )
}
