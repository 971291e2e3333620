import { Modal } from 'antd';
import { screens } from './screens';
import { Key } from '@/design';
import { useTranslation } from '@/i18n';
import { useHotkeys } from '@/lib/hotkeys';

/** Help lists every key. */
export function Help({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  useHotkeys({ Escape: onClose, '?': onClose }, { enabled: open, modal: true });
  const groups: [string, [string[], string][]][] = [
    [t('help.everywhere'), [
      [['Ctrl', 'K'], t('help.palette')], [['/'], t('help.search')], [['g', 'y'], t('commands.sync')], [['g', 'f'], t('commands.files')], [['g', 'x'], t('help.offline')],
      [['?'], t('help.help')], [['Esc'], t('help.close')],
    ]],
    [t('help.jump'), screens.map((s) => [['g', s.key], t(`nav.${s.id}`)])],
    [t('help.list'), [[['j', 'k'], t('help.move')], [['Enter'], t('help.open')], [['x'], t('help.select')], [['a'], t('help.agree')], [['r'], t('help.reply')], [['e'], t('help.evidence')]]],
    [t('help.case'), [[['a'], t('help.agree')], [['f'], t('help.refuse')], [['r'], t('help.reply')], [['e'], t('help.evidence')], [['p'], t('help.pack')], [['o'], t('help.order')], [['n'], t('help.next')]]],
    [t('nav.logistics'), [[['a'], t('help.act')], [['o'], t('help.take')], [['x'], t('help.dismiss')]]],
    [t('nav.reviews'), [[['s'], t('help.step')], [['Shift', '→'], t('help.card')]]],
    [t('help.tray'), [[['1', '…', '9'], t('help.link')], [['Enter'], t('help.open')]]],
  ];
  return (
    <Modal open={open} onCancel={onClose} footer={null} title={t('help.title')} width={900} style={{ top: 48 }}>
      <div className="app-help">
        {groups.map(([name, keys]) => (
          <section key={name}>
            <h3>{name}</h3>
            <dl>
              {keys.map(([ks, what]) => (
                <div key={ks.join()} className="ad-row">
                  <dt>{ks.map((k) => <Key key={k}>{k}</Key>)}</dt>
                  <dd>{what}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <p className="ad-quiet" style={{ marginTop: 12 }}>{t('help.scan')}</p>
    </Modal>
  );
}
