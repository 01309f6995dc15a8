import { describe, expect, it } from 'vitest';
import { mailBody } from '../../src/data/mail';

const mail = (headers: string, body: string) => `From a@b.org  Thu Aug 22 2002\n${headers}\n\n${body}`;

describe('mailBody', () => {
  it('leaves out all headers, folded ones too', () => {
    const text = mailBody(
      mail('Subject: hidden\nReceived: from x\n\tby y\nX-Spam-Status: Yes', 'The words.'),
    );
    expect(text).toBe('The words.');
  });

  it('decodes quoted-printable and base64 bodies', () => {
    const quoted = mailBody(mail('Content-Transfer-Encoding: quoted-printable', 'one=20two=\nthree =E9t=E9'));
    expect(quoted).toBe('one twothree été');
    const body = Buffer.from('hello from base64').toString('base64');
    expect(mailBody(mail('Content-Transfer-Encoding: base64', body))).toBe('hello from base64');
    const accents = Buffer.from('café').toString('base64');
    const headers = 'Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64';
    expect(mailBody(mail(headers, accents))).toBe('café');
  });

  it('prefers the plain part of an alternative, and reads HTML where there is no other', () => {
    const both = mail(
      'Content-Type: multipart/alternative; boundary="=="',
      '--==\nContent-Type: text/html\n\n<p>as html</p>\n--==\nContent-Type: text/plain\n\nas text\n--==--\n',
    );
    expect(mailBody(both)).toBe('as text');
    const html =
      '<html><style>p {}</style><!-- no --><p>Buy&nbsp;it &amp; win&#33;</p><script>x</script></html>';
    expect(mailBody(mail('Content-Type: text/html', html))).toBe('Buy it & win!');
    const image = mail(
      'Content-Type: multipart/mixed; boundary=b',
      '--b\nContent-Type: image/png\n\nbytes\n--b--',
    );
    expect(mailBody(image)).toBe('');
  });

  it('takes out addresses, links, quoted headers and what follows a footer line, and keeps comparisons', () => {
    const body = [
      'Write to jane.doe@example.com or see http://example.org/a?b=c and www.example.net.',
      '> From: someone',
      'X-Loop: list',
      'if a < b then b > a',
      '_____________________',
      'Some mailing list',
    ].join('\n');
    expect(mailBody(mail('Subject: s', body))).toBe('Write to or see and if a < b then b > a');
  });

  it('keeps 600 characters at most, cut between words', () => {
    const text = mailBody(mail('Subject: s', 'abcdefghi '.repeat(100)));
    expect(text).toBe('abcdefghi '.repeat(60).trim());
  });
});
