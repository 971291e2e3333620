import { createRoot } from 'react-dom/client';
import { MemoryRouter } from 'react-router';
import { CopyId, Countdown, DesignProvider, LongText, Money, StatusTag, VirtualTable } from '@/design';
import type { Column } from '@/design';
import { startHotkeys } from '@/lib/hotkeys';

// A page of its own for benchmarks, served by vite only: bench.html?rows=1000000
// is one long list, bench.html?payload=5 is one remark of that many megabytes.
interface Row {
  id: string;
  n: number;
}
const params = new URLSearchParams(window.location.search);
const count = Number(params.get('rows')) || 1_000_000;
const rows: Row[] = Array.from({ length: count }, (_, n) => ({ id: `s1.69201100000${n}`, n }));
const now = Date.now();
const columns: Column<Row>[] = [
  { id: 'left', title: 'left', width: 160, fixed: true, render: (r) => <Countdown since={now - 3600_000} due={now + 600_000 + r.n * 1000} bar /> },
  { id: 'id', title: 'id', width: 220, render: (r) => <CopyId id={r.id} /> },
  { id: 'status', title: 'status', width: 140, render: () => <StatusTag kind="caseStatuses" value="awaiting_merchant" /> },
  { id: 'title', title: 'title', width: 240, grow: 1, render: (r) => `重磅纯棉短袖T恤 ${r.n}`, text: (r) => `重磅纯棉短袖T恤 ${r.n}` },
  { id: 'money', title: 'money', width: 120, align: 'right', render: (r) => <Money value={{ minor: r.n, currency: 'CNY' }} /> },
];
const payload = Number(params.get('payload'));
startHotkeys();
const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <DesignProvider lang="zh-CN" zone="Asia/Shanghai" theme="light" compact={false}>
      <MemoryRouter>
        {payload ? <LongText text={'很'.repeat((payload * 1024 * 1024) / 3)} /> : (
          <div style={{ height: '100vh', display: 'flex' }}><VirtualTable name="bench" label="bench" columns={columns} rows={rows} rowKey={(r) => r.id} /></div>
        )}
      </MemoryRouter>
    </DesignProvider>,
  );
}
