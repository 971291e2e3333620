import { FileTextOutlined, PlayCircleOutlined, ShopOutlined } from '@ant-design/icons';
import { App, Drawer } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { PlatformInfo, Shop } from '@/bridge';
import { ErrorState } from '@/design';
import { useTranslation } from '@/i18n';
import { useSay } from '@/i18n/words';
import { GROUPS } from './connect';
import { ConnectKeys } from './ConnectKeys';
import { FileShop } from './FileShop';
import { useBoot, usePlatforms, useStartDemo } from './queries';
import s from './shops.module.css';

type Step = 'choose' | 'keys' | 'file';

interface Props {
  open: boolean;
  wanted?: string; // platform to begin with, "" = choose
  onClose: () => void;
  onImport: (shop: Shop) => void;
}

/** ConnectWizard leads to a first shop: a platform with keys, a shop of files, or the demo. */
export function ConnectWizard({ open, wanted = '', onClose, onImport }: Props) {
  const { t } = useTranslation('shops');
  const { message } = App.useApp();
  const [step, setStep] = useState<Step>('choose');
  const [chosen, setChosen] = useState<string>('');
  const platforms = usePlatforms();
  const boot = useBoot();
  const name = step === 'choose' ? wanted : chosen;
  const platform = (platforms.data ?? []).find((p) => p.platform === name);
  const shown: Step = step === 'choose' && platform ? 'keys' : step;
  const close = () => {
    setStep('choose');
    setChosen('');
    onClose();
  };

  return (
    <Drawer open={open} onClose={close} size={600} title={t('wizard.title')} destroyOnHidden>
      {shown === 'choose' && (
        <Choose
          platforms={platforms.data ?? []}
          demo={boot.data?.demo === false}
          onPlatform={(p) => {
            setChosen(p);
            setStep('keys');
          }}
          onFile={() => setStep('file')}
          onDone={close}
        />
      )}
      {shown === 'choose' && platforms.error && <ErrorState error={platforms.error} retry={() => void platforms.refetch()} />}
      {shown === 'keys' && platform && (
        <ConnectKeys
          key={platform.platform}
          platform={platform}
          keeper={boot.data?.keeper ?? ''}
          onBack={wanted ? close : () => setStep('choose')}
          onDone={(shop) => {
            void message.success(t('wizard.connected', { shop: shop.name }));
            close();
          }}
        />
      )}
      {shown === 'file' && (
        <FileShop
          onBack={() => setStep('choose')}
          onDone={(shop) => {
            void message.success(t('wizard.file.created', { shop: shop.name }));
            close();
            onImport(shop);
          }}
        />
      )}
    </Drawer>
  );
}

function Choose({ platforms, demo, onPlatform, onFile, onDone }: {
  platforms: PlatformInfo[]; demo: boolean; onPlatform: (platform: string) => void; onFile: () => void; onDone: () => void;
}) {
  const { t } = useTranslation(['shops', 'platforms']);
  const say = useSay('platforms');
  const start = useStartDemo();
  const known = new Map(platforms.map((p) => [p.platform, p]));
  return (
    <div className={s.choices}>
      {GROUPS.map((g) => (
        <section key={g.id} aria-labelledby={`group-${g.id}`}>
          <h3 id={`group-${g.id}`}>{t(`platforms:groups.${g.id}`)}</h3>
          <div className={s.platforms}>
            {g.platforms.filter((p) => known.has(p)).map((p) => (
              <Choice key={p} title={say('full', p)} text={say('sub', p)} onClick={() => onPlatform(p)} />
            ))}
          </div>
        </section>
      ))}
      <section aria-labelledby="group-none">
        <h3 id="group-none">{t('shops:wizard.without')}</h3>
        <div className={s.platforms}>
          <Choice icon={<FileTextOutlined />} title={t('shops:wizard.fileName')} text={t('shops:wizard.fileSub')} onClick={onFile} />
          {demo && (
            <Choice
              icon={<PlayCircleOutlined />}
              title={t('shops:wizard.demoName')}
              text={t('shops:wizard.demoSub')}
              busy={start.isPending}
              onClick={() => void start.mutateAsync(undefined).then(onDone, () => undefined)}
            />
          )}
        </div>
      </section>
      {start.error && <ErrorState error={start.error} />}
    </div>
  );
}

function Choice({ icon = <ShopOutlined />, title, text, busy, onClick }: { icon?: ReactNode; title: string; text: string; busy?: boolean; onClick: () => void }) {
  return (
    <button type="button" className={s.choice} disabled={busy} aria-busy={busy} onClick={onClick}>
      {icon}
      <span>
        <b>{title}</b>
        <span className="ad-quiet ad-small">{text}</span>
      </span>
    </button>
  );
}
