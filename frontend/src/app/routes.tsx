import { Suspense, lazy } from 'react';
import { Navigate, createHashRouter } from 'react-router';
import type { RouteObject } from 'react-router';
import { ScreenError } from './ErrorBoundary';
import { Shell } from './Shell';

const TodayPage = lazy(() => import('@/features/today/TodayPage').then((m) => ({ default: m.TodayPage })));
const AfterSalesPage = lazy(() => import('@/features/aftersales/AfterSalesPage').then((m) => ({ default: m.AfterSalesPage })));
const CasePage = lazy(() => import('@/features/aftersales/CasePage').then((m) => ({ default: m.CasePage })));
const OrdersPage = lazy(() => import('@/features/orders/OrdersPage').then((m) => ({ default: m.OrdersPage })));
const OrderPage = lazy(() => import('@/features/orders/OrderPage').then((m) => ({ default: m.OrderPage })));
const EvidencePage = lazy(() => import('@/features/evidence/EvidencePage').then((m) => ({ default: m.EvidencePage })));
const PackingPage = lazy(() => import('@/features/packing/PackingPage').then((m) => ({ default: m.PackingPage })));
const OutboxPage = lazy(() => import('@/features/outbox/OutboxPage').then((m) => ({ default: m.OutboxPage })));
const ReviewsPage = lazy(() => import('@/features/reviews/ReviewsPage').then((m) => ({ default: m.ReviewsPage })));
const LogisticsPage = lazy(() => import('@/features/logistics/LogisticsPage').then((m) => ({ default: m.LogisticsPage })));
const TrendsPage = lazy(() => import('@/features/trends/TrendsPage').then((m) => ({ default: m.TrendsPage })));
const ShopsPage = lazy(() => import('@/features/shops/ShopsPage').then((m) => ({ default: m.ShopsPage })));
const SettingsPage = lazy(() => import('@/features/settings/SettingsPage').then((m) => ({ default: m.SettingsPage })));

/** routes of the screens. */
export const routes: RouteObject[] = [
  // The bench has the whole window: no rail, no footer, and its scans are its own.
  { path: '/packing', element: <Suspense fallback={<div className="app-blank" aria-busy="true" />}><PackingPage /></Suspense>, errorElement: <ScreenError /> },
  {
    path: '/',
    element: <Shell />,
    errorElement: <ScreenError />,
    children: [
      {
        errorElement: <ScreenError />,
        children: [
          { index: true, element: <Navigate to="/today" replace /> },
          { path: 'today', element: <TodayPage /> },
          { path: 'after-sales', element: <AfterSalesPage /> },
          { path: 'after-sales/:id', element: <CasePage /> },
          { path: 'orders', element: <OrdersPage /> },
          { path: 'orders/:id', element: <OrderPage /> },
          { path: 'evidence', element: <EvidencePage /> },
          { path: 'reviews', element: <ReviewsPage /> },
          { path: 'logistics', element: <LogisticsPage /> },
          { path: 'outbox', element: <OutboxPage /> },
          { path: 'trends', element: <TrendsPage /> },
          { path: 'shops', element: <ShopsPage /> },
          { path: 'settings', element: <SettingsPage /> },
          { path: '*', element: <Navigate to="/today" replace /> },
        ],
      },
    ],
  },
];

/** makeRouter builds the hash router; the window is served from files, so paths live behind #. */
export function makeRouter() {
  return createHashRouter(routes);
}
