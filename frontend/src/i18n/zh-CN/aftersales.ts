// 售后：收件箱、售后单、发件箱。
export default {
  title: '售后',
};
