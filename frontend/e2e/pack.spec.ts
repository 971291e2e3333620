import { execFile, execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';

// MS-09: a reviewer opens verify.html from a stick. No program of ours runs here: a real
// pack, a browser without a network, and the file system's own address.

const root = resolve(import.meta.dirname, '../..');
const deskctl = join(root, 'build/bin', process.platform === 'win32' ? 'deskctl.exe' : 'deskctl');
const run = promisify(execFile);

let folder = '';
let stamped = ''; // a pack with a time stamp, as ZIP
let authority: Server | undefined;

/** A time-stamp authority made by openssl, as a merchant would be given one. */
async function serveAuthority(dir: string): Promise<{ url: string; rootFile: string }> {
  mkdirSync(dir);
  const ssl = (...args: string[]) => execFileSync('openssl', args, { cwd: dir, stdio: 'pipe' });
  writeFileSync(join(dir, 'ext'), 'keyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping\n');
  ssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '30', '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=Test Time Root');
  ssl('req', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'tsa.key', '-out', 'tsa.csr', '-subj', '/CN=Test TSA');
  ssl('x509', '-req', '-in', 'tsa.csr', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '20', '-extfile', 'ext', '-out', 'tsa.pem');
  writeFileSync(join(dir, 'tsa.cnf'), ['[tsa]', 'serial = serial', 'crypto_device = builtin', 'signer_cert = tsa.pem', 'certs = ca.pem', 'signer_key = tsa.key', 'signer_digest = sha256',
    'default_policy = 1.2.3.4.1', 'digests = sha256', 'ordering = yes', 'tsa_name = yes', 'ess_cert_id_alg = sha256', ''].join('\n'));
  authority = createServer((req, res) => {
    const parts: Buffer[] = [];
    req.on('data', (b: Buffer) => parts.push(b));
    req.on('end', () => {
      writeFileSync(join(dir, 'q.tsq'), Buffer.concat(parts));
      ssl('ts', '-reply', '-config', 'tsa.cnf', '-section', 'tsa', '-queryfile', 'q.tsq', '-out', 'r.tsr');
      res.writeHead(200, { 'Content-Type': 'application/timestamp-reply' }).end(readFileSync(join(dir, 'r.tsr')));
    });
  });
  await new Promise<void>((done) => authority?.listen(0, '127.0.0.1', done));
  return { url: `http://127.0.0.1:${(authority.address() as AddressInfo).port}`, rootFile: join(dir, 'ca.pem') };
}

test.beforeAll(async () => {
  test.setTimeout(180_000);
  folder = mkdtempSync(join(tmpdir(), 'afterdesk-pack-'));
  const data = join(folder, 'data');
  const ctl = async (...args: string[]) => JSON.parse((await run(deskctl, [...args, '--data', data, '--json'], { maxBuffer: 1 << 24 })).stdout) as Record<string, unknown>;
  const demo = (await ctl('demo', '--orders', '200', '--days', '30', '--seed', '1')) as { packs: string[] };
  const caseId = /case-(\d+)-/.exec(demo.packs[0] ?? '')?.[1] ?? '';
  const { url, rootFile } = await serveAuthority(join(folder, 'tsa'));
  await ctl('stamp', 'add', url, '--name', '测试时间戳', '--root', rootFile);
  stamped = ((await ctl('pack', '--aftersale', caseId, '--out', join(folder, 'out'))) as { zipPath: string }).zipPath;
});

