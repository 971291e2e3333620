'use strict';
(() => {
  // ---- words: zh and en have the same keys ----
  const words = {
    zh: {
      lang: 'English', title: '核对证据包', intro: '本页不联网，也不上传任何内容：所有核对都在这个浏览器里完成。',
      drop: '把证据包的 ZIP 或解压后的文件夹拖到这里', pickZip: '选择 ZIP', pickFolder: '选择解压后的文件夹',
      provesTitle: '它证明什么', proves: '文件自入库起没有改动，入库记录在商家签名的日志头覆盖之内。入库之前的情况，请结合拍摄时间、物流轨迹与平台记录判断。',
      trust: '本页随证据包而来，同一版本的每个证据包里都是同一份。要完全不依赖它，请按 VERIFY.txt 用 sha256sum 和 openssl 核对。',
      reading: '正在核对 {n} / {all}：{name}', good: '全部完好', bad: '发现改动',
      goodText: '{n} 份证据、{all} 个文件与入库时逐字节一致。', badText: '{n} 处与记录不符：', notPack: '这不是证据包', notPackText: '里面没有 bagit.txt 和清单。请选择整个 ZIP，或解压后的整个文件夹。',
      failed: '读不下去了', exhibits: '证据', checks: '核对了什么', files: '全部文件（{n}）', no: '编号', state: '结果', what: '证据', file: '文件', captured: '拍摄时间', picture: '画面',
      stateGood: '✔ 完好', stateBad: '✘ 不符', stateSkip: '– 未核对', stateNone: '– 无', stateImprint: '✔ 指纹相符', none: '本包没有证据文件。', case: '售后单 {id}', unknown: '未记录',
      missing: '缺失', changed: '内容被改动', extra: '多出来的文件', unreadable: '读不出来', unlogged: '存证日志里没有它',
      c_files: '每个文件的 SHA-256 与清单一致', c_form: 'ZIP 自身的结构没有改动', c_formSkip: 'ZIP 由其他程序重新打包，或核对的是文件夹：只核对内容',
      c_head: '日志头的签名（Ed25519）成立，覆盖 {n} 条记录', c_headSkip: '这个浏览器不支持 Ed25519：日志头的签名没有核对，其余照常。换新版浏览器，或按 VERIFY.txt 核对。',
      c_proofs: '每份证据的入库记录都在日志头之下（RFC 6962）', c_index: '目录 index.json 与文件一致',
      c_token: '时间戳：{name}，{at}。它签的正是这份日志头。', c_tokenLater: '时间戳：{name}，{at}。它签的是更晚的日志头，本包的日志头是其开头。', c_tokenHow: '机构的签名不在浏览器里核对，请执行：', c_noToken: '本包没有第三方时间戳',
      c_tokenRoot: '根证书由商家放入，请与机构公布的比较。', c_tokenNoRoot: '请向该机构索取根证书，存为 root.pem。',
    },
    en: {
      lang: '中文', title: 'Verify an evidence pack', intro: 'This page uses no network and uploads nothing: everything is checked inside this browser.',
      drop: 'Drop the ZIP of a pack, or its unpacked folder, here', pickZip: 'Choose the ZIP', pickFolder: 'Choose the unpacked folder',
      provesTitle: 'What it proves', proves: 'The files are unchanged since they were taken in, and their records lie below a log head that the merchant signed. For the time before, look at capture times, courier traces and platform records.',
      trust: 'This page came with the pack; every pack of this version has the same one. To rely on none of it, follow VERIFY.txt with sha256sum and openssl.',
      reading: 'Checking {n} of {all}: {name}', good: 'All intact', bad: 'Something was changed',
      goodText: '{n} exhibits and {all} files are byte for byte what was taken in.', badText: 'Not in agreement with the records ({n}):', notPack: 'This is not an evidence pack', notPackText: 'There is no bagit.txt and no manifest in it. Choose the whole ZIP, or the whole unpacked folder.',
      failed: 'It could not be read', exhibits: 'Exhibits', checks: 'What was checked', files: 'All files ({n})', no: 'No.', state: 'Result', what: 'Exhibit', file: 'File', captured: 'Captured', picture: 'Picture',
      stateGood: '✔ intact', stateBad: '✘ differs', stateSkip: '– not checked', stateNone: '– none', stateImprint: '✔ imprint fits', none: 'This pack has no evidence files.', case: 'Case {id}', unknown: 'not recorded',
      missing: 'missing', changed: 'changed', extra: 'does not belong here', unreadable: 'cannot be read', unlogged: 'not in the custody log',
      c_files: 'The SHA-256 of every file is that of the manifest', c_form: 'The structure of the ZIP itself is unchanged', c_formSkip: 'Zipped again by another program, or a folder: only the contents were checked',
      c_head: 'The signature of the log head (Ed25519) holds; it covers {n} records', c_headSkip: 'This browser has no Ed25519: the signature of the log head was not checked, all else was. Use a newer browser, or VERIFY.txt.',
      c_proofs: 'The record of every exhibit lies below the log head (RFC 6962)', c_index: 'index.json agrees with the files',
      c_token: 'Time stamp: {name}, {at}. It is over this very log head.', c_tokenLater: 'Time stamp: {name}, {at}. It is over a later log head that this one is the beginning of.', c_tokenHow: 'The signature of the authority is not checked in a browser; run:', c_noToken: 'No third party stamped this pack',
      c_tokenRoot: 'The root certificate was put in by the merchant: compare it with the one that the authority publishes.', c_tokenNoRoot: 'Get the root certificate from the authority and save it as root.pem.',
    },
  };
  let lang = (navigator.language || 'zh').startsWith('zh') ? 'zh' : 'en';
  const t = (key, p = {}) => words[lang][key].replace(/\{(\w+)\}/g, (_, n) => String(p[n]));

  // ---- SHA-256, streaming: files of any size, also where the browser lends no digest ----
  const primes = [];
  for (let n = 2; primes.length < 64; n++) if (primes.every((p) => n % p)) primes.push(n);
  const frac = (x) => ((x - Math.floor(x)) * 4294967296) | 0;
  const K = Int32Array.from(primes, (p) => frac(Math.cbrt(p)));
  const H0 = Int32Array.from(primes.slice(0, 8), (p) => frac(Math.sqrt(p)));
  class Sha256 {
    constructor() {
      this.h = Int32Array.from(H0);
      this.w = new Int32Array(64);
      this.rest = new Uint8Array(64);
      this.n = 0;
      this.total = 0;
    }
    block(b, o) {
      const w = this.w;
      for (let i = 0; i < 16; i++, o += 4) w[i] = (b[o] << 24) | (b[o + 1] << 16) | (b[o + 2] << 8) | b[o + 3];
      for (let i = 16; i < 64; i++) {
        const x = w[i - 15], y = w[i - 2];
        w[i] = (w[i - 16] + w[i - 7] + (((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3)) + (((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10))) | 0;
      }
      let [a, c, d, e, f, g, j, k] = this.h;
      for (let i = 0; i < 64; i++) {
        const s1 = (k + (((f >>> 6) | (f << 26)) ^ ((f >>> 11) | (f << 21)) ^ ((f >>> 25) | (f << 7))) + ((f & g) ^ (~f & j)) + K[i] + w[i]) | 0;
        const s2 = ((((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))) + ((a & c) ^ (a & d) ^ (c & d))) | 0;
        k = j; j = g; g = f; f = (e + s1) | 0; e = d; d = c; c = a; a = (s1 + s2) | 0;
      }
      const h = this.h;
      h[0] += a; h[1] += c; h[2] += d; h[3] += e; h[4] += f; h[5] += g; h[6] += j; h[7] += k;
    }
    update(b) {
      let o = 0;
      this.total += b.length;
      if (this.n > 0) {
        o = Math.min(64 - this.n, b.length);
        this.rest.set(b.subarray(0, o), this.n);
        this.n += o;
        if (this.n < 64) return this;
        this.block(this.rest, 0);
        this.n = 0;
      }
      for (; o + 64 <= b.length; o += 64) this.block(b, o);
      this.rest.set(b.subarray(o));
      this.n = b.length - o;
      return this;
    }
    bytes() {
      const bits = this.total * 8, pad = new Uint8Array(this.n < 56 ? 64 - this.n : 128 - this.n);
      pad[0] = 0x80;
      const v = new DataView(pad.buffer);
      v.setUint32(pad.length - 8, Math.floor(bits / 4294967296));
      v.setUint32(pad.length - 4, bits >>> 0);
      this.update(pad);
      const out = new Uint8Array(32);
      this.h.forEach((x, i) => new DataView(out.buffer).setInt32(4 * i, x));
      return out;
    }
  }
  const sha = (...parts) => parts.reduce((h, p) => h.update(p), new Sha256()).bytes();
  const hex = (b) => Array.from(b, (x) => x.toString(16).padStart(2, '0')).join('');
  const unhex = (s) => {
    if (!/^([0-9a-f]{2})*$/.test(s)) throw new Error('hex');
    return Uint8Array.from(s.match(/../g) || [], (x) => parseInt(x, 16));
  };
  const unbase = (s) => Uint8Array.from(atob(s), (c) => c.charCodeAt(0));
  const utf8 = (s) => new TextEncoder().encode(s);
  const same = (a, b) => a.length === b.length && a.every((x, i) => x === b[i]);
  const crcTable = Int32Array.from({ length: 256 }, (_, n) => {
    for (let i = 0; i < 8; i++) n = n & 1 ? (n >>> 1) ^ 0xedb88320 : n >>> 1;
    return n;
  });

  // ---- reading: a ZIP (stored or deflate, also beyond 4 GB) or a folder ----
  const bytesOf = async (blob) => new Uint8Array(await blob.arrayBuffer());
  const MARK = 'afterdesk-pack/1'; // the comment of a ZIP whose every byte is prescribed

  async function readZip(file) {
    const faults = [], files = new Map(), bad = (item, what) => faults.push({ item, what });
    const tailAt = Math.max(0, file.size - 65557 - 76);
    const tail = await bytesOf(file.slice(tailAt)), tv = new DataView(tail.buffer);
    let e = tail.length - 22;
    while (e >= 0 && !(tv.getUint32(e, true) === 0x06054b50 && e + 22 + tv.getUint16(e + 20, true) === tail.length)) e--;
    if (e < 0) return { files, faults: [{ item: file.name, what: 'unreadable' }], ours: false };
    let count = tv.getUint16(e + 10, true), size = tv.getUint32(e + 12, true), at = tv.getUint32(e + 16, true), end = tailAt + e, big = false;
    if ((count === 0xffff || size === 0xffffffff || at === 0xffffffff) && e >= 76 && tv.getUint32(e - 20, true) === 0x07064b50) {
      const b = e - 76;
      if (tv.getUint32(b, true) !== 0x06064b50) return { files, faults: [{ item: file.name, what: 'unreadable' }], ours: false };
      [count, size, at] = [Number(tv.getBigUint64(b + 32, true)), Number(tv.getBigUint64(b + 40, true)), Number(tv.getBigUint64(b + 48, true))];
      end = tailAt + b;
      big = true;
    }
    const comment = new TextDecoder().decode(tail.subarray(e + 22)), ours = comment === MARK;
    if (!ours && comment !== '') bad(file.name, 'changed'); // our mark, damaged; other programs leave none
    const directory = () => { if (ours) bad(file.name + ' (directory)', 'changed'); };
    if (at + size > end || size > 64 << 20) return { files, faults: [{ item: file.name, what: 'unreadable' }], ours: false };
    if (at + size !== end || tv.getUint32(e + 4, true) !== 0 || tv.getUint16(e + 8, true) !== tv.getUint16(e + 10, true)) directory();
    const dir = await bytesOf(file.slice(at, at + size)), dv = new DataView(dir.buffer);
    let p = 0, next = 0, n = 0, first = -1, whole = 0;
    for (; p + 46 <= dir.length && dv.getUint32(p, true) === 0x02014b50; n++) {
      const u16 = (o) => dv.getUint16(p + o, true), u32 = (o) => dv.getUint32(p + o, true);
      const [nl, xl, cl] = [u16(28), u16(30), u16(32)];
      const name = new TextDecoder().decode(dir.subarray(p + 46, p + 46 + nl));
      let [csize, usize, offset] = [u32(20), u32(24), u32(42)];
      for (let x = p + 46 + nl, stop = x + xl; x + 4 <= stop; ) {
        const id = dv.getUint16(x, true), len = dv.getUint16(x + 2, true);
        let y = x + 4;
        const take = () => { y += 8; return Number(dv.getBigUint64(y - 8, true)); };
        if (id === 1) {
          if (usize === 0xffffffff) usize = take();
          if (csize === 0xffffffff) csize = take();
          if (offset === 0xffffffff) offset = take();
        }
        x += 4 + len;
      }
      const local = await bytesOf(file.slice(offset, offset + 30)), lv = new DataView(local.buffer);
      const broken = local.length < 30 || lv.getUint32(0, true) !== 0x04034b50;
      const data = offset + 30 + (broken ? 0 : lv.getUint16(26, true) + lv.getUint16(28, true));
      if (ours && !big) { // every byte of the headers is known or stands twice
        if (first < 0) first = u32(12);
        const localName = broken ? '' : new TextDecoder().decode(await bytesOf(file.slice(offset + 30, data)));
        const fits = !broken && offset === next && localName === name && u16(4) === 0x300 && u16(6) === 0 && u16(8) === 0 && u16(10) === 0 && u32(12) === first && xl === 0 && cl === 0 &&
          u32(34) === 0 && u32(38) === 0x81a40000 && csize === usize && same(local.subarray(4, 30), dir.subarray(p + 6, p + 32));
        if (!fits) bad(name, 'changed');
      }
      next = data + csize;
      whole += usize;
      if (next > file.size || whole > 64 * 2 ** 20 + 100 * file.size) { bad(name, 'unreadable'); break; }
      if (!name.endsWith('/')) {
        if (files.has(name) || !safe(name)) bad(name, 'extra');
        else files.set(name, { name, size: usize, crc: u32(16), stream: broken ? null : zipStream(file.slice(data, data + csize), u16(10)) });
      }
      p += 46 + nl + xl + cl;
    }
    if (p !== dir.length || n !== count || (ours && !big && next !== at)) directory();
    return { files, faults, ours: ours && !big };
  }

  function zipStream(blob, method) {
    if (method === 0) return () => blob.stream();
    if (method === 8) return () => blob.stream().pipeThrough(new DecompressionStream('deflate-raw'));
    return null;
  }

  const safe = (name) => name.length > 0 && name.length <= 255 && !/^\/|\\|:|[\u0000-\u001f\u007f]/.test(name) && name.split('/').every((s) => s !== '' && s !== '.' && s !== '..');

  function readFolder(list) {
    const root = list.filter((x) => /(^|\/)(bagit|manifest-sha256)\.txt$/.test(x.path)).map((x) => x.path.slice(0, x.path.lastIndexOf('/') + 1)).sort((a, b) => a.length - b.length)[0];
    const files = new Map();
    if (root === undefined) return { files, faults: [], ours: false };
    for (const x of list) if (x.path.startsWith(root)) files.set(x.path.slice(root.length), { name: x.path.slice(root.length), size: x.file.size, stream: () => x.file.stream() });
    return { files, faults: [], ours: false };
  }

  // entriesOf walks what was dropped; a folder gives its files in batches.
  async function entriesOf(entry, path = '') {
    if (entry.isFile) return [{ path: path + entry.name, file: await new Promise((ok, no) => entry.file(ok, no)) }];
    const reader = entry.createReader(), out = [];
    for (;;) {
      const batch = await new Promise((ok, no) => reader.readEntries(ok, no));
      if (batch.length === 0) return out;
      for (const child of batch) out.push(...(await entriesOf(child, path + entry.name + '/')));
    }
  }

  async function digest(entry) {
    const h = new Sha256(), reader = entry.stream().getReader();
    let crc = -1, n = 0;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      n += value.length;
      if (n > entry.size) { void reader.cancel(); return null; } // longer than it says: a bomb
      h.update(value);
      if (entry.crc !== undefined) for (let i = 0; i < value.length; i++) crc = crcTable[(crc ^ value[i]) & 255] ^ (crc >>> 8);
    }
    if (n !== entry.size) return null;
    return { sum: hex(h.bytes()), crcFits: entry.crc === undefined || (~crc >>> 0) === entry.crc };
  }

  // ---- proofs: RFC 6962 as restated in RFC 9162 §2.1 ----
  const LEAF = Uint8Array.of(0), NODE = Uint8Array.of(1);
  const node = (l, r) => sha(NODE, l, r);
  const half = (n) => Math.floor(n / 2), odd = (n) => n % 2 === 1;
  function included(record, index, size, path, root) {
    let fn = index, sn = size - 1, r = sha(LEAF, utf8(record));
    if (!(index >= 0 && index < size)) return false;
    for (const x of path.map(unhex)) {
      if (sn === 0) return false;
      if (odd(fn) || fn === sn) {
        r = node(x, r);
        while (!odd(fn) && fn !== 0) { fn = half(fn); sn = half(sn); }
      } else r = node(r, x);
      fn = half(fn); sn = half(sn);
    }
    return sn === 0 && hex(r) === root;
  }
  function grown(first, second, oldRoot, newRoot, path) {
    if (first === second) return path.length === 0 && oldRoot === newRoot;
    if (!(first > 0 && first < second)) return false;
    const list = path.map(unhex);
    let k = first;
    while (k > 1 && !odd(k)) k = half(k);
    if (k === 1) list.unshift(unhex(oldRoot));
    if (list.length === 0) return false;
    let fn = first - 1, sn = second - 1;
    while (odd(fn)) { fn = half(fn); sn = half(sn); }
    let fr = list[0], sr = list[0];
    for (const c of list.slice(1)) {
      if (sn === 0) return false;
      if (odd(fn) || fn === sn) {
        fr = node(c, fr); sr = node(c, sr);
        while (!odd(fn) && fn !== 0) { fn = half(fn); sn = half(sn); }
      } else sr = node(sr, c);
      fn = half(fn); sn = half(sn);
    }
    return sn === 0 && hex(fr) === oldRoot && hex(sr) === newRoot;
  }

  // openHead reads a signed head and checks its signature where the browser can.
  async function openHead(text, key) {
    const m = /^([^\s+]+)\n(0|[1-9]\d*)\n([A-Za-z0-9+/]{43}=)\n\n\u2014 (\S+) ([A-Za-z0-9+/]+=*)\n$/.exec(text);
    const k = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)\n$/.exec(key);
    if (!m || !k || m[1] !== k[1] || m[4] !== k[1]) return null;
    const pub = unbase(k[3]), sig = unbase(m[5]);
    if (pub.length !== 33 || pub[0] !== 1 || sig.length !== 68) return null;
    const id = hex(sha(utf8(k[1] + '\n'), pub)).slice(0, 8);
    if (id !== k[2] || hex(sig.subarray(0, 4)) !== id || btoa(String.fromCharCode(...pub)) !== k[3] || btoa(String.fromCharCode(...sig)) !== m[5]) return null;
    const head = { size: Number(m[2]), root: hex(unbase(m[3])), signed: 'skip' };
    if (btoa(String.fromCharCode(...unhex(head.root))) !== m[3]) return null;
    try {
      const pk = await crypto.subtle.importKey('raw', pub.subarray(1), { name: 'Ed25519' }, false, ['verify']);
      head.signed = (await crypto.subtle.verify({ name: 'Ed25519' }, pk, sig.subarray(4), utf8(text.slice(0, text.indexOf('\n\n') + 1)))) ? 'good' : 'bad';
    } catch {
      head.signed = 'skip'; // said on the page
    }
    return head;
  }

  // imprintOf takes the time and the hashed message out of a time-stamp reply (DER, RFC 3161).
  function imprintOf(b) {
    const at = (p) => {
      let len = b[p + 1], start = p + 2;
      if (len > 0x84) throw new Error('der');
      if (len >= 0x80) {
        const n = len & 0x7f;
        if (n === 0) throw new Error('der');
        len = 0;
        for (let i = 0; i < n; i++) len = len * 256 + b[start + i];
        start += n;
      }
      if (!(start + len <= b.length)) throw new Error('der');
      return { tag: b[p], start, end: start + len };
    };
    const kids = (x) => { const out = []; for (let p = x.start; p < x.end; ) { const k = at(p); out.push(k); p = k.end; } return out; };
    const [, token] = kids(at(0));
    const signed = kids(kids(token)[1])[0];
    const content = kids(kids(kids(signed)[2])[1])[0];
    const info = kids(content.tag === 4 ? at(content.start) : at(kids(content)[0].start));
    const [alg, sum] = kids(info[2]);
    const time = new TextDecoder().decode(b.subarray(info[4].start, info[4].end));
    const oid = hex(b.subarray(kids(alg)[0].start, kids(alg)[0].end));
    return { sha256: oid === '608648016503040201', sum: hex(b.subarray(sum.start, sum.end)), at: time.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d+)?Z$/, '$1-$2-$3T$4:$5:$6Z') };
  }

  // ---- the check ----
  const DATA = 'data/', TAGS = 'tagmanifest-sha256.txt', MANIFEST = 'manifest-sha256.txt', HEAD = 'log-head.txt', KEY = 'log-key.txt', PROOFS = 'proofs.json', INDEX = 'index.json', TOKENS = 'tokens/index.json';
  async function check({ files, faults, ours }, progress) {
    const out = { faults: [...faults], checks: [], exhibits: [], sums: new Map(), files, index: null };
    const bad = (item, what) => { if (!out.faults.some((f) => f.item === item && f.what === what)) out.faults.push({ item, what }); };
    const count = () => out.faults.length;
    let before = count();
    const step = (id, state, p) => { out.checks.push({ id, state: state ?? (count() === before ? 'good' : 'bad'), p }); before = count(); };
    let n = 0;
    for (const f of files.values()) {
      progress(++n, files.size, f.name);
      const d = f.stream ? await digest(f).catch(() => null) : null;
      if (!d) bad(f.name, 'unreadable');
      else {
        if (!d.crcFits) bad(f.name, 'changed');
        out.sums.set(f.name, d.sum);
      }
    }
    const text = async (name) => {
      const f = files.get(name);
      if (!f || !f.stream || f.size > 32 << 20) return null;
      try { return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await new Response(f.stream()).arrayBuffer()); } catch { return null; }
    };
    const raw = async (name) => new Uint8Array(await new Response(files.get(name).stream()).arrayBuffer());
    const listed = new Set([TAGS]);
    const compare = async (manifest, belongs, trusted) => {
      const body = await text(manifest);
      if (!files.has(manifest)) return bad(manifest, 'missing');
      if (body === null) return bad(manifest, 'changed');
      if (body !== '' && !body.endsWith('\n')) bad(manifest, 'changed');
      for (const line of body.split('\n').slice(0, -1)) {
        const m = /^([0-9a-f]{64}) {2}(.+)$/.exec(line);
        if (!m || !safe(m[2]) || !belongs(m[2]) || listed.has(m[2])) { bad(manifest, 'changed'); continue; }
        listed.add(m[2]);
        if (!files.has(m[2])) bad(m[2], 'missing');
        else if (out.sums.has(m[2]) && out.sums.get(m[2]) !== m[1] && trusted()) bad(m[2], 'changed');
      }
      return undefined;
    };
    await compare(TAGS, (x) => !x.startsWith(DATA) && x !== TAGS, () => true);
    // A damaged manifest is named itself; what it says of the exhibits is not held against them: the log decides.
    await compare(MANIFEST, (x) => x.startsWith(DATA), () => !out.faults.some((f) => f.item === MANIFEST));
    const manifestBad = out.faults.some((f) => f.item === MANIFEST);
    for (const name of files.keys()) if (!listed.has(name) && !(manifestBad && name.startsWith(DATA))) bad(name, 'extra');
    step('files');
    out.checks.push(ours ? { id: 'form', state: faults.length === 0 ? 'good' : 'bad' } : { id: 'formSkip', state: 'skip' });

    for (const name of [PROOFS, HEAD, KEY, INDEX]) if (!files.has(name)) bad(name, 'missing');
    const headText = await text(HEAD), keyText = await text(KEY);
    let head = null;
    try { head = headText !== null && keyText !== null ? await openHead(headText, keyText) : null; } catch { head = null; }
    if (!head || head.signed === 'bad') bad(HEAD, 'changed');
    step(head && head.signed === 'skip' ? 'headSkip' : 'head', head && head.signed === 'skip' ? 'skip' : undefined, { n: head ? head.size : '?' });

    const proved = new Map();
    try {
      const p = JSON.parse(await text(PROOFS));
      if (!head || p.root !== head.root || p.size !== head.size) { if (head) bad(PROOFS, 'changed'); }
      for (const x of p.proofs) {
        const rec = JSON.parse(x.record);
        const fits = head && x.proof.root === head.root && x.proof.size === head.size && rec.index === x.proof.index && hex(sha(LEAF, utf8(x.record))) === x.proof.leaf &&
          included(x.record, x.proof.index, head.size, x.proof.path, head.root);
        if (!fits) { if (head) bad(PROOFS, 'changed'); continue; }
        if (out.sums.has(x.file) && 'sha256-' + out.sums.get(x.file) !== rec.subject) bad(x.file, 'changed');
        proved.set(x.file, rec);
      }
    } catch { bad(PROOFS, 'changed'); }
    const proofsBad = !head || out.faults.some((f) => f.item === PROOFS);
    if (!proofsBad) for (const name of files.keys()) if (name.startsWith(DATA) && !proved.has(name)) bad(name, 'unlogged');
    step('proofs', head ? undefined : 'bad');

    try {
      out.index = JSON.parse(await text(INDEX));
      for (const x of out.index.exhibits) {
        if (!files.has(x.file)) bad(x.file, 'missing');
        else if (out.sums.has(x.file) && out.sums.get(x.file) !== x.sha256 && !out.faults.some((f) => f.item === x.file)) bad(INDEX, 'changed');
      }
    } catch { bad(INDEX, 'changed'); }
    step('index');
    await checkTokens();
    const shown = out.index && Array.isArray(out.index.exhibits) ? out.index.exhibits : [...files.keys()].filter((x) => x.startsWith(DATA)).map((file, i) => ({ no: i + 1, file }));
    out.exhibits = shown.map((x) => ({ ...x, faults: out.faults.filter((f) => f.item === x.file) }));
    return out;

    async function checkTokens() {
      if (!files.has(TOKENS)) { out.checks.push({ id: 'noToken', state: 'none' }); return; }
      let list;
      try { list = JSON.parse(await text(TOKENS)).tokens; } catch { bad(TOKENS, 'changed'); list = []; }
      for (const x of list) {
        try {
          const over = x.data === HEAD ? head : await openHead(await text(x.data), keyText);
          const data = await raw(x.data), imprint = imprintOf(await raw(x.token));
          if (!over || over.signed === 'bad') bad(x.data, 'changed');
          else if (head && !(over.size === x.size && grown(head.size, over.size, head.root, over.root, x.growth))) bad(TOKENS, 'changed');
          if (!imprint.sha256 || imprint.sum !== hex(sha(data))) bad(x.token, 'changed');
          else if (imprint.at !== x.at) bad(TOKENS, 'changed');
        } catch { bad(x && typeof x.token === 'string' ? x.token : TOKENS, 'changed'); }
        step('token', undefined, { name: x.authority, at: x.at, root: x.root, later: x.data !== HEAD, how: `openssl ts -verify -data ${x.data} -in ${x.token} -CAfile ${x.root || 'root.pem'}` });
      }
    }
  }

  // ---- the page; everything of a stranger is set as text, never as HTML ----
  const $ = (id) => document.getElementById(id);
  const el = (tag, cls, ...kids) => {
    const e = document.createElement(tag);
    if (cls) e.className = cls;
    e.append(...kids);
    return e;
  };
  let shown = { kind: 'none' };
  let run = 0;
  const mark = { good: '✔', bad: '✘', wait: '…' };
  const banner = (kind, title, ...rest) => {
    const b = el('div', `verdict ${kind}`, el('span', 'mark', mark[kind]), el('div', '', el('b', '', title), ...rest));
    $('verdict').replaceChildren(b);
  };
  const stateCell = (state) => el('td', `state ${state}`, t({ good: 'stateGood', bad: 'stateBad', skip: 'stateSkip', none: 'stateNone' }[state]));

  function render() {
    document.documentElement.lang = lang === 'zh' ? 'zh-CN' : 'en';
    for (const e of document.querySelectorAll('[data-t]')) e.textContent = t(e.dataset.t);
    $('lang').textContent = t('lang');
    $('report').hidden = shown.kind !== 'done';
    if (shown.kind === 'none') $('verdict').replaceChildren();
    if (shown.kind === 'reading') banner('wait', t('reading', shown.p));
    if (shown.kind === 'notPack') banner('bad', t('notPack'), t('notPackText'));
    if (shown.kind === 'failed') banner('bad', t('failed'));
    if (shown.kind === 'done') renderReport(shown.r);
  }

  function renderReport(r) {
    if (r.faults.length === 0) banner('good', t('good'), t('goodText', { n: r.exhibits.length, all: r.files.size }));
    else {
      const list = el('ul', '', ...r.faults.slice(0, 50).map((f) => el('li', '', el('span', 'mono', f.item), ` ${t(f.what)}`)));
      list.id = 'faults';
      banner('bad', t('bad'), t('badText', { n: r.faults.length }), list);
    }
    const report = $('report');
    report.replaceChildren();
    if (r.index) report.append(el('p', 'quiet', [r.index.shop, t('case', { id: r.index.case }), r.index.asOf].filter(Boolean).join(' · ')));
    report.append(el('h2', '', t('exhibits')));
    if (r.exhibits.length === 0) report.append(el('p', 'quiet', t('none')));
    else {
      const head = el('tr', '', ...['state', 'no', 'what', 'picture', 'captured', 'file'].map((k) => Object.assign(el('th', k === 'captured' ? 'wide' : '', t(k)), { scope: 'col' })));
      const rows = r.exhibits.map((x) => {
        const ok = x.faults.length === 0;
        const row = el('tr', ok ? '' : 'bad', stateCell(ok ? 'good' : 'bad'), el('td', '', String(x.no)),
          el('td', '', x.title || '', ...(ok ? [] : [el('div', '', x.faults.map((f) => t(f.what)).join(' · '))])), el('td', '', ...(r.pictures.get(x.file) ? [picture(r.pictures.get(x.file), x.title)] : [])),
          el('td', 'wide', x.capturedAt || t('unknown')), el('td', 'mono', x.file, el('div', 'quiet', r.sums.get(x.file) || '')));
        row.dataset.file = x.file;
        row.dataset.state = ok ? 'good' : 'bad';
        return row;
      });
      report.append(el('table', '', el('thead', '', head), Object.assign(el('tbody', '', ...rows), { id: 'exhibits' })));
    }
    report.append(el('h2', '', t('checks')));
    const checks = r.checks.map((c) => {
      const what = el('td', '', t(c.p && c.p.later ? 'c_tokenLater' : `c_${c.id}`, c.p || {}));
      if (c.id === 'token') what.append(el('div', 'quiet', t('c_tokenHow')), el('div', 'mono', c.p.how), el('div', 'quiet', t(c.p.root ? 'c_tokenRoot' : 'c_tokenNoRoot')));
      const cell = stateCell(c.state);
      if (c.id === 'token' && c.state === 'good') cell.textContent = t('stateImprint'); // no more than that is checked here
      const row = el('tr', c.state === 'bad' ? 'bad' : '', cell, what);
      row.dataset.check = c.id;
      row.dataset.state = c.state;
      return row;
    });
    report.append(el('table', '', Object.assign(el('tbody', '', ...checks), { id: 'checks' })));
    const all = [...r.files.keys()].map((name) => el('tr', '', el('td', 'mono', name), el('td', 'mono', r.sums.get(name) || '')));
    report.append(el('details', '', el('summary', '', t('files', { n: r.files.size })), el('table', '', el('tbody', '', ...all))));
  }

  const picture = (url, alt) => Object.assign(el('img'), { src: url, alt: alt || '' });

  // picturesOf shows what is intact; at most 60, each below 30 MB.
  async function picturesOf(r) {
    const out = new Map();
    for (const x of r.exhibits) {
      if (out.size >= 60 || x.faults.length > 0 || !/^image\/(jpeg|png|gif|webp)$/.test(x.mediaType || '') || !(x.size < 30e6)) continue;
      out.set(x.file, URL.createObjectURL(new Blob([await new Response(r.files.get(x.file).stream()).arrayBuffer()], { type: x.mediaType })));
    }
    return out;
  }

  async function verify(read) {
    const mine = ++run;
    if (shown.kind === 'done') for (const url of shown.r.pictures.values()) URL.revokeObjectURL(url);
    const show = (s) => { if (mine === run) { shown = s; render(); } };
    try {
      show({ kind: 'reading', p: { n: 0, all: '…', name: '' } });
      const pack = await read();
      if (pack.faults.length === 0 && ![TAGS, MANIFEST, 'bagit.txt'].some((x) => pack.files.has(x))) { show({ kind: 'notPack' }); return; }
      const r = await check(pack, (n, all, name) => show({ kind: 'reading', p: { n, all, name } }));
      r.pictures = await picturesOf(r).catch(() => new Map());
      show({ kind: 'done', r });
    } catch {
      show({ kind: 'failed' });
    }
  }

  $('lang').addEventListener('click', () => { lang = lang === 'zh' ? 'en' : 'zh'; render(); });
  $('zip').addEventListener('change', (e) => { const [f] = e.target.files; if (f) void verify(() => readZip(f)); e.target.value = ''; });
  $('folder').addEventListener('change', (e) => {
    const list = [...e.target.files].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
    e.target.value = '';
    if (list.length > 0) void verify(async () => readFolder(list));
  });
  const drop = $('drop');
  for (const name of ['dragenter', 'dragover']) document.addEventListener(name, (e) => { e.preventDefault(); drop.classList.add('over'); });
  for (const name of ['dragleave', 'drop']) document.addEventListener(name, (e) => { e.preventDefault(); drop.classList.remove('over'); });
  document.addEventListener('drop', (e) => {
    const [item] = e.dataTransfer.items, entry = item && item.webkitGetAsEntry && item.webkitGetAsEntry(), [file] = e.dataTransfer.files;
    if (entry && entry.isDirectory) void verify(async () => readFolder(await entriesOf(entry)));
    else if (file) void verify(() => readZip(file));
  });
  // The digest is computed from primes here; a browser that rounds differently must not judge.
  if (hex(sha(utf8('abc'))) !== 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad') shown = { kind: 'failed' };
  render();
})();
