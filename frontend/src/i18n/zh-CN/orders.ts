// 订单：搜得到任何一单，一行看完它的一生。
export default {
  title: '订单',
};
