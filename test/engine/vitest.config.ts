/** Tests against the Docker Engine that `DOCKER_HOST` names: one file at a time, since all share it. */
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: { include: ['test/engine/**/*.test.ts'], fileParallelism: false, testTimeout: 120_000, hookTimeout: 120_000 },
})
