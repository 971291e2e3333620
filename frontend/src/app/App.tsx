import { QueryClientProvider } from '@tanstack/react-query';
import type { QueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { RouterProvider } from 'react-router/dom';
import { Fault } from './Fault';
import { FirstRunGate } from './FirstRunGate';
import { usePrefs } from './prefs';
import { makeRouter } from './routes';
import { listenToChanges, newQueryClient, useBoot } from '@/bridge';
import { DesignProvider, ErrorState } from '@/design';
import { setLanguage } from '@/i18n';
import './app.css';

/** App is the window: cache, look, language, and the screens behind the first-run choice. */
export function App({ client: given, router: givenRouter }: { client?: QueryClient; router?: ReturnType<typeof makeRouter> }) {
  const [client] = useState(() => given ?? newQueryClient());
  const [router] = useState(() => givenRouter ?? makeRouter());
  useEffect(() => listenToChanges(client), [client]);
  return (
    <QueryClientProvider client={client}>
      <Frame router={router} />
    </QueryClientProvider>
  );
}

function Frame({ router }: { router: ReturnType<typeof makeRouter> }) {
  const prefs = usePrefs();
  setLanguage(prefs.language);
  return (
    <DesignProvider lang={prefs.language} zone={prefs.zone} theme={prefs.theme} compact={prefs.compact}>
      <Gate router={router} />
    </DesignProvider>
  );
}

function Gate({ router }: { router: ReturnType<typeof makeRouter> }) {
  const boot = useBoot();
  if (boot.data?.fault) return <Fault boot={boot.data} />;
  if (boot.data) {
    return (
      <FirstRunGate boot={boot.data} go={(to) => void router.navigate(to)}>
        <RouterProvider router={router} />
      </FirstRunGate>
    );
  }
  if (boot.error && boot.error.params.reason !== 'starting') {
    return <div className="app-alone"><ErrorState error={boot.error} retry={() => void boot.refetch()} /></div>;
  }
  return <div className="app-blank" aria-busy="true" />;
}
