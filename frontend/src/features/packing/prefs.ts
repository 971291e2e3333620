const key = 'ad.bench';

/** BenchPrefs belong to this machine, not to the data folder: which camera, which pedal, which table. */
export interface BenchPrefs {
  camera: string;
  station: string;
  photoKey: string;
}

const plain: BenchPrefs = { camera: '', station: '', photoKey: ' ' };

/** readPrefs returns what this machine remembers. */
export function readPrefs(): BenchPrefs {
  try {
    return { ...plain, ...(JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<BenchPrefs>) };
  } catch {
    return plain;
  }
}

/** savePrefs remembers. */
export function savePrefs(p: BenchPrefs): void {
  localStorage.setItem(key, JSON.stringify(p));
}

/** isPhotoKey reports whether a key may be the pedal: one that no barcode holds and that leaves no page. */
export function isPhotoKey(k: string): boolean {
  return k === ' ' || (k.length > 1 && !['F1', 'F2', 'F3', 'F4', 'F8', 'Enter', 'Escape', 'Shift', 'Control', 'Alt', 'Meta', 'Tab', 'End', 'Process', 'Dead', 'Unidentified'].includes(k));
}
