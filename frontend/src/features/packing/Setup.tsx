import { Modal, Select } from 'antd';
import { useEffect, useState } from 'react';
import { listCameras } from './camera';
import { isPhotoKey } from './prefs';
import type { BenchPrefs } from './prefs';
import { useTranslation } from '@/i18n';

/** Setup chooses the camera, the table's name and the key that a pedal types. */
export function Setup({ open, prefs, onSave, onClose }: { open: boolean; prefs: BenchPrefs; onSave: (p: BenchPrefs) => void; onClose: () => void }) {
  const { t } = useTranslation('packing');
  const [cameras, setCameras] = useState<{ id: string; name: string }[]>([]);
  const [asking, setAsking] = useState(false);
  const [odd, setOdd] = useState(false);
  useEffect(() => {
    if (open) void listCameras().then(setCameras, () => setCameras([]));
  }, [open]);
  return (
    <Modal open={open} onCancel={onClose} footer={null} title={t('setup')} destroyOnHidden>
      <dl className="bench-setup">
        <dt id="bench-camera">{t('camera')}</dt>
        <dd>
          <Select
            aria-labelledby="bench-camera" style={{ width: '100%' }} value={prefs.camera} onChange={(camera) => onSave({ ...prefs, camera })}
            options={[{ value: '', label: t('anyCamera') }, ...cameras.map((c, i) => ({ value: c.id, label: c.name || `${t('camera')} ${i + 1}` }))]}
          />
        </dd>
        <dt><label htmlFor="bench-station">{t('station')}</label></dt>
        <dd><input id="bench-station" className="bench-input" value={prefs.station} maxLength={20} onChange={(e) => onSave({ ...prefs, station: e.target.value })} /></dd>
        <dt>{t('photoKey')}</dt>
        <dd>
          <button
            type="button" className="bench-input" onBlur={() => setAsking(false)} onClick={() => setAsking(true)}
            onKeyDown={(e) => {
              if (!asking) return;
              e.preventDefault();
              e.stopPropagation();
              const fits = isPhotoKey(e.key);
              setOdd(!fits);
              if (!fits) return;
              setAsking(false);
              onSave({ ...prefs, photoKey: e.key });
            }}
          >
            {asking ? t('pressKey') : prefs.photoKey === ' ' ? t('space') : prefs.photoKey}
          </button>
          {odd && <p role="alert" className="ad-small">{t('keyTaken')}</p>}
        </dd>
      </dl>
    </Modal>
  );
}
