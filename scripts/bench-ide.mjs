// Prints how long each language feature takes on files of 1,000 and 10,000 lines: the median and the slowest of several
// answers, each after a keystroke, so that the file has to be parsed anew. What shows problems is asked after the linter
// has run, as in the editor. Run it on a machine with nothing else to do:
//   node scripts/bench-ide.mjs [--rounds N] [--cpu]
//   --cpu  counts the time of the processor instead, which other programs disturb less
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { build } from 'esbuild'

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '60' }, cpu: { type: 'boolean', default: false } },
})
const rounds = Number(values.rounds)
const now = values.cpu ? () => process.cpuUsage().user / 1000 : () => performance.now()
const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '..')
const out = mkdtempSync(path.join(os.tmpdir(), 'bench-ide-'))
process.on('exit', () => rmSync(out, { recursive: true, force: true }))

const ide = './server/src/ide'
await build({
  stdin: {
    contents: `
      export { lint } from './server/src/lint/lint.ts'
      export { LintFile } from './server/src/lint/lint-file.ts'
      export { rules } from './server/src/rules/index.ts'
      export { problemLens } from '${ide}/code-lenses.ts'
      export { completions } from '${ide}/completion.ts'
      export { documentLinks } from '${ide}/document-links.ts'
      export { folds } from '${ide}/folding.ts'
      export { format, formatRange, formatTyped } from '${ide}/format.ts'
      export { hover } from '${ide}/hover.ts'
      export { inlayHints } from '${ide}/inlay-hints.ts'
      export { outline } from '${ide}/outline.ts'
      export { offeredFixes, offeredSuppressions, problemsIn } from '${ide}/quick-fixes.ts'
      export { rename } from '${ide}/rename.ts'
      export { selectionRanges } from '${ide}/selection-ranges.ts'
      export { semanticTokens } from '${ide}/semantic-tokens.ts'
      export { signatureHelp } from '${ide}/signature-help.ts'
      export { symbolAt } from '${ide}/symbols.ts'`,
    resolveDir: root,
    loader: 'ts',
  },
  bundle: true,
  platform: 'node',
  format: 'esm',
  outfile: path.join(out, 'ide.mjs'),
  logLevel: 'error',
})
const engine = await import(path.join(out, 'ide.mjs'))
const today = '2026-11-20'

/** A file of that many lines: stages of 40 lines that use each other, with everything that is usual. */
function dockerfile(lines, salt) {
  const stages = []
  for (let stage = 0; stage * 40 < lines; stage++) {
    const base = stage % 4 === 0 ? 'debian:13-slim' : `stage${stage - 1}`
    stages.push(
      `FROM ${base} AS stage${stage}`,
      `ARG VERSION${stage}=1.${stage}.${salt}`,
      `ENV HOME${stage}=/opt/app NAME${stage}="a b $VERSION${stage}"`,
      'RUN --mount=type=cache,target=/var/cache/apt,sharing=locked \\',
      '    apt-get update && \\',
      '    # tools',
      '    apt-get install -y --no-install-recommends \\',
      '      curl \\',
      '      git=1:2.47.* \\',
      `      "package-$VERSION${stage}" && \\`,
      '    rm -rf /var/lib/apt/lists/*',
      'WORKDIR /app',
      'COPY package.json package-lock.json ./',
      `RUN npm ci && echo "\${NAME${stage}:-x}" > /name`,
      ...Array.from({ length: 20 }, (_, i) => `RUN echo "line ${i} of $HOME${stage}" >> /log && test -f /log`),
      'RUN <<EOF',
      'set -e',
      `echo "$VERSION${stage}"`,
      'EOF',
      'EXPOSE 8080',
      'USER nobody',
      `CMD ["node", "server-${stage}.js"]`,
      '',
    )
  }
  return `${stages.slice(0, lines - 1).join('\n')}\n`
}

const options = { tabSize: 4, insertSpaces: true }
const kinds = { stageNumbers: true, baseImages: true, users: true }
const features = {
  parse: (file) => file.graph,
  diagnostics: (_, result) => result().problems,
  hover: (file, result, offset) => engine.hover(file, offset, result().problems),
  completion: (file, result, offset) => engine.completions(file, offset, () => result().problems),
  signatureHelp: (file, _, offset) => engine.signatureHelp(file, offset),
  'definition, references': (file, _, offset) => engine.symbolAt(file, offset),
  rename: (file, _, offset) => engine.rename(file, offset, 'renamed'),
  outline: (file) => engine.outline(file),
  folding: (file) => engine.folds(file),
  documentLinks: (file) => engine.documentLinks(file),
  selectionRanges: (file, _, offset) => engine.selectionRanges(file, offset),
  semanticTokens: (file) => engine.semanticTokens(file),
  inlayHints: (file) => engine.inlayHints(file, kinds),
  codeLens: (_, result) => engine.problemLens(result(), 'safe'),
  formatting: (file) => engine.format(file, options),
  onTypeFormatting: (file, _, offset) => engine.formatTyped(file, offset, options),
  codeActions: (_, result, offset, input) => {
    const problems = engine.problemsIn(result(), { start: offset, end: offset })
    return [engine.offeredFixes(input, result(), problems), engine.offeredSuppressions(result(), problems)]
  },
}

/** Features that need the problems of the version, which the diagnostics have found before. */
const needProblems = new Set(['hover', 'codeLens', 'codeActions'])

console.log(`median and slowest of ${rounds} answers in ms, each after a keystroke\n`)
console.log(`${''.padEnd(24)}${'1,000 lines'.padStart(18)}${'10,000 lines'.padStart(18)}`)
const texts = new Map([1_000, 10_000].map((lines) => [lines, dockerfile(lines, 0)]))
let keystrokes = 0
for (const [name, feature] of Object.entries(features)) {
  const cells = [...texts.values()].map((base) => {
    const times = []
    for (let round = 0; round < rounds + 3; round++) {
      // A keystroke in the middle of the file.
      const place = base.indexOf('RUN echo "line', base.length >> 1) + 'RUN echo "'.length
      const text = `${base.slice(0, place)}${++keystrokes}${base.slice(place)}`
      const input = { text, today }
      const offset = text.indexOf('$VERSION', place) + 3
      const before = needProblems.has(name) ? engine.lint(input, engine.rules) : undefined
      const start = now()
      const file = before?.file ?? new engine.LintFile(input)
      let linted = before
      feature(file, () => (linted ??= engine.lint(input, engine.rules, {}, file)), offset, input)
      if (round >= 3) times.push(now() - start)
    }
    times.sort((a, b) => a - b)
    return `${times[times.length >> 1].toFixed(1)} / ${times.at(-1).toFixed(1)}`
  })
  console.log(`${name.padEnd(24)}${cells.map((cell) => cell.padStart(18)).join('')}`)
}
