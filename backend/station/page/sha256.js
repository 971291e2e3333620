// SHA-256 (FIPS 180-4) that takes a file bit by bit. The browser's own digest wants
// the whole file in memory, and a clip of a gigabyte does not fit into a phone's.

// The first 32 bits of the fractional parts of the roots of the first primes.
const primes = [];
for (let n = 2; primes.length < 64; n++) if (primes.every((p) => n % p)) primes.push(n);
const fraction = (x) => (x - Math.floor(x)) * 0x100000000 | 0;
const K = Int32Array.from(primes, (p) => fraction(Math.cbrt(p)));
const START = Int32Array.from(primes.slice(0, 8), (p) => fraction(Math.sqrt(p)));

/** Sha256 counts over what update is given; hex ends it. */
export class Sha256 {
  #h = START.slice();
  #w = new Int32Array(64);
  #rest = new Uint8Array(64);
  #used = 0;
  #length = 0;

  update(bytes) {
    this.#length += bytes.length;
    let at = 0;
    if (this.#used) {
      at = Math.min(64 - this.#used, bytes.length);
      this.#rest.set(bytes.subarray(0, at), this.#used);
      this.#used += at;
      if (this.#used < 64) return this;
      this.#block(this.#rest, 0);
      this.#used = 0;
    }
    for (; at + 64 <= bytes.length; at += 64) this.#block(bytes, at);
    this.#rest.set(bytes.subarray(at));
    this.#used = bytes.length - at;
    return this;
  }

  hex() {
    const bits = this.#length * 8;
    const end = new Uint8Array((this.#used < 56 ? 64 : 128) - this.#used);
    end[0] = 0x80;
    const view = new DataView(end.buffer);
    view.setUint32(end.length - 8, Math.floor(bits / 0x100000000));
    view.setUint32(end.length - 4, bits >>> 0);
    this.update(end);
    return Array.from(this.#h, (x) => (x >>> 0).toString(16).padStart(8, '0')).join('');
  }

  #block(b, at) {
    const w = this.#w, h = this.#h;
    for (let i = 0, p = at; i < 16; i++, p += 4) w[i] = (b[p] << 24) | (b[p + 1] << 16) | (b[p + 2] << 8) | b[p + 3];
    for (let i = 16; i < 64; i++) {
      const x = w[i - 15], y = w[i - 2];
      const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
      const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
      w[i] = (w[i - 16] + s0 + w[i - 7] + s1) | 0;
    }
    let a = h[0], c1 = h[1], c2 = h[2], d = h[3], e = h[4], f = h[5], g = h[6], last = h[7];
    for (let i = 0; i < 64; i++) {
      const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
      const t1 = (last + s1 + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
      const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
      const t2 = (s0 + ((a & c1) ^ (a & c2) ^ (c1 & c2))) | 0;
      last = g; g = f; f = e; e = (d + t1) | 0; d = c2; c2 = c1; c1 = a; a = (t1 + t2) | 0;
    }
    h[0] = (h[0] + a) | 0; h[1] = (h[1] + c1) | 0; h[2] = (h[2] + c2) | 0; h[3] = (h[3] + d) | 0;
    h[4] = (h[4] + e) | 0; h[5] = (h[5] + f) | 0; h[6] = (h[6] + g) | 0; h[7] = (h[7] + last) | 0;
  }
}

/** sha256 is the digest of a piece in hex: the browser's own where it has one. */
export async function sha256(bytes) {
  if (!globalThis.crypto?.subtle) return new Sha256().update(bytes).hex();
  const sum = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(sum, (x) => x.toString(16).padStart(2, '0')).join('');
}
