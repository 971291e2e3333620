import { render, screen } from '@testing-library/react';
import type { RenderResult } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { UserEvent } from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { createMemoryRouter } from 'react-router';
import { makeFake } from './fakeBackend';
import type { Fake, FakeOptions } from './fakeBackend';
import { App } from '@/app/App';
import { routes } from '@/app/routes';
import { newQueryClient } from '@/bridge';
import { DesignProvider } from '@/design';
import { setLanguage } from '@/i18n';
import { startHotkeys } from '@/lib/hotkeys';

/** renderParts shows parts of the design alone. */
export function renderParts(node: ReactNode, lang = 'zh-CN'): RenderResult {
  setLanguage(lang);
  return render(node, {
    wrapper: ({ children }: { children: ReactNode }) => <DesignProvider lang={lang} zone="Asia/Shanghai" theme="light" compact={false}>{children}</DesignProvider>,
  });
}

/** Window is the whole window over a fake backend, and a person before it. */
export interface Window extends RenderResult {
  fake: Fake;
  user: UserEvent;
  path: () => string;
  close: () => void;
}

/** openWindow shows the window at a path. The person types slower than a scanner. */
export function openWindow(path = '/today', o: FakeOptions = {}): Window {
  const { fake, app, runtime } = makeFake(o);
  window.go = { app };
  window.runtime = runtime;
  setLanguage('zh-CN');
  const router = createMemoryRouter(routes, { initialEntries: [path] });
  const stop = startHotkeys();
  const user = userEvent.setup({ delay: 45, pointerEventsCheck: 0 });
  const result = render(<App client={newQueryClient()} router={router as never} />);
  return { ...result, fake, user, path: () => router.state.location.pathname, close: stop };
}

/** dialogOf waits for the dialog with a title. In tests all dialogs of antd share one label id, so a role query cannot tell them apart. */
export async function dialogOf(title: string): Promise<HTMLElement> {
  const head = await screen.findByText(title, { selector: '[role="dialog"] *' });
  return head.closest<HTMLElement>('[role="dialog"]') ?? head;
}
