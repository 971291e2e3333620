// Package doudian speaks the open platform of Douyin shops (抖店).
package doudian