test.afterAll(() => {
  authority?.close();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

/** The files of a stored ZIP: name → where its bytes lie. */
function entries(zip: Buffer): Map<string, { from: number; size: number }> {
  const out = new Map<string, { from: number; size: number }>();
  for (let at = 0; zip.readUInt32LE(at) === 0x04034b50; ) {
    const size = zip.readUInt32LE(at + 18);
    const from = at + 30 + zip.readUInt16LE(at + 26) + zip.readUInt16LE(at + 28);
    out.set(zip.toString('utf8', at + 30, at + 30 + zip.readUInt16LE(at + 26)), { from, size });
    at = from + size;
  }
  return out;
}

/** Unpacks a pack as a person would, and returns the folder. */
function unpack(zip: Buffer, name: string): string {
  const dir = join(folder, name);
  for (const [file, at] of entries(zip)) {
    mkdirSync(join(dir, file, '..'), { recursive: true });
    writeFileSync(join(dir, file), zip.subarray(at.from, at.from + at.size));
  }
  return dir;
}

/** Opens the pack's own page from the file system, offline, and fails on anything that it asks a network for. */
async function openPage(page: Page): Promise<void> {
  const zip = readFileSync(stamped);
  const at = entries(zip).get('verify.html');
  if (!at) throw new Error('no page in the pack');
  const file = join(folder, 'verify.html');
  writeFileSync(file, zip.subarray(at.from, at.from + at.size));
  await page.context().setOffline(true);
  page.on('request', (r) => expect(r.url()).toMatch(/^(file|blob):/));
  page.on('pageerror', (e) => expect(e).toBeUndefined());
  page.on('console', (m) => expect(m.text()).not.toContain('Content Security Policy'));
  await page.goto(pathToFileURL(file).href);
}

/** Gives the page a ZIP and waits for its verdict. */
async function feed(page: Page, zip: Buffer, name = 'pack.zip'): Promise<string> {
  const file = join(folder, name);
  writeFileSync(file, zip);
  await page.locator('#verdict').evaluate((e) => e.replaceChildren());
  await page.locator('#zip').setInputFiles(file);
  return verdict(page);
}

async function verdict(page: Page): Promise<string> {
  const box = page.locator('#verdict .good, #verdict .bad').first();
  await expect(box).toBeVisible({ timeout: 30_000 });
  return (await box.getAttribute('class')) ?? '';
}

test('a good pack is green on every line, from its ZIP and from its folder, in both languages', async ({ page }) => {
  await openPage(page);
  const zip = readFileSync(stamped);
  expect(await feed(page, zip)).toContain('good');
  await expect(page.getByRole('status')).toContainText('全部完好');
  const exhibits = page.locator('#exhibits tr');
  expect(await exhibits.count()).toBeGreaterThan(0);
  await expect(page.locator('#exhibits tr[data-state="bad"]')).toHaveCount(0);
  expect(await exhibits.count()).toBe([...entries(zip).keys()].filter((n) => n.startsWith('data/')).length);
  for (const check of ['files', 'form', 'head', 'proofs', 'index', 'token']) await expect(page.locator(`tr[data-check="${check}"]`), check).toHaveAttribute('data-state', 'good');
  await expect(page.locator('tr[data-check="token"]')).toContainText('openssl ts -verify -data log-head.txt -in tokens/01.tsr');
  await expect(page.locator('#exhibits img').first()).toBeVisible();
  expect((await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa']).analyze()).violations.map((v) => v.id)).toEqual([]);

  await page.locator('#lang').click();
  await expect(page.getByRole('status')).toContainText('All intact');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Verify an evidence pack');

  const dir = unpack(zip, 'unpacked');
  await page.locator('#verdict').evaluate((e) => e.replaceChildren());
  await page.locator('#folder').setInputFiles(dir);
  expect(await verdict(page)).toContain('good');
  await expect(page.locator('tr[data-check="formSkip"]')).toHaveAttribute('data-state', 'skip');

  // Zipped again by another program: contents hold, deflated or not.
  const again = join(folder, 'again.zip');
  const zipped = await run('python3', ['-c', 'import shutil,sys; shutil.make_archive(sys.argv[1][:-4], "zip", sys.argv[2])', again, dir]).then(() => true, () => false);
  if (zipped) {
    expect(await feed(page, readFileSync(again), 'deflated.zip')).toContain('good');
    await expect(page.locator('tr[data-check="proofs"]')).toHaveAttribute('data-state', 'good');
  }
});

test('one flipped byte anywhere turns it red and names the file', async ({ page }) => {
  test.setTimeout(180_000);
  await openPage(page);
  const zip = readFileSync(stamped);
  expect(await feed(page, zip)).toContain('good');
  // The bytes go into the page once; each flip is offered there as a person's file would be.
  const flip = (at: number) =>
    page.evaluate(async (at) => {
      const w = globalThis as unknown as { pack: Uint8Array<ArrayBuffer> };
      const copy = w.pack.slice();
      copy[at] = (copy[at] ?? 0) ^ 1;
      const files = new DataTransfer();
      files.items.add(new File([copy], 'pack.zip'));
      document.querySelector('#verdict')?.replaceChildren();
      const input = document.querySelector<HTMLInputElement>('#zip');
      if (!input) throw new Error('no input');
      input.files = files.files;
      input.dispatchEvent(new Event('change'));
      for (;;) {
        const box = document.querySelector('#verdict .good, #verdict .bad');
        if (box) return { verdict: box.className, faults: document.querySelector('#faults')?.textContent ?? '', rows: [...document.querySelectorAll<HTMLElement>('#exhibits tr[data-state="bad"]')].map((r) => r.dataset.file) };
        await new Promise((done) => setTimeout(done, 5));
      }
    }, at);
  await page.evaluate((text) => {
    (globalThis as unknown as { pack: Uint8Array }).pack = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  }, zip.toString('base64'));
  const all = entries(zip);
  const exhibit = [...all.keys()].find((n) => n.startsWith('data/')) ?? '';
  for (const name of [exhibit, 'manifest-sha256.txt', 'tagmanifest-sha256.txt', 'proofs.json', 'log-head.txt', 'log-key.txt', 'index.json', 'pack.pdf', 'verify.html', 'tokens/index.json', 'tokens/01.tsr', 'tokens/01-root.pem']) {
    const at = all.get(name);
    if (!at) throw new Error(`no ${name}`);
    for (const where of [0, Math.floor(at.size / 2), at.size - 1]) {
      const got = await flip(at.from + where);
      expect(got.verdict, `${name} byte ${where}`).toContain('bad');
      expect(got.faults, `${name} byte ${where}`).toContain(name);
      if (name === exhibit) expect(got.rows).toEqual([exhibit]);
    }
  }
  // The ZIP's own structure: every byte between the files and after them, in steps.
  const data = [...all.values()];
  const last = Math.max(...data.map((x) => x.from + x.size));
  const between = data.flatMap((x) => [3, 9, 11, 15, 20, 27].map((back) => x.from - back));
  const after = Array.from({ length: 24 }, (_, i) => last + Math.floor((i * (zip.length - last - 1)) / 23));
  for (const at of [...between.filter((_, i) => i % 4 === 0), ...after]) expect((await flip(at)).verdict, `byte ${at} of ${zip.length}`).toContain('bad');
});

test('a forger who makes the manifests fit is named by the log, and a stranger’s file is refused', async ({ page }) => {
  await openPage(page);
  const good = unpack(readFileSync(stamped), 'good');
  const digest = async (file: string) => (await import('node:crypto')).createHash('sha256').update(readFileSync(file)).digest('hex');
  const forge = async (name: string, change: (dir: string) => void): Promise<string> => {
    const dir = join(folder, name);
    cpSync(good, dir, { recursive: true });
    change(dir);
    for (const [manifest, below] of [['manifest-sha256.txt', 'data'], ['tagmanifest-sha256.txt', '.']] as const) {
      const files = readdirSync(join(dir, below), { recursive: true, withFileTypes: true }).filter((f) => f.isFile()).map((f) => join(f.parentPath, f.name).slice(dir.length + 1).replaceAll('\\', '/'));
      const lines = files.filter((f) => (below === 'data' ? f.startsWith('data/') : !f.startsWith('data/') && f !== manifest)).sort();
      writeFileSync(join(dir, manifest), (await Promise.all(lines.map(async (f) => `${await digest(join(dir, f))}  ${f}\n`))).join(''));
    }
    await page.locator('#verdict').evaluate((e) => e.replaceChildren());
    await page.locator('#folder').setInputFiles(dir);
    return verdict(page);
  };
  const exhibit = readdirSync(join(good, 'data'))[0] ?? '';
  expect(await forge('replaced', (dir) => writeFileSync(join(dir, 'data', exhibit), 'another picture'))).toContain('bad');
  await expect(page.locator('#faults')).toContainText(`data/${exhibit}`);
  expect(await forge('added', (dir) => writeFileSync(join(dir, 'data', '0099-new.jpg'), 'new'))).toContain('bad');
  await expect(page.locator('#faults')).toContainText('data/0099-new.jpg');
  const swap = (file: string, from: RegExp, to: string) => (dir: string) => writeFileSync(join(dir, file), readFileSync(join(dir, file), 'utf8').replace(from, to));
  expect(await forge('record', swap('proofs.json', /\\"kind\\":\\"(\w)/, '\\"kind\\":\\"x'))).toContain('bad');
  await expect(page.locator('#faults')).toContainText('proofs.json');
  expect(await forge('head', swap('log-head.txt', /\n(\d)/, '\n1$1'))).toContain('bad');
  await expect(page.locator('#faults')).toContainText('log-head.txt');
  await expect(page.locator('tr[data-check="head"]')).toHaveAttribute('data-state', 'bad');
  expect(await forge('untouched', () => undefined)).toContain('good');

  expect(await feed(page, Buffer.from('PK\x03\x04 not a zip'), 'other.zip')).toContain('bad');
  expect(await feed(page, Buffer.alloc(22, 0), 'zeros.zip')).toContain('bad');
});
