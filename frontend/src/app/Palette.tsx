import { Input, Modal } from 'antd';
import { useDeferredValue, useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import { screens } from './screens';
import { api, useApi, useShops } from '@/bridge';
import { shopOfKey } from '@/bridge/ShopOf';
import { ErrorState, ShopMark } from '@/design';
import { useLabel, useTranslation } from '@/i18n';
import { useHotkeys } from '@/lib/hotkeys';
import { linkTo } from '@/lib/links';

/** Command is something that is done from anywhere; `keys` are typed to do it without the palette. */
export interface Command {
  id: string;
  title: string;
  keys: string;
  run: () => void;
}

interface Line {
  key: string;
  go: () => void;
  kind: string;
  title: string;
  detail: string;
  shopId?: string;
}

/** Palette finds any order, case or parcel, any screen and any command. `text` null means closed. */
export function Palette({ text, commands, onClose }: { text: string | null; commands: Command[]; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal open={text !== null} onCancel={onClose} footer={null} closable={false} width={640} destroyOnHidden title={<span className="ad-sr">{t('palette.title')}</span>} className="app-palette" style={{ top: 96 }}>
      {text !== null && <Finder start={text} commands={commands} onClose={onClose} />}
    </Modal>
  );
}

function Finder({ start, commands, onClose }: { start: string; commands: Command[]; onClose: () => void }) {
  const { t } = useTranslation();
  const label = useLabel();
  const navigate = useNavigate();
  const shops = useShops();
  const [text, setText] = useState(start);
  const [at, setAt] = useState(0);
  const asked = useDeferredValue(text.trim());
  useHotkeys({ Escape: onClose }, { modal: true });
  const found = useApi('shell', ['palette', asked], () => api.shell.palette(asked), { enabled: asked.length >= 2, also: ['orders', 'after_sales', 'parcels'] });
  const low = asked.toLowerCase();
  const lines: Line[] = [
    ...screens
      .filter((s) => low === '' || t(`nav.${s.id}`).toLowerCase().includes(low) || s.id.includes(low))
      .map((s) => ({ key: s.id, go: () => void navigate(s.path), kind: t('palette.screens'), title: t(`nav.${s.id}`), detail: `g ${s.key}` })),
    ...commands
      .filter((c) => low === '' || c.title.toLowerCase().includes(low))
      .map((c) => ({ key: c.id, go: c.run, kind: t('palette.commands'), title: c.title, detail: c.keys })),
  ];
  const hits: Line[] = asked.length < 2 ? [] : (found.data ?? []).map((h) => ({
    key: `${h.subject}:${h.id}`, go: () => void navigate(linkTo(h.subject, h.id)), kind: label('subjectKinds', h.subject), title: h.title, detail: h.detail, shopId: shopOfKey(h.id),
  }));
  const all = [...hits, ...lines];
  useEffect(() => setAt(0), [asked]);
  const go = (line: Line | undefined) => {
    if (!line) return;
    onClose();
    line.go();
  };
  return (
    <div>
      <Input
        autoFocus variant="borderless" size="large" value={text} placeholder={t('palette.placeholder')} aria-label={t('palette.placeholder')} role="combobox"
        aria-expanded aria-controls="palette-list" aria-activedescendant={all[at] ? `hit-${at}` : undefined} onChange={(e) => setText(e.target.value)}
        onKeyDown={(e) => {
          if (e.nativeEvent.isComposing) return;
          if (e.key === 'ArrowDown' || e.key === 'ArrowUp') {
            e.preventDefault();
            setAt((i) => Math.min(all.length - 1, Math.max(0, i + (e.key === 'ArrowDown' ? 1 : -1))));
          }
          if (e.key === 'Enter') go(all[at]);
          if (e.key === 'Escape') onClose();
        }}
      />
      <ul id="palette-list" role="listbox" aria-label={t('palette.results')} className="app-hits">
        {all.map((l, i) => (
          <li
            key={l.key} id={`hit-${i}`} role="option" aria-selected={i === at} ref={i === at ? (el) => el?.scrollIntoView?.({ block: 'nearest' }) : undefined}
            onMouseMove={() => setAt(i)} onClick={() => go(l)}
          >
            <span className="app-hit-kind">{l.kind}</span>
            <span className="ad-clip ad-grow">{l.title}</span>
            {shops.size > 1 && l.shopId && shops.has(l.shopId) && <ShopMark shop={shops.get(l.shopId)} />}
            <span className="ad-quiet ad-clip app-hit-detail">{l.detail}</span>
          </li>
        ))}
      </ul>
      {found.error && asked.length >= 2 && <ErrorState error={found.error} retry={() => void found.refetch()} />}
      {asked.length >= 2 && !found.isFetching && hits.length === 0 && !found.error && <p className="ad-quiet app-hits-none">{t('palette.empty')}</p>}
      {asked.length < 2 && <p className="ad-quiet app-hits-none">{t('palette.hint')}</p>}
    </div>
  );
}
