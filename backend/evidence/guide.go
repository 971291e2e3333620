package evidence

import (
	"fmt"
	"strings"
)

// guide is VERIFY.txt: how a stranger checks the pack. It is in both languages whatever
// the pack's own is: the checker's language is not known. It holds no link, because a
// platform's reviewer must find none.
func (s *dossier) guide() string {
	var zh, en strings.Builder
	for i := range s.stamps {
		t := s.tokenAt(i)
		root := t.Root
		if root == "" {
			root = "root.pem"
		}
		cmd := fmt.Sprintf("    openssl ts -verify -data %s -in %s -CAfile %s\n", t.Data, t.Token, root)
		fmt.Fprintf(&zh, "  %s，%s：\n%s", t.Authority, t.At, cmd)
		fmt.Fprintf(&en, "  %s, %s:\n%s", t.Authority, t.At, cmd)
	}
	if len(s.stamps) == 0 {
		zh.WriteString("  本包没有时间戳：生成时还没有第三方为日志头签发。\n")
		en.WriteString("  This pack has no time stamp: no third party had stamped its head when it was made.\n")
	}
	return fmt.Sprintf(guideText, zh.String(), en.String())
}

const guideText = `如何核对本证据包 / How to verify this evidence pack
=====================================================

最快的办法：用浏览器打开 verify.html（不联网），把本压缩包拖进去。
它随本包而来；要完全不依赖商家的程序，请按下面的步骤核对。
The quickest way: open verify.html in a browser (no network) and drop this ZIP on it.
It came with the pack; to rely on nothing of the merchant's, follow the steps below.

一、核对文件（任何电脑，不需要 AfterDesk）
  解压后在本文件夹内执行：
    Linux:          sha256sum -c tagmanifest-sha256.txt
                    sha256sum -c manifest-sha256.txt
    macOS:          shasum -a 256 -c tagmanifest-sha256.txt
                    shasum -a 256 -c manifest-sha256.txt
    Windows:        certutil -hashfile 文件名 SHA256
                    与 manifest-sha256.txt 中该文件的值比较
  每一行都应显示 OK。任何一个字节被改动，都会指出是哪个文件。
  （没有证据文件的案件，manifest-sha256.txt 为空，只核对前一个。）

二、核对存证日志
  log-head.txt 是商家签名的日志头：第二行是记录数，第三行是 Base64 编码的树根。
  proofs.json 对每份证据给出：
    record  入库记录原文，其中 subject 为 sha256-<原件哈希>
    proof   叶哈希、路径（自下而上）、树根
  叶 = SHA-256(0x00 加 record 的 UTF-8 字节)；节点 = SHA-256(0x01 加左加右)，即 RFC 6962。
  由叶和路径算出的树根应等于 log-head.txt 的树根。
  日志头用 Ed25519 签名（签名笔记格式）。log-key.txt 是“名称+编号+公钥”，公钥为 Base64，
  解码后首字节 1 表示 Ed25519，其余 32 字节是公钥；签名行解码后前 4 字节是编号，其余 64 字节是签名。

三、核对可信时间戳（RFC 3161，需要 OpenSSL）
%s  每条命令都应显示 Verification: OK：该日志头在所示时间之前已经存在，它覆盖的全部记录也是。
  tokens 文件夹内的根证书由商家放入，请与该机构公布的根证书比较；没有根证书的，请向该机构索取
  并存为 root.pem。tokens/NN.tsq 是当时的请求，也可用 -queryfile 代替 -data 核对随机数。
  被签的若是更晚的日志头（tokens/NN-head.txt），tokens/index.json 的 growth 是 RFC 6962 一致性路径，
  证明 log-head.txt 是它的开头。

四、它证明什么
  文件自入库起未被改动，且入库记录在该日志头覆盖之内。签名密钥由商家保管；
  拿到本包之后，商家无法再改写日志头所覆盖的记录而不被发现；有时间戳的，在时间戳之后也不能。
  入库之前的情况，请结合拍摄时间、物流轨迹与平台记录判断。

1. Check the files (any computer, without AfterDesk)
  Unpack, then in this folder:
    Linux:          sha256sum -c tagmanifest-sha256.txt
                    sha256sum -c manifest-sha256.txt
    macOS:          shasum -a 256 -c tagmanifest-sha256.txt
                    shasum -a 256 -c manifest-sha256.txt
    Windows:        certutil -hashfile NAME SHA256
                    and compare with the line of that file in manifest-sha256.txt
  Every line must say OK. One changed byte anywhere is reported with its file's name.
  (A case without files has an empty manifest-sha256.txt; check only the first one.)

2. Check the custody log
  log-head.txt is the log head signed by the merchant: line 2 is the number of records,
  line 3 the root of the tree in Base64. For each exhibit proofs.json holds
    record  the log record as written; its subject is sha256-<hash of the original>
    proof   leaf hash, path (bottom up) and root
  leaf = SHA-256(0x00 then the UTF-8 bytes of record), node = SHA-256(0x01, left, right):
  RFC 6962. Leaf and path must give the root in log-head.txt.
  The head is signed with Ed25519 in the signed-note form. log-key.txt is name+number+key; the
  key in Base64 is a byte 1 for Ed25519 and 32 bytes of public key. The signature line in Base64 is
  4 bytes of that number and 64 bytes of signature.

3. Check the time stamps (RFC 3161, needs OpenSSL)
%s  Each command must say Verification: OK: that head, and every record below it, existed before
  the time shown. A root certificate in the folder tokens was put there by the merchant: compare it
  with the one that the authority publishes; where there is none, get it from the authority and save
  it as root.pem. tokens/NN.tsq is the query as it was sent; -queryfile instead of -data checks
  its random number too. Where a later head was stamped (tokens/NN-head.txt), growth in
  tokens/index.json is the RFC 6962 consistency path from log-head.txt to it.

4. What it proves
  The files are unchanged since they were taken in, and their records lie below that head.
  The merchant holds the key; once you have this pack, or once a time stamp was made, records below
  the head cannot be rewritten without being noticed. For the time before, look at capture times,
  courier traces and platform records.
`
