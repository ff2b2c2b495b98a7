/** The inputs of a fuzz run: each is a function of the run's seed and its own number, and nothing else. */
import fc from 'fast-check'
import { argumentText, configurationText, dockerfile, ignoreText, outputText, shellText } from './arbitraries.ts'
import { type Random, seeded } from './random.ts'
import type { Seeds } from './seeds.ts'

export type InputKind = 'dockerfile' | 'shell' | 'ignore' | 'configuration' | 'output' | 'arguments'

export const arbitraries: Readonly<Record<InputKind, fc.Arbitrary<string>>> = {
  dockerfile,
  shell: shellText,
  ignore: ignoreText,
  configuration: configurationText,
  output: outputText,
  arguments: argumentText,
}

/** The input with a number: a generated text, or a real one that is damaged in one to eight places. */
export function inputOf(kind: InputKind, seeds: Seeds, seed: number, number: number): string {
  const random = seeded(Math.imul(seed, 0x9e3779b1) ^ number)
  const real = seedsOf(kind, seeds)
  if (real.length === 0 || random.oneIn(3)) {
    const [generated] = fc.sample(arbitraries[kind], { seed: random.below(2 ** 31), numRuns: 1 })
    return random.oneIn(2) ? generated : damaged(generated, generated, random)
  }
  return damaged(random.pick(real), random.pick(real), random)
}

function seedsOf(kind: InputKind, seeds: Seeds): readonly string[] {
  if (kind === 'dockerfile' || kind === 'shell') return seeds.dockerfiles
  if (kind === 'ignore') return seeds.ignoreFiles
  if (kind === 'configuration') return seeds.yaml
  return kind === 'output' ? seeds.outputs : []
}

const pieces = [
  ...[
    '\\\n',
    '\\\r\n',
    '\\ \n',
    '\\\n\n',
    '\\\n# c\n',
    '\\',
    '\n',
    '\r\n',
    '\r',
    '\t',
    ' ',
    '\0',
    '\ufeff',
    '\u00a0',
    '\u2028',
  ],
  ...[
    '"',
    "'",
    '`',
    '$',
    '${',
    '}',
    '${A:-',
    '$(',
    ')',
    '((',
    '))',
    '{',
    ';',
    '&&',
    '||',
    '|',
    '&',
    '>',
    '<',
    '#',
    '!',
    '*',
    '?',
  ],
  ...[
    '<<EOF',
    '<<-"E"',
    '\nEOF\n',
    '<<EOF <<E',
    '[',
    ']',
    '["',
    '",',
    '"]',
    '=',
    ',',
    ':',
    '/',
    '@',
    '-',
    '--',
    '..',
    '%',
    '\ud83d',
    '\udc00',
    '😀',
  ],
  ...[
    '--mount=',
    '--mount=type=cache,',
    '--from=',
    '--chown=',
    '--platform=$',
    '--link ',
    'FROM ',
    '\nFROM ',
    '\nFROM scratch\n',
    ' AS ',
  ],
  ...[
    'ONBUILD ',
    'ARG ',
    'ENV ',
    'RUN ',
    '\nRUN ',
    'COPY ',
    'ADD ',
    'HEALTHCHECK CMD ',
    'SHELL [',
    'USER ',
    'WORKDIR ',
    'EXPOSE ',
    'CMD ',
  ],
  ...[
    '# escape=`\n',
    '# syntax=',
    '# check=',
    '# dockerfile-coach ignore=',
    '# hadolint ignore=',
    '\n# dockerfile-coach ignore-file=all\n',
  ],
  ...[
    'apt-get install ',
    'apt-get update',
    'apk add ',
    'pip install ',
    'npm ',
    'curl -o ',
    'sudo ',
    'cd ',
    'rm -rf ',
    "sh -c '",
    'if ',
    'then ',
    'fi',
  ],
  ...[
    'esac',
    'done',
    'do ',
    'for ',
    'case ',
    'while ',
    'function ',
    '() {',
    '[[',
    ']]',
    '$((',
    '{a,b}',
    '<(',
    '<<<',
    '&>',
    '2>&1',
    '"$',
    "$'",
  ],
]

/** One to eight deletions, insertions, swaps and repetitions; sometimes every line break becomes another one. */
function damaged(start: string, other: string, random: Random): string {
  let text = start
  const times = 1 + random.below(8)
  for (let n = 0; n < times; n++) {
    const at = random.below(text.length + 1)
    const length = random.below(16)
    switch (random.below(10)) {
      case 0:
      case 1:
        text = text.slice(0, at) + text.slice(at + length)
        break
      case 2:
      case 3:
      case 4:
        text = text.slice(0, at) + random.pick(pieces) + text.slice(at)
        break
      case 5:
        text = text.slice(0, at) + text.slice(at, at + length).repeat(2 + random.below(6)) + text.slice(at + length)
        break
      case 6: {
        const from = random.below(other.length + 1)
        text = text.slice(0, at) + other.slice(from, from + random.below(120)) + text.slice(at)
        break
      }
      case 7:
        text = withLines(text, (lines) => lines.splice(random.below(lines.length), 1 + random.below(3)))
        break
      case 8:
        text = withLines(text, (lines) => {
          const line = random.pick(lines)
          lines.splice(
            random.below(lines.length),
            0,
            line,
            ...(random.oneIn(60) ? new Array<string>(300).fill(line) : []),
          )
        })
        break
      default:
        text = text.slice(0, random.oneIn(8) ? at : text.length)
    }
  }
  if (random.oneIn(12)) return text.replaceAll(/\r?\n/g, '\r\n')
  return random.oneIn(30) ? text.replaceAll(/\r?\n/g, random.pick(['\r', '\n\n', ' \\\n'])) : text
}

function withLines(text: string, change: (lines: string[]) => void): string {
  const lines = text.split('\n')
  change(lines)
  return lines.join('\n')
}
