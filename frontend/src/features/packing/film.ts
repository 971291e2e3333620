import { base64, filmType } from './camera';
import { api } from '@/bridge';
import { asAppError } from '@/lib/appError';

/** Length of a piece in ms: what a crash can lose. */
export const pieceMs = 1000;
const tries = 4;

/**
 * Film is one recording. It runs from the moment it is made; pieces wait in memory until `attach` says whose film it is,
 * then go to the disk one after the other, each acknowledged before the next.
 */
export class Film {
  readonly startedAt = Date.now();
  private readonly recorder: MediaRecorder;
  private readonly type: string;
  private readonly pieces: Blob[] = [];
  private readonly ended: Promise<void>;
  private name: Promise<string> | undefined;
  private pump: Promise<void> = Promise.resolve();
  private size = 0;
  private fault: unknown;

  constructor(stream: MediaStream, private readonly onFault: (thrown: unknown) => void) {
    const type = filmType() ?? '';
    this.type = type.replace(/;.*/, '');
    this.recorder = new MediaRecorder(stream, { mimeType: type, videoBitsPerSecond: 2_500_000 });
    this.recorder.ondataavailable = (e) => {
      if (e.data.size === 0) return;
      this.pieces.push(e.data);
      this.flow();
    };
    this.ended = new Promise((done) => {
      this.recorder.onstop = () => done();
      this.recorder.onerror = () => done();
    });
    this.recorder.start(pieceMs);
  }

  /** alive is false once the film ended, also because its camera went away. */
  get alive(): boolean {
    return this.recorder.state !== 'inactive';
  }

  /** attach ties the film to a pack record; what was filmed until then follows. */
  attach(recordId: string): void {
    if (this.name) return;
    this.name = api.packing.beginClip(recordId, this.type, this.startedAt);
    this.name.catch((thrown: unknown) => this.fail(thrown));
    this.flow();
  }

  /** end stops the film and makes it evidence. */
  async end(): Promise<void> {
    const ms = Date.now() - this.startedAt;
    this.halt();
    await this.ended;
    this.flow();
    await this.pump;
    if (!this.name) return;
    const name = await this.name;
    await api.packing.endClip(name, ms); // also after a fault: what reached the disk is evidence
  }

  /** discard ends a film that belongs to nothing. */
  discard(): void {
    this.halt();
    this.pieces.length = 0;
  }

  private halt() {
    if (this.recorder.state !== 'inactive') this.recorder.stop();
  }

  private fail(thrown: unknown) {
    if (this.fault !== undefined) return;
    this.fault = thrown;
    this.halt();
    this.onFault(thrown);
  }

  private flow() {
    const name = this.name;
    if (!name) return;
    this.pump = this.pump.then(async () => {
      const to = await name.catch(() => undefined);
      while (to && this.pieces.length > 0 && this.fault === undefined) {
        const piece = this.pieces[0] as Blob;
        await this.write(to, piece);
        this.pieces.shift();
      }
    });
  }

  // An answer that was lost is told by the size: the same piece is never written twice.
  private async write(name: string, piece: Blob) {
    const body = await base64(piece);
    for (let i = 1; ; i++) {
      try {
        this.size = await api.packing.appendClip(name, this.size, body);
        return;
      } catch (thrown) {
        const e = asAppError(thrown);
        if (e.code === 'conflict' && Number(e.params.size) === this.size + piece.size) {
          this.size += piece.size;
          return;
        }
        if (i === tries || e.code !== 'unavailable') return this.fail(thrown);
        await new Promise((done) => setTimeout(done, 250 * i));
      }
    }
  }
}
