/** `add-apt-repository`: a tool that brings Python and a mail of packages for one line of text. */

import type { Rule } from '../../lint/rule.ts'

export const addAptRepository: Rule = {
  id: 'add-apt-repository',
  family: 'packages',
  severity: 'info',
  docs: {
    summary: '`add-apt-repository` needs some 50 packages to write one file',
    why: 'It is part of `software-properties-common`, which brings Python and D-Bus into the image. The source file that it writes is one line, and with `signed-by` its key is trusted for this source alone.',
    bad: 'FROM ubuntu:24.04\nRUN add-apt-repository -y ppa:deadsnakes/ppa\n',
    good: 'FROM ubuntu:24.04\nCOPY deadsnakes.asc /etc/apt/keyrings/\nRUN echo "deb [signed-by=/etc/apt/keyrings/deadsnakes.asc] https://ppa.launchpadcontent.net/deadsnakes/ppa/ubuntu noble main" > /etc/apt/sources.list.d/deadsnakes.list\n',
    exception: 'Where the packages are removed again in the same `RUN`, only the time is lost.',
  },
  check(file, report) {
    for (const command of file.shellCommands('add-apt-repository', 'apt-add-repository')) {
      const { nameWord } = command
      if (!nameWord || command.hasFlag('-r', '--remove', '--help', '-L', '--list')) continue
      report({
        range: nameWord,
        message: `\`${command.name}\` needs Python to write one line; write the source file with \`signed-by\` yourself`,
      })
    }
  },
}
