import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { api, useAct } from '@/bridge';
import type { BootInfo } from '@/bridge';
import { ErrorState, Instant, Panel } from '@/design';
import { useTranslation } from '@/i18n';
import { AppError } from '@/lib/appError';

/** Fault is shown instead of the screens when the data folder cannot be opened; a damaged one offers its good backups. */
export function Fault({ boot }: { boot: BootInfo }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [chosen, setChosen] = useState('');
  const recover = useAct((id: string) => api.shell.recoverFrom(id));
  const good = (boot.backups ?? []).filter((b) => b.ok);
  return (
    <main className="app-alone">
      <h1 className="app-alone-title">{t('app')}</h1>
      <ErrorState
        title={t('firstrun:fault.title')} error={new AppError(boot.fault, { ...boot.faultParams, folder: boot.dataFolder })}
        retry={() => void client.invalidateQueries({ queryKey: ['shell', 'boot'] })}
      />
      {good.length > 0 && (
        <Panel title={t('firstrun:fault.backups')} className="app-alone-panel">
          <p className="ad-dim">{t('firstrun:fault.hint')}</p>
          <ul>
            {good.map((b) => (
              <li key={b.id} className="ad-row" style={{ padding: '8px 0' }}>
                <span className="ad-grow"><Instant at={b.at} absolute /> <span className="ad-quiet">{t('firstrun:fault.holds', { orders: b.orders, cases: b.cases })}</span></span>
                <Button
                  loading={recover.isPending && chosen === b.id} disabled={recover.isPending}
                  onClick={() => {
                    setChosen(b.id);
                    recover.mutate(b.id, { onSuccess: () => void client.invalidateQueries() });
                  }}
                >
                  {t('firstrun:fault.restore')}
                </Button>
              </li>
            ))}
          </ul>
          {recover.error && <ErrorState error={recover.error} />}
        </Panel>
      )}
    </main>
  );
}
