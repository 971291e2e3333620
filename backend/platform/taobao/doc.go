package taobao
