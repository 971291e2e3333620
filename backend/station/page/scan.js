// Reads a waybill with the camera where the browser can (Chrome on Android); elsewhere a person types it.

/** canScan says whether this browser reads barcodes itself. */
export async function canScan() {
  if (!('BarcodeDetector' in globalThis) || !navigator.mediaDevices?.getUserMedia) return false;
  try {
    return (await globalThis.BarcodeDetector.getSupportedFormats()).includes('code_128');
  } catch {
    return false;
  }
}

/** scan shows the camera in `box` until a code is seen or `signal` ends it; "" when it ended without one. */
export async function scan(box, signal) {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: { ideal: 'environment' }, width: { ideal: 1280 } }, audio: false });
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  video.srcObject = stream;
  box.prepend(video);
  const detector = new globalThis.BarcodeDetector({ formats: ['code_128', 'code_39', 'code_93', 'qr_code', 'ean_13'] });
  try {
    await video.play();
    while (!signal.aborted) {
      const seen = await detector.detect(video).catch(() => []);
      // A label has several codes; the waybill is the longest one that is a plain number.
      const numbers = seen.map((x) => x.rawValue.trim()).filter((x) => /^[0-9A-Za-z-]{8,64}$/.test(x)).sort((a, b) => b.length - a.length);
      if (numbers.length > 0) return numbers[0];
      await new Promise((done) => setTimeout(done, 150));
    }
    return '';
  } finally {
    for (const track of stream.getTracks()) track.stop();
  }
}
