import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import { MemoryRouter } from 'react-router';
import { CopyId, Countdown, DesignProvider, LongText, Money, ShopMark, StatusTag, VirtualTable } from '@/design';
import type { Column } from '@/design';
import { startHotkeys } from '@/lib/hotkeys';

// A page of its own for benchmarks, served by vite only: bench.html?rows=1000000
// is one list as long as that with the cells of the inbox, bench.html?payload=5
// is one remark of that many megabytes.
interface Row {
  id: string;
  n: number;
}
const params = new URLSearchParams(window.location.search);
const count = Number(params.get('rows')) || 1_000_000;
const rows: Row[] = Array.from({ length: count }, (_, n) => ({ id: `s1.69201100000${n}`, n }));
const now = Date.now();
const shop = { name: '演示女装店', shortName: '女装', color: '#3355aa' };
const title = (r: Row) => `重磅纯棉短袖T恤 ${r.n} 米白 / M`;
const columns: Column<Row>[] = [
  { id: 'left', title: 'left', width: 160, fixed: true, render: (r) => <Countdown since={now - 3600_000} due={now + 600_000 + r.n * 1000} bar /> },
  { id: 'shop', title: 'shop', width: 96, render: () => <ShopMark shop={shop} /> },
  { id: 'type', title: 'type', width: 128, render: () => '退货退款', text: () => '退货退款' },
  { id: 'status', title: 'status', width: 132, render: () => <StatusTag kind="caseStatuses" value="awaiting_merchant" /> },
  { id: 'title', title: 'title', width: 168, grow: 3, render: (r) => <>重磅纯棉短袖T恤 {r.n} <span className="ad-quiet">米白 / M</span></>, text: title },
  { id: 'money', title: 'money', width: 96, align: 'right', render: (r) => <Money value={{ minor: r.n, currency: 'CNY' }} /> },
  { id: 'reason', title: 'reason', width: 108, render: () => '尺码不合适', text: () => '尺码不合适' },
  { id: 'host', title: 'host', width: 76, render: (r) => `主播${r.n % 6}`, text: (r) => `主播${r.n % 6}` },
  { id: 'evidence', title: 'evidence', width: 76, align: 'right', render: (r) => <span className="ad-num">{r.n % 4}</span> },
  { id: 'id', title: 'id', width: 116, render: (r) => <CopyId id={r.id} show={`…${r.id.slice(-8)}`} /> },
];

function List() {
  const [keys, onChange] = useState<ReadonlySet<string>>(new Set());
  return (
    <div style={{ height: '100vh', display: 'flex' }}>
      <VirtualTable name="bench" label="bench" columns={columns} rows={rows} rowKey={(r) => r.id} selection={{ keys, onChange }} />
    </div>
  );
}

const payload = Number(params.get('payload'));
startHotkeys();
const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <DesignProvider lang="zh-CN" zone="Asia/Shanghai" theme="light" compact={false}>
      <MemoryRouter>{payload ? <LongText text={'很'.repeat((payload * 1024 * 1024) / 3)} /> : <List />}</MemoryRouter>
    </DesignProvider>,
  );
}
