import { test } from 'vitest';
import { parseSettingsFile } from '../../src/settings/file.ts';
import { resolveSettings } from '../../src/settings/resolve.ts';
import { checkTemplate } from '../../src/halo/template-check.ts';
import { haloAddress } from '../../src/settings/address.ts';
import { parseCommandLine } from '../../src/program.ts';

const texts: Record<string, string> = {
  bomb: `a: &a ["lol","lol","lol","lol","lol","lol","lol","lol","lol"]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nalertSource:\n  teams: *e\n`,
  noAlias: 'alertSource:\n  name: *nope\n',
  alias: 'alertSource:\n  name: &n Foo\n  teams: [*n]\n',
  sectionAlias: 'x: &x {name: Foo}\nalertSource: *x\n',
  merge: 'alertSource:\n  <<: {name: foo}\n',
  tabs: '{\n\t"alertSource": {\n\t\t"name": "X",\n\t\t"teams": ["a",\n\t\t\t"b"]\n\t}\n}\n',
  leak1: 'ilert:\n  apiToken: il1api-secret\n foo\n',
  leak2: 'ilert:\n  apiToken: "abc" il1api-secret\n',
  leak3: 'ilert:\n  apiToken: @il1api-secret\n',
  leak4: 'ilert:\n  apiToken: !il1api-secret x\n',
  leak5: 'ilert: {apiToken: il1api-secret\n',
  leak6: 'ilert:\n  apiToken: *il1api-secret\n',
  leak7: 'ilert:\n  apiToken: %il1api-secret\n',
  leak8: 'ilert:\n  apiToken: |il1api-secret\n',
  leak9: 'ilert:\n  apiToken: ]il1api-secret\n',
  leak10: 'ilert:\n\tapiToken: il1api-secret\n',
  leak11: 'ilert:\n  il1api-secret\n',
  leak12: 'ilert:\n  apiToken: a: il1api-secret\n',
  leak13: '{"ilert": {"apiToken": "il1api-secret}}',
  leak14: '{"ilert": {"apiToken": il1api-secret"}}',
  leak15: 'ilert:\n  apiToken: &il1api-secret\n',
  leak16: 'ilert:\n  ? [il1api-secret]\n  : x\n',
  multi: '---\nalertSource: {name: a}\n---\nalertSource: {name: b}\n',
  dup: 'alertSource:\n  name: a\n  name: b\n',
  deep: '['.repeat(20000),
  scalar: 'hello', list: '- a', comment: '# x\n', empty: '', bom: '\uFEFFalertSource:\n  name: a\n', crlf: 'alertSource:\r\n  nam: a\r\n',
  nullsec: 'alertSource:\nhalo: ~\n', strsec: 'halo: foo', 
};
test('x', async () => {
  const out = (...a: unknown[]) => process.stdout.write(a.map(String).join(' ') + '\n');
  for (const [k, t] of Object.entries(texts)) {
    const s = Date.now();
    try { const f = parseSettingsFile(t, 's.yaml'); out(k, JSON.stringify([...f.given]).slice(0, 200), JSON.stringify(f.problems).slice(0, 300), Date.now() - s); } catch (e) { out(k, 'THROWS', (e as Error).message.slice(0,200)); }
  }
  try { out(JSON.stringify(resolveSettings(new Map(), []).problems)); } catch (e) { out('resolve', 'THROWS', (e as Error).message); }
  for (const t of ['\uFEFF{}', '{"a": -<<ticket^id>>}', '{"a": 1<<ticket^id>>}', '{<<ticket^id>>: 1}', '{"a": "x << y"}', '{"a":1,}', '{"a":1 "b":2}', '{/*x*/}', '', '   ', '<<ticket>>']) out(t, JSON.stringify(checkTemplate(t, [])));
  for (const t of ['acme.haloitsm.com','https://','not a url','x y','http:/foo','🤷','http://acme.com','javascript:alert(1)','','https://acme.com:99999','user:pw@acme.com','localhost:80', 'http://[::1]:8','https://acme.com/halo/api','https://acme.com/api/Tickets?x=1', 'http://127.0.0.1.evil.com', 'https://acme.com?x=1#f', 'acme', '//acme.com', 'https:/acme.com','https:acme.com', 'HTTPS://ACME.com/API/']) out(JSON.stringify(t), JSON.stringify(haloAddress(t)));
  for (const a of [[], ['aply'], ['apply','--tem','x'], ['--tem'], ['apply','--team'], ['apply','x'], ['help','nosuch'], ['help','apply'], ['help'], ['apply','--timeout','0'], ['apply','--timeout','1e3'], ['apply','--name',''], ['--version'], ['apply','--version'], ['apply', '--demo'], ['xyzzy'], ['-x'], ['apply','--json=foo'], ['sandbox','--ilert-port','70000']]) {
    let o = '';
    try { const r = await parseCommandLine(a, { version: '9.9.9', out: (t) => (o += t) }); out(a.join(' '), JSON.stringify(r).slice(0,300), 'OUT', JSON.stringify(o).slice(0, 60)); } catch (e) { out(a.join(' '), 'FAULT', (e as Error).message, '|', (e as {hint?: string}).hint, (e as {exitCode?: number}).exitCode, JSON.stringify(o).slice(0,50)); }
  }
});
