/** What containers do with the signals that STOPSIGNAL may name. Numbers are those of Linux on amd64 and arm64. */

import type { SignalDoc } from './types.ts'

export const signalDocs: Readonly<Record<string, SignalDoc>> = {
  SIGTERM: {
    number: 15,
    summary:
      'Asks the program to end; the default of `docker stop`. Process 1 ignores it unless it handles it, so a shell there waits for the kill.',
    graceful: true,
  },
  SIGINT: {
    number: 2,
    summary:
      'What Ctrl+C sends. Node, Python and many tools end on it; PostgreSQL ends its sessions and shuts down fast.',
    graceful: true,
  },
  SIGQUIT: {
    number: 3,
    summary: 'nginx and php-fpm finish their requests first on it; a JVM only prints its threads and goes on.',
    graceful: true,
  },
  SIGHUP: {
    number: 1,
    summary: 'Many servers read their configuration again on it instead of ending. Seldom right as a stop signal.',
    graceful: false,
  },
  SIGUSR1: {
    number: 10,
    summary: 'Free for the program: nginx opens its logs again, Node starts its debugger. Few programs end on it.',
    graceful: false,
  },
  SIGUSR2: {
    number: 12,
    summary: 'Free for the program: nginx and php-fpm start a new binary or reload on it.',
    graceful: false,
  },
  SIGWINCH: {
    number: 28,
    summary: 'The size of the terminal has changed; Apache httpd takes it as a request to finish and end.',
    graceful: true,
  },
  'SIGRTMIN+3': {
    number: 37,
    summary: 'Tells systemd as process 1 to halt the container; needed where the image runs systemd.',
    graceful: true,
  },
  SIGABRT: {
    number: 6,
    summary: 'Means a fault: a program that handles it dumps core and ends without cleaning up.',
    graceful: false,
  },
  SIGALRM: {
    number: 14,
    summary: 'A timer has run out. Process 1 ignores it unless it handles it, so the container is killed in the end.',
    graceful: false,
  },
  SIGPIPE: {
    number: 13,
    summary: 'Nobody reads the pipe any more. Most servers ignore it.',
    graceful: false,
  },
  SIGKILL: {
    number: 9,
    summary:
      'Ends the process at once; it cannot be caught, so nothing is flushed or closed. Docker sends it by itself after the grace period.',
    graceful: false,
  },
  SIGSTOP: {
    number: 19,
    summary:
      'Freezes the process, which cannot prevent it. The container hangs until the kill at the end of the grace period.',
    graceful: false,
  },
  SIGCONT: {
    number: 18,
    summary: 'Wakes a stopped process. As a stop signal it does nothing, so the container is killed in the end.',
    graceful: false,
  },
}
