/** Fixes of the rules on the shell inside RUN. */
import { lines, type RuleCases } from './case.ts'

export const shellCases: Readonly<Record<string, RuleCases>> = {
  'pipe-without-pipefail': {
    cases: [
      lines('FROM alpine:3.22', 'RUN curl -fsSL https://example.com/list | sort > /list'),
      {
        text: lines('FROM debian:12', 'RUN curl -fsSL https://example.com/list | sort > /list'),
        differs: { config: ['Shell'] },
      },
    ],
  },
  'heredoc-without-errexit': {
    cases: [
      lines('FROM alpine:3.22', 'RUN <<-EOF', '\ttouch /a', '\ttouch /b', 'EOF'),
      lines('FROM debian:13', 'RUN <<"END"', '# comment', 'touch /a', 'echo "$PATH" > /b', 'END'),
    ],
  },
  'bashism-in-sh': {
    withoutExample: 'it runs a script of its own',
    cases: [
      {
        text: lines('FROM debian:13', 'RUN echo "A=b" > /env && source /env && echo "$A" > /a'),
        differs: { fails: /exit code/ },
      },
      { text: lines('FROM debian:13', 'RUN [[ -e /calls ]] && touch /a'), differs: { config: ['Shell'] } },
      { text: lines('FROM debian:13', 'RUN if [ "a" == "a" ]; then touch /a; fi'), differs: { files: [/^a$/] } },
    ],
  },
  'unquoted-variable': {
    withoutExample: 'its argument has no value',
    cases: [
      { text: lines('FROM debian:13', 'ARG DIR', 'RUN mkdir $DIR'), buildArguments: { DIR: '/srv' } },
      lines('FROM debian:13', 'ENV A=b', 'RUN touch /$A && rm -f $HOME/x'),
      {
        text: lines('FROM debian:13', 'ARG NAME', 'RUN mkdir -p /srv/$NAME/data && touch /srv/$NAME/a'),
        buildArguments: { NAME: 'app' },
      },
    ],
  },
  'unquoted-command-substitution': {
    withoutExample: 'it reads a file of its own',
    cases: [
      lines('FROM debian:13', 'RUN mkdir /opt-$(echo name)'),
      lines('FROM debian:13', 'RUN echo a > /n && touch /t-$(cat /n)'),
      lines('FROM debian:13', 'RUN echo a > /n && cp /n /x-$(cat /n)'),
    ],
  },
  'wget-noisy': {
    differs: { calls: (line) => line.replace(/ (-nv|-q|--no-verbose|--progress=\S+)/, '') },
    cases: [
      lines('FROM debian:13', 'RUN wget -O /a https://example.com/a'),
      lines('FROM ubuntu:24.04', 'RUN wget https://example.com/a && \\', '    wget https://example.com/b'),
    ],
  },
  'replaced-bin-sh': {
    differs: { config: ['Shell'], files: [/^bin\/sh$/] },
    cases: [
      lines('FROM debian:13', 'RUN ln -snf /bin/bash /bin/sh', 'RUN touch /a'),
      lines('FROM ubuntu:24.04', 'RUN rm /bin/sh && ln -s /bin/bash /bin/sh', 'RUN touch /a'),
    ],
  },
  'deprecated-egrep': {
    withoutExample: 'it reads a file that is not there',
    cases: [
      lines('FROM debian:13', 'RUN echo abc | fgrep -c a > /n'),
      lines('FROM alpine:3.22', 'RUN egrep "root|node" /etc/passwd > /users'),
      lines('FROM debian:13', 'RUN set -e; egrep -q "^root:" /etc/passwd; touch /a'),
    ],
  },
  'backtick-substitution': {
    cases: [
      lines('FROM debian:13', 'RUN mkdir "/x-`echo a`"'),
      lines('FROM debian:13', 'RUN A=`echo a` && echo "$A `echo b`" > /ab'),
      lines(
        'FROM debian:13',
        String.raw`RUN A=\`echo "v1\"" | sed 's:^v\(.\).*:\1:'\` && echo "$A" > /a`.replaceAll('\\`', '`'),
      ),
    ],
  },
  'cd-without-check': {
    withoutExample: 'its folder does not exist, which is what the fix makes fail',
    cases: [
      lines('FROM debian:13', 'RUN mkdir /x; cd /x; touch a && touch b'),
      lines('FROM debian:13', 'RUN mkdir /x; cd /x; \\', '    # Two files', '    touch a; touch b'),
      lines('FROM debian:13', 'RUN <<EOF', 'mkdir -p /x/y', '(cd /x; touch a)', 'cd /x/y', 'touch b', 'EOF'),
    ],
  },
}
