// Package all lists the platform folders. Adding a platform is one line here.
package all

import (
	"errors"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/doudian"
)

// Open builds the connector of a shop. unsupported when the platform has no
// network connector (a file-only shop, or a name nobody knows).
func Open(platformID string, d platform.Deps) (platform.Connector, error) {
	switch platformID {
	case doudian.Platform:
		return doudian.New(d)
	}
	return nil, domain.E(domain.CodeUnsupported, errors.New("open connector"), "reason", "no_connector", "platform", platformID)
}

// Infos describes every platform that can be connected.
func Infos() []platform.Info { return []platform.Info{doudian.Info()} }
