import { App, Button, Skeleton } from 'antd';
import { api } from '@/bridge';
import { CopyId, ErrorState, errorText } from '@/design';
import { useTranslation } from '@/i18n';
import { useSay } from '@/i18n/words';
import { Field } from './Field';
import { useBoot, useSupportBundle } from './queries';

/** About is what runs here, and the bundle to ask for help with. */
export function About() {
  const { t } = useTranslation('settings');
  const say = useSay('settings');
  const { message } = App.useApp();
  const boot = useBoot();
  const bundle = useSupportBundle();
  const make = () => void bundle.mutateAsync(undefined).catch(() => undefined);
  if (boot.error) return <ErrorState error={boot.error} retry={() => void boot.refetch()} />;
  if (!boot.data) return <Skeleton active />;
  return (
    <div>
      <Field label={t('about.version')}><CopyId id={`AfterDesk ${boot.data.version}`} /></Field>
      <Field label={t('about.system')}>{say('about.systems', boot.data.platform)}</Field>
      <Field label={t('about.keeper')}>{say('about.keepers', boot.data.keeper)}</Field>
      <Field label={t('about.folder')}><CopyId id={boot.data.dataFolder} /></Field>
      <Field label={t('about.license')}>{t('about.licenseText')}</Field>
      <Field label={t('about.bundle')} how={t('about.bundleHow')}>
        <Button loading={bundle.isPending} onClick={make}>{bundle.isPending ? t('about.bundleMaking') : t('about.bundleMake')}</Button>
        {bundle.data && (
          <p className="ad-row">
            <span className="ad-clip" title={bundle.data}>{t('about.bundleDone', { path: bundle.data })}</span>
            <Button size="small" type="link" onClick={() => void api.shell.openPath(bundle.data).catch((e: unknown) => message.error(errorText(e)))}>{t('about.open')}</Button>
          </p>
        )}
        {bundle.error && <ErrorState error={bundle.error} retry={make} />}
      </Field>
    </div>
  );
}
