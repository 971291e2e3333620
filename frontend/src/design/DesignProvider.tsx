import { App, ConfigProvider, theme as antdTheme } from 'antd';
import type { ThemeConfig } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { createContext, useContext, useLayoutEffect, useMemo, useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import { cssVars, dark, fontFamily, fontSize, light, rowHeight } from './tokens';
import './base.css';

/** Look is how the window looks and in which language and zone it speaks. */
export interface Look {
  lang: string;
  zone: string;
  dark: boolean;
  compact: boolean;
  rowHeight: number;
}

const LookContext = createContext<Look>({ lang: 'zh-CN', zone: 'Asia/Shanghai', dark: false, compact: false, rowHeight: rowHeight.normal });

/** useLook returns the present look. */
export function useLook(): Look {
  return useContext(LookContext);
}

const ask = (query: string) => (typeof matchMedia === 'function' ? matchMedia(query) : undefined);
const subscribeTo = (query: string) => (f: () => void) => {
  const q = ask(query);
  q?.addEventListener('change', f);
  return () => q?.removeEventListener('change', f);
};
const darkQuery = '(prefers-color-scheme: dark)';
const subscribeDark = subscribeTo(darkQuery);
const systemDark = () => ask(darkQuery)?.matches ?? false;
const stillQuery = '(prefers-reduced-motion: reduce)';
const subscribeStill = subscribeTo(stillQuery);
const systemStill = () => ask(stillQuery)?.matches ?? false;

function antTheme(isDark: boolean, compact: boolean, still: boolean): ThemeConfig {
  const p = isDark ? dark : light;
  return {
    algorithm: [isDark ? antdTheme.darkAlgorithm : antdTheme.defaultAlgorithm],
    cssVar: { key: isDark ? 'dark' : 'light' },
    hashed: false,
    token: {
      fontFamily, fontSize: fontSize.body, colorPrimary: p.accentSolid, colorLink: p.accent, colorInfo: p.accentSolid,
      colorSuccess: p.green, colorWarning: p.amber, colorError: p.red,
      colorBgBase: p.surface, colorBgLayout: p.bg, colorBgContainer: p.surface, colorBgElevated: p.surface,
      colorText: p.text, colorTextSecondary: p.text2, colorTextTertiary: p.text3, colorTextDescription: p.text3, colorTextPlaceholder: p.text3,
      colorBorder: p.lineStrong, colorBorderSecondary: p.line, colorSplit: p.line,
      borderRadius: 6, borderRadiusLG: 8, borderRadiusSM: 4, sizeUnit: 4, sizeStep: 4, controlHeight: compact ? 28 : 32, controlHeightSM: 24,
      motionDurationFast: '0.06s', motionDurationMid: '0.1s', motionDurationSlow: '0.12s', motion: !still, wireframe: false,
      boxShadow: p.shadow, boxShadowSecondary: p.shadow,
    },
    components: {
      Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none', contentFontSizeSM: 12, fontWeight: 500 },
      Tabs: { horizontalItemPadding: '8px 0', titleFontSize: 13, itemSelectedColor: p.accent, itemHoverColor: p.accent, itemActiveColor: p.accent, inkBarColor: p.accent },
      Modal: { titleFontSize: 15 },
      Tooltip: { colorBgSpotlight: isDark ? '#3a3a48' : '#26262f' },
      Form: { itemMarginBottom: 16, verticalLabelPadding: '0 0 4px' },
      Descriptions: { itemPaddingBottom: 4 },
      Segmented: { trackBg: p.sunken, itemSelectedBg: isDark ? p.lineStrong : p.surface },
      Table: { headerBg: p.surface, headerColor: p.text3, headerSplitColor: 'transparent', borderColor: p.line, cellPaddingBlockSM: 8, cellPaddingInlineSM: 12 },
    },
  };
}

/** DesignProvider sets theme, density, language and zone for everything inside, all at once. */
export function DesignProvider(props: {
  lang: string; zone: string; theme: string; compact: boolean; children: ReactNode;
}) {
  const { lang, zone, theme, compact, children } = props;
  const system = useSyncExternalStore(subscribeDark, systemDark, () => false);
  const still = useSyncExternalStore(subscribeStill, systemStill, () => false);
  const isDark = theme === 'dark' || (theme !== 'light' && system);
  const look = useMemo<Look>(
    () => ({ lang, zone, dark: isDark, compact, rowHeight: compact ? rowHeight.compact : rowHeight.normal }),
    [lang, zone, isDark, compact],
  );
  useLayoutEffect(() => {
    const root = document.documentElement;
    for (const [k, v] of Object.entries(cssVars(isDark ? dark : light))) root.style.setProperty(k, v);
    root.style.setProperty('--ad-row', `${look.rowHeight}px`);
    root.style.colorScheme = isDark ? 'dark' : 'light';
    root.dataset.theme = isDark ? 'dark' : 'light';
    root.lang = lang;
  }, [isDark, lang, look.rowHeight]);
  const themeConfig = useMemo(() => antTheme(isDark, compact, still), [isDark, compact, still]);
  return (
    <LookContext.Provider value={look}>
      <ConfigProvider theme={themeConfig} locale={lang.startsWith('zh') ? zhCN : enUS} button={{ autoInsertSpace: false }} wave={{ disabled: true }}>
        <App component={false} message={{ maxCount: 3, duration: 4 }}>
          {children}
        </App>
      </ConfigProvider>
    </LookContext.Provider>
  );
}
