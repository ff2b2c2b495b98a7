/** Unit tests, and the tests of the built programs; those in the real VS Code and against a real engine run elsewhere. */
import { defineConfig } from 'vitest/config'
import { shared } from './test/shared.ts'

const programs = ['test/lsp/**/*.test.ts', 'test/cli/**/*.test.ts']
/** Measured against data that only some machines have; these files hold nothing else. */
const measured = shared() ? [] : ['test/corpus/**', 'test/build/samples.test.ts']

export default defineConfig({
  test: {
    testTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/vscode/**', 'test/engine/**', ...programs, ...measured],
        },
      },
      {
        extends: true,
        test: { name: 'programs', include: programs, globalSetup: 'test/build-programs.ts' },
      },
    ],
  },
})
