/** The page that shows what an image is made of, alone or beside another build. Plain HTML; all text in it is escaped. */

import {
  type BuildSummary,
  type ComparedInstruction,
  compareBuilds,
  differenceInWords,
  largestInstructions,
  sizeInWords,
  timeInWords,
} from '../build/figures.ts'
import type { InstructionRecord } from '../protocol.ts'

export interface Report {
  readonly build: BuildSummary
  /** The build that it is compared with. */
  readonly before: BuildSummary | undefined
  /** The build before it of the same Dockerfile; only the difference in size is told. */
  readonly previous: BuildSummary | undefined
  /** What is known of the largest instructions, by line (from 0). */
  readonly findings: readonly { readonly line: number; readonly message: string }[]
}

/** A whole document; `nonce` is the only key to the styles and scripts in it, and nothing is loaded. */
export function reportHtml(report: Report, nonce: string): string {
  const { build, before } = report
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}';">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(build.image)}</title>
<style nonce="${nonce}">${styles}</style>
</head>
<body>
<h1>${escapeHtml(build.image)}</h1>
<p class="facts">${facts(report).map(escapeHtml).join(' · ')}</p>
${before ? comparison(before, build) : ''}
${largest(report)}
<h2 id="all">${before ? 'Both builds' : 'All instructions'}</h2>
${before ? comparedTable(compareBuilds(before, build)) : table(build.instructions)}
<script nonce="${nonce}">${script}</script>
</body>
</html>
`
}

/** Text as it may stand in an element or in a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

function facts({ build, previous }: Report): string[] {
  const known = build.bytes !== undefined && previous?.bytes !== undefined
  return [
    ...(build.bytes === undefined ? [] : [sizeInWords(build.bytes)]),
    ...(build.baseBytes > 0 ? [`of it ${sizeInWords(build.baseBytes)} base image`] : []),
    ...(known ? [`${differenceInWords(build.bytes - previous.bytes)} since the build before`] : []),
    `built in ${timeInWords(build.seconds)}`,
    ...(build.target ? [`target ${build.target}`] : []),
    ...(build.platform ? [build.platform] : []),
  ]
}

function comparison(before: BuildSummary, after: BuildSummary): string {
  const sizes =
    before.bytes !== undefined && after.bytes !== undefined
      ? `${differenceInWords(after.bytes - before.bytes)} (${sizeInWords(before.bytes)} → ${sizeInWords(after.bytes)})`
      : 'sizes are not known'
  const seconds = after.seconds - before.seconds
  const times = `${seconds < 0 ? '−' : '+'}${timeInWords(Math.abs(seconds))}`
  const other = [before.image, before.target ? `target ${before.target}` : '', timeOf(before)]
    .filter(Boolean)
    .join(', ')
  return `<p class="compared">Compared with ${escapeHtml(other)}: <strong>${escapeHtml(sizes)}</strong>, ${escapeHtml(times)}</p>`
}

function timeOf(build: BuildSummary): string {
  return new Date(build.finishedAt).toLocaleString()
}

function largest({ build, findings }: Report): string {
  const records = largestInstructions(build, 3)
  if (records.length === 0) return ''
  const items = records.map((record) => {
    const { start, end } = record.range
    const messages = findings.filter(({ line }) => line >= start.line && line <= end.line).slice(0, 3)
    const list = messages.map(({ line, message }) => `<li>${lineButton(line, message)}</li>`).join('')
    return `<li><strong>${sizeInWords(record.bytes!)}</strong> ${instructionButton(record)}${list ? `<ul>${list}</ul>` : ''}</li>`
  })
  return `<h2>Largest instructions</h2>\n<ol>${items.join('\n')}</ol>`
}

function instructionButton(record: InstructionRecord): string {
  return lineButton(record.range.start.line, shortText(record.text))
}

function lineButton(line: number, text: string): string {
  return `<button type="button" class="link" data-line="${line}" title="Line ${line + 1}">${escapeHtml(text)}</button>`
}

function shortText(text: string): string {
  return text.length > 120 ? `${text.slice(0, 120)}…` : text
}

function table(records: readonly InstructionRecord[]): string {
  const most = Math.max(1, ...records.map(({ bytes }) => bytes ?? 0))
  const rows = records.map(
    (record) => `<tr>
