// Package all lists the platform folders. Adding a platform is one line here.
package all

import (
	"errors"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/doudian"
	"afterdesk/backend/platform/httpx"
	"afterdesk/backend/platform/jd"
	"afterdesk/backend/platform/kuaishou"
	"afterdesk/backend/platform/medusa"
	"afterdesk/backend/platform/pinduoduo"
	"afterdesk/backend/platform/shopify"
	"afterdesk/backend/platform/taobao"
	"afterdesk/backend/platform/tiktok"
	"afterdesk/backend/platform/wechat"
	"afterdesk/backend/platform/woocommerce"
	"afterdesk/backend/platform/xiaohongshu"
)

// folders is the list, in the order in which the window offers them.
func folders() []folder {
	return []folder{
		of(doudian.Info, doudian.New),
		of(kuaishou.Info, kuaishou.New),
		of(taobao.Info, taobao.New),
		of(pinduoduo.Info, pinduoduo.New),
		of(jd.Info, jd.New),
		of(wechat.Info, wechat.New),
		of(xiaohongshu.Info, xiaohongshu.New),
		of(tiktok.Info, tiktok.New),
		of(shopify.Info, shopify.New),
		of(woocommerce.Info, woocommerce.New),
		of(medusa.Info, medusa.New),
	}
}

// folder is one platform: what it is, and how a shop's connector is built.
type folder struct {
	info func() platform.Info
	open func(platform.Deps) (platform.Connector, error)
}

func of[C platform.Connector](info func() platform.Info, open func(platform.Deps) (C, error)) folder {
	return folder{info, func(d platform.Deps) (platform.Connector, error) {
		c, err := open(d)
		if err != nil {
			return nil, err // not a typed nil
		}
		return c, nil
	}}
}

// Open builds the connector of a shop. unsupported when the platform has no
// network connector (a file-only shop, or a name nobody knows).
func Open(platformID string, d platform.Deps) (platform.Connector, error) {
	for _, f := range folders() {
		if f.info().Platform == platformID {
			return f.open(d)
		}
	}
	return nil, domain.E(domain.CodeUnsupported, errors.New("open connector"), "reason", "no_connector", "platform", platformID)
}

// Infos describes every platform that can be connected.
func Infos() []platform.Info {
	out := []platform.Info{}
	for _, f := range folders() {
		out = append(out, f.info())
	}
	return out
}

// Claim describes a platform as a connected shop whose writes are on would show
// it. Nothing is contacted: the connector is built on made-up keys. ok is false
// for a platform that nobody knows.
func Claim(platformID string) (info platform.Info, ok bool) {
	for _, f := range folders() {
		if info = f.info(); info.Platform != platformID {
			continue
		}
		cred := platform.Credentials{}
		for _, field := range info.Fields {
			if cred[field.Name] = "1"; field.Example != "" {
				cred[field.Name] = field.Example
			}
		}
		c, err := f.open(platform.Deps{Shop: domain.Shop{ID: "s1", Platform: platformID, Currency: "CNY", Zone: "Asia/Shanghai", State: domain.ShopActive, WritesOn: true},
			Credentials: cred, HTTP: httpx.New(httpx.Options{Offline: func() bool { return true }}), Now: domain.SystemNow})
		if err != nil {
			return info, false
		}
		return c.Info(), true
	}
	return platform.Info{}, false
}
