import type { ReactNode } from 'react';
import type { BootInfo } from '@/bridge';
import { useSettings } from '@/bridge';
import { FirstRunPage } from '@/features/firstrun/FirstRunPage';

/** FirstRunGate asks the one question of a fresh data folder; afterwards it is never in the way. */
export function FirstRunGate({ boot, go, children }: { boot: BootInfo; go: (to: string) => void; children: ReactNode }) {
  const { save } = useSettings();
  const fresh = !boot.settings.firstRunDone && (boot.shops ?? []).length === 0;
  if (!fresh) return children;
  return (
    <FirstRunPage
      onDone={async (to) => {
        go(to);
        await save({ firstRunDone: true });
      }}
    />
  );
}
