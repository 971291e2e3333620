import { App as AntApp } from 'antd';
import { Suspense, useEffect, useRef, useState } from 'react';
import { Outlet, useLocation, useNavigate } from 'react-router';
import { DropZone } from './DropZone';
import { Footer } from './Footer';
import { Help } from './Help';
import { Palette } from './Palette';
import { useCommands } from './commands';
import { Rail } from './Rail';
import { Unlock } from './Unlock';
import { screens } from './screens';
import { api, useBoot } from '@/bridge';
import { useTranslation } from '@/i18n';
import { useHotkeys, useScan } from '@/lib/hotkeys';
import { linkTo } from '@/lib/links';

/** Shell is the frame around every screen: rail, banner, content, footer, palette, help. */
export function Shell() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const location = useLocation();
  const { message } = AntApp.useApp();
  const boot = useBoot().data;
  const [palette, setPalette] = useState<string | null>(null);
  const [help, setHelp] = useState(false);
  const main = useRef<HTMLElement>(null);

  const commands = useCommands({ help: () => setHelp(true) });
  const jumps = Object.fromEntries(screens.map((s) => [`g ${s.key}`, () => void navigate(s.path)]));
  useHotkeys({
    ...jumps,
    'mod+k': () => setPalette(''),
    '?': () => setHelp(true),
    ...Object.fromEntries(commands.filter((c) => c.keys.includes(' ')).map((c) => [c.keys, c.run])),
  });
  // A scan from anywhere: one hit opens at once, several are offered.
  useScan((code) => {
    void api.shell.palette(code).then(
      (hits) => {
        const only = hits.length === 1 ? hits[0] : undefined;
        if (only) {
          void message.info(t('palette.scanned', { code }));
          void navigate(linkTo(only.subject, only.id));
        } else if (hits.length > 1) setPalette(code);
        else void message.warning(t('palette.scanMiss', { code }));
      },
      () => setPalette(code),
    );
  });
  // A new screen is read from its top by a screen reader too.
  const path = location.pathname;
  useEffect(() => {
    document.title = t('app');
    main.current?.focus({ preventScroll: true });
  }, [path, t]);

  return (
    <div className="app-shell">
      <a className="app-skip" href="#content" onClick={(e) => { e.preventDefault(); main.current?.focus(); }}>{t('nav.skip')}</a>
      <Rail onSearch={() => setPalette('')} />
      <div className="app-main">
        {boot?.demo && (
          <div className="app-demo" role="note">
            <strong>{t('demo.banner')}</strong>
            <span className="ad-clip">{t('demo.hint')}</span>
            <button type="button" className="ad-plain ad-linkish" onClick={() => void navigate('/shops?connect=1')}>{t('demo.connect')}</button>
          </div>
        )}
        {boot?.keeper === 'locked' && boot.shops.some((s) => !s.demo && s.platform !== 'sheet') && <Unlock />}
        <main id="content" ref={main} tabIndex={-1} className="app-content">
          <Suspense fallback={<div className="app-blank" aria-busy="true" />}>
            <Outlet />
          </Suspense>
        </main>
      </div>
      <Footer onHelp={() => setHelp(true)} />
      <Palette text={palette} commands={commands} onClose={() => setPalette(null)} />
      <Help open={help} onClose={() => setHelp(false)} />
      <DropZone />
    </div>
  );
}
