import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { test as base, expect, type Page } from '@playwright/test';

const root = resolve(import.meta.dirname, '../..');
const binary = (name: string) => join(root, 'build/bin', process.platform === 'win32' ? `${name}.exe` : name);

/**
 * The real program: a dev-tag build with its real backend and bindings, whose
 * own window is open beside the browser that drives it. Each worker gets a
 * folder of its own: data inside it is the program's, the rest are a person's files.
 */
export class Program {
  private child: ChildProcess | undefined;
  private screen: ChildProcess | undefined;
  private output = '';
  private readonly folder = mkdtempSync(join(tmpdir(), 'afterdesk-e2e-'));
  readonly data = join(this.folder, 'data');
  url = '';

  /** Sets the demo shop up from the terminal, as `deskctl demo` does for anybody. */
  async prepare(orders: number): Promise<void> {
    await promisify(execFile)(binary('deskctl'), ['demo', '--data', this.data, '--orders', String(orders), '--days', '45', '--seed', '3', '--json'], { maxBuffer: 1 << 24 });
  }

  async start(): Promise<void> {
    mkdirSync(this.data, { recursive: true });
    const env: NodeJS.ProcessEnv = { ...process.env, AFTERDESK_DATA: this.data };
    if (process.platform === 'linux') env.DISPLAY = await this.openScreen();
    const port = await freePort();
    env.assetdir = join(root, 'frontend/dist');
    env.devserver = `127.0.0.1:${port}`;
    this.child = spawn(binary('afterdesk-e2e'), { env, cwd: root });
    const keep = (chunk: Buffer) => (this.output = (this.output + chunk.toString()).slice(-8000));
    this.child.stdout?.on('data', keep);
    this.child.stderr?.on('data', keep);
    this.url = `http://127.0.0.1:${port}`;
    for (let tries = 0; tries < 150; tries++) {
      if (this.child.exitCode !== null) throw new Error(`the program ended early:\n${this.output}`);
      if (await fetch(this.url).then((r) => r.ok, () => false)) return;
      await new Promise((done) => setTimeout(done, 200));
    }
    throw new Error(`the program did not answer:\n${this.output}`);
  }

  /** Opens a virtual screen; Xvfb chooses a free number and tells it. */
  private openScreen(): Promise<string> {
    const screen = spawn('Xvfb', ['-displayfd', '1', '-screen', '0', '1440x900x24', '-nolisten', 'tcp']);
    this.screen = screen;
    return new Promise((done, fail) => {
      screen.on('error', fail);
      screen.stdout?.once('data', (n: Buffer) => done(`:${n.toString().trim()}`));
    });
  }

  async stop(): Promise<void> {
    for (const process of [this.child, this.screen]) {
      if (!process || process.exitCode !== null) continue;
      const ended = new Promise((done) => process.once('exit', done));
      process.kill('SIGTERM');
      const late = setTimeout(() => process.kill('SIGKILL'), 5000);
      await ended;
      clearTimeout(late);
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Writes a file as a person would have it beside the data and returns its path. */
  file(name: string, content: string | Buffer): string {
    const path = join(this.folder, name);
    writeFileSync(path, content);
    return path;
  }
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.on('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (address && typeof address === 'object' ? done(address.port) : fail(new Error('no port'))));
    });
  });
}

/**
 * `shop` is what the data folder holds when the program starts: the demo shop,
 * or nothing, as on a fresh machine. Files that ask for the same share one program.
 */
export const test = base.extend<{ window: Page }, { shop: 'demo' | 'none'; program: Program }>({
  shop: ['demo', { option: true, scope: 'worker' }],
  program: [
    async ({ shop }, use) => {
      const program = new Program();
      try {
        if (shop === 'demo') await program.prepare(1200);
        await program.start();
        await use(program);
      } finally {
        await program.stop();
      }
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  window: async ({ page, program }, use) => {
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    await page.goto(program.url);
    await use(page);
    expect(faults, 'errors thrown in the page').toEqual([]);
  },
});

export { expect };