<td class="number">${record.range.start.line + 1}</td>
<td>${escapeHtml(record.stage ?? '')}</td>
<td class="instruction">${instructionButton(record)}</td>
<td class="number">${record.bytes === undefined ? '' : `${sizeInWords(record.bytes)}${bar(record.bytes, most)}`}</td>
<td class="number">${record.cached ? 'CACHED' : record.seconds === undefined ? '' : timeInWords(record.seconds)}</td>
</tr>`,
  )
  return `<table aria-labelledby="all"><thead><tr><th>Line</th><th>Stage</th><th>Instruction</th><th class="number">Size</th><th class="number">Time</th></tr></thead>
<tbody>${rows.join('\n')}</tbody></table>`
}

function bar(bytes: number, most: number): string {
  const width = Math.round((60 * bytes) / most)
  return `<br><svg width="60" height="4" aria-hidden="true"><rect x="${60 - width}" width="${width}" height="4"></rect></svg>`
}

function comparedTable(rows: readonly ComparedInstruction[]): string {
  const size = (record: InstructionRecord | undefined): string =>
    record === undefined ? '—' : record.bytes === undefined ? '' : sizeInWords(record.bytes)
  const body = rows.map(({ text, before, after }) => {
    const known = before?.bytes !== undefined || after?.bytes !== undefined
    const difference = (after?.bytes ?? 0) - (before?.bytes ?? 0)
    return `<tr class="${after ? (before ? 'same' : 'added') : 'removed'}">
<td class="instruction">${after ? instructionButton(after) : escapeHtml(shortText(text))}</td>
<td class="number">${size(before)}</td>
<td class="number">${size(after)}</td>
<td class="number">${known && difference !== 0 ? differenceInWords(difference) : ''}</td>
</tr>`
  })
  return `<table aria-labelledby="all"><thead><tr><th>Instruction</th><th class="number">Before</th><th class="number">Now</th><th class="number">Difference</th></tr></thead>
<tbody>${body.join('\n')}</tbody></table>`
}

const styles = `
body { color: var(--vscode-foreground); background: var(--vscode-editor-background); font: var(--vscode-font-size) var(--vscode-font-family); padding: 0 1.5em 2em; }
h1 { font-size: 1.5em; font-weight: 600; margin: 1em 0 0.2em; }
h2 { font-size: 1.15em; font-weight: 600; margin: 1.6em 0 0.4em; }
.facts { color: var(--vscode-descriptionForeground); margin-top: 0; }
table { border-collapse: collapse; width: 100%; }
th { text-align: left; font-weight: 600; }
th, td { padding: 3px 10px 3px 0; border-bottom: 1px solid var(--vscode-panel-border, var(--vscode-contrastBorder, transparent)); vertical-align: top; }
.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
td.instruction { width: 70%; }
rect { fill: var(--vscode-charts-blue); }
.added .number:last-child { color: var(--vscode-charts-orange); }
.removed { color: var(--vscode-descriptionForeground); }
.link { background: none; border: none; padding: 0; color: var(--vscode-textLink-foreground); font: var(--vscode-editor-font-size) var(--vscode-editor-font-family); text-align: left; cursor: pointer; overflow-wrap: break-word; }
.link:hover { text-decoration: underline; }
.link:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 2px; }
li { margin: 0.25em 0; }
`

/** A click, or Enter and Space on the focused button, shows the line; the arrow keys go from button to button. */
const script = `
const editor = acquireVsCodeApi();
const buttons = [...document.querySelectorAll('button[data-line]')];
for (const button of buttons) button.addEventListener('click', () => editor.postMessage({ line: Number(button.dataset.line) }));
document.addEventListener('keydown', (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const at = buttons.indexOf(document.activeElement);
  if (!step || at < 0) return;
  event.preventDefault();
  buttons[Math.min(Math.max(at + step, 0), buttons.length - 1)].focus();
});
`
