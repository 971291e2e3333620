import {
  AppstoreOutlined, CarOutlined, CheckSquareOutlined, CustomerServiceOutlined, InboxOutlined, LineChartOutlined, PictureOutlined, SettingOutlined, ShopOutlined, StarOutlined, VideoCameraOutlined,
} from '@ant-design/icons';
import type { ReactNode } from 'react';

/** ScreenId names a screen; its word is common:nav.<id>. */
export type ScreenId = 'today' | 'aftersales' | 'orders' | 'packing' | 'evidence' | 'reviews' | 'logistics' | 'outbox' | 'trends' | 'shops' | 'settings';

/** Screen is one entry of the rail; `key` is what is typed after g. */
export interface Screen {
  id: ScreenId;
  path: string;
  key: string;
  icon: ReactNode;
}

/** screens in the order of the rail. */
export const screens: Screen[] = [
  { id: 'today', path: '/today', key: 't', icon: <CheckSquareOutlined /> },
  { id: 'aftersales', path: '/after-sales', key: 'a', icon: <CustomerServiceOutlined /> },
  { id: 'orders', path: '/orders', key: 'o', icon: <AppstoreOutlined /> },
  { id: 'packing', path: '/packing', key: 'k', icon: <VideoCameraOutlined /> },
  { id: 'evidence', path: '/evidence', key: 'e', icon: <PictureOutlined /> },
  { id: 'reviews', path: '/reviews', key: 'r', icon: <StarOutlined /> },
  { id: 'logistics', path: '/logistics', key: 'l', icon: <CarOutlined /> },
  { id: 'outbox', path: '/outbox', key: 'b', icon: <InboxOutlined /> },
  { id: 'trends', path: '/trends', key: 'd', icon: <LineChartOutlined /> },
  { id: 'shops', path: '/shops', key: 'p', icon: <ShopOutlined /> },
  { id: 'settings', path: '/settings', key: 's', icon: <SettingOutlined /> },
];
