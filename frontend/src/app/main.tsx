import { createRoot } from 'react-dom/client';
import { App } from './App';
import { wireClipboard } from '@/bridge';
import { startHotkeys } from '@/lib/hotkeys';

async function start() {
  // Without Go (npm run dev) a small fake answers; a production bundle has none.
  if (import.meta.env.DEV && !window.runtime) {
    const { installFake } = await import('@/testing/fakeBackend');
    installFake();
  }
  wireClipboard();
  startHotkeys();
  const root = document.getElementById('root');
  if (root) createRoot(root).render(<App />);
}

void start();
