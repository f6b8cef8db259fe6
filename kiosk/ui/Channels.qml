// The ways to pay, in words and signs.
pragma Singleton
import QtQuick
import "."

QtObject {
    function title(name: string): string {
        switch (name) {
        case "wechat":
            return Words.tr("WeChat Pay");
        case "alipay":
            return Words.tr("Alipay");
        case "unionpay":
            return Words.tr("UnionPay");
        }
        return name;
    }

    function icon(name: string): string {
        return name === "wechat" ? "message-circle" : name === "alipay" ? "smartphone" : "credit-card";
    }

    function all(names: var): string {
        return names.map(title).join(" · ");
    }
}
