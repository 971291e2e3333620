import { App as AntApp, Button } from 'antd';
import { useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import { api, onFilesDropped, useAct } from '@/bridge';
import type { IntakeResult } from '@/bridge';
import { ErrorState } from '@/design';
import { useTranslation } from '@/i18n';

/** DropZone takes files that are dropped anywhere: they become evidence and find their orders by themselves. Screens that know better take them first. */
export function DropZone() {
  const { t } = useTranslation();
  const { notification } = AntApp.useApp();
  const navigate = useNavigate();
  const [over, setOver] = useState(false);
  const add = useAct((paths: string[]) => api.evidence.addFiles({ paths, orderId: '', afterSaleId: '', kind: '' }), ['evidence']);
  const { mutate } = add;
  useEffect(
    () =>
      onFilesDropped((paths) => {
        setOver(false);
        if (paths.length === 0) return;
        const key = `drop-${Date.now()}`;
        notification.open({ key, title: t('drop.busy'), duration: 0, placement: 'bottomRight' });
        mutate(paths, {
          onSuccess: (results) => notification.open({
            key, placement: 'bottomRight', duration: 8, title: t('drop.added', { n: results.filter((r) => !r.code).length }), description: <Outcome results={results} />,
            actions: <Button size="small" type="primary" onClick={() => { notification.destroy(key); void navigate('/evidence'); }}>{t('drop.see')}</Button>,
          }),
          onError: (error) => notification.open({ key, placement: 'bottomRight', duration: 0, title: t('error.title'), description: <ErrorState error={error} /> }),
        });
      }, true),
    [mutate, notification, navigate, t],
  );
  useEffect(() => {
    let depth = 0;
    const enter = (e: DragEvent) => {
      if (!e.dataTransfer?.types.includes('Files')) return;
      depth++;
      setOver(true);
    };
    const leave = () => {
      depth = Math.max(0, depth - 1);
      if (depth === 0) setOver(false);
    };
    const drop = () => {
      depth = 0;
      setOver(false);
    };
    window.addEventListener('dragenter', enter);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragenter', enter);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
    };
  }, []);
  return over ? <div className="app-drop" aria-hidden><span>{t('drop.title')}</span></div> : null;
}

function Outcome({ results }: { results: IntakeResult[] }) {
  const { t } = useTranslation();
  const linked = results.filter((r) => (r.links ?? []).length > 0).length;
  const known = results.filter((r) => r.known).length;
  const refused = results.filter((r) => r.code);
  return (
    <div>
      {linked > 0 && <div>{t('drop.linked', { n: linked })}</div>}
      {known > 0 && <div>{t('drop.known', { n: known })}</div>}
      {refused.length > 0 && <div>{t('drop.refused', { n: refused.length })}: {refused.map((r) => r.path.split(/[\\/]/).at(-1)).join(', ')}</div>}
    </div>
  );
}
