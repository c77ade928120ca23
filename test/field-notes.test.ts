/** docs/field-notes-tests.md names a test for every row of section 1 of FIELD-NOTES.md, and only tests that exist. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const at = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** Cells of the rows of the first table after `heading`, without the table's own head. */
function rowsAfter(text: string, heading: string): string[][] {
  const lines = text.slice(text.indexOf(heading)).split('\n');
  const first = lines.findIndex((line) => line.startsWith('|'));
  const table = lines.slice(first).slice(
    0,
    lines.slice(first).findIndex((line) => !line.startsWith('|')),
  );
  return table.slice(2).map((line) =>
    line
      .replace(/^\|\s*|\s*\|$/g, '')
      .split(/\s*\|\s*/)
      .map((cell) => cell.replaceAll('**', '')),
  );
}

const notes = rowsAfter(readFileSync(at('docs/design/FIELD-NOTES.md'), 'utf8'), '## 1.');
const shown = rowsAfter(`${readFileSync(at('docs/field-notes-tests.md'), 'utf8')}\n`, '# ');

test('every row has its row, in the same order', () => {
  expect(notes.length).toBeGreaterThan(20);
  expect(shown.length).toBe(notes.length);
  for (const [i, row] of notes.entries()) expect(row[0]!.startsWith(shown[i]![0]!)).toBe(true);
});

test.each(shown.map(([name, tests]) => [name!, tests!]))('%s', (_, tests) => {
  const named = tests.split(/\s*<br>\s*/).map((each) => /^`(test\/[\w./-]+\.test\.ts)`: (.+)$/.exec(each));
  expect(named.length).toBeGreaterThan(0);
  for (const each of named) {
    const [, file, name] = each!;
    expect(existsSync(at(file!))).toBe(true);
    // As the title of a test or of a group of them.
    const source = readFileSync(at(file!), 'utf8');
    const titles = source.match(/\b(?:test|describe)\b[\s\S]*?[('"`,]\s*(['"`])(?:\\.|(?!\1)[\s\S])*\1/g)!.join('\n');
    expect(titles).toContain(name!);
  }
});
