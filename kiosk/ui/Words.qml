// Every text on a screen is said here, in the language of the visit. `Words.tr("Pay {amount}", {amount: "¥1.00"})`.
pragma Singleton
import QtQuick
import Kiosk

QtObject {
    readonly property string language: Bridge.language
    // For screens that greet people before anybody knows what they read: `tr(text, {}, true)` says it in this one.
    readonly property string secondLanguage: language === "zh-CN" ? "en" : "zh-CN"

    // Reading `language` makes every binding that says something say it again when the language changes.
    function tr(text: string, args: var, other: bool): string {
        return Bridge.say(text, args ? args : {}, other ? secondLanguage : language);
    }

    // Short things beside each other, divided by dots: a line ends between them and not within one.
    function dotted(things: var): string {
        const whole = thing => thing.length > 24 ? thing : thing.replace(/ /g, "\u00a0").replace(/[\u4e00-\u9fff]{2,}/g, name => Array.from(name).join("\u2060"));
        return things.filter(thing => !!thing).map(whole).join("\u00a0· ");
    }

    function listed(things: var): string {
        return things.join(language === "zh-CN" ? "、" : ", ");
    }

    function yuan(fen: real): string {
        return Bridge.yuan(fen);
    }

    // Which of all the rows of a list stand on this page; the first is number one, and a page may have none of them.
    function places(from: int, to: int, all: int): string {
        if (to < from)
            return "";
        return from === to ? tr("{n} of {all}", {
            "n": from,
            "all": all
        }) : tr("{from}–{to} of {all}", {
            "from": from,
            "to": to,
            "all": all
        });
    }

    // The words of the contract, as people say them.
    function service(name: string, other: bool): string {
        switch (name) {
        case "pay":
            return tr("Pay bills", {}, other);
        case "check_in":
            return tr("Check in", {}, other);
        case "register":
            return tr("Register", {}, other);
        case "reports":
            return tr("Print reports", {}, other);
        case "top_up":
            return tr("Top up", {}, other);
        case "pay_later":
            return tr("Pay later", {}, other);
        case "transactions":
            return tr("My payments", {}, other);
        case "queries":
            return tr("Look up", {}, other);
        }
        return name;
    }

    function hint(name: string): string {
        switch (name) {
        case "pay":
            return tr("Pay by phone, insurance settled at once");
        case "check_in":
            return tr("For a booked appointment");
        case "register":
            return tr("See a doctor today");
        case "reports":
            return tr("Laboratory and imaging");
        case "top_up":
            return tr("Patient card balance");
        case "pay_later":
            return tr("See the doctor first, pay afterwards");
        case "transactions":
            return tr("Refunds, reprints, seven days");
        case "queries":
            return tr("Fees and prices");
        }
        return "";
    }

    function carrier(name: string, other: bool): string {
        switch (name) {
        case "patient_card":
            return tr("Patient card", {}, other);
        case "social_security_card":
            return tr("Social security card", {}, other);
        case "id_card":
            return tr("ID card", {}, other);
        case "bank_card":
            return tr("Bank card", {}, other);
        case "e_credential":
            return tr("Insurance QR code", {}, other);
        case "health_code":
            return tr("Health card QR code", {}, other);
        }
        return name;
    }

    function channel(name: string): string {
        switch (name) {
        case "wechat":
            return tr("WeChat Pay");
        case "alipay":
            return tr("Alipay");
        case "unionpay":
            return tr("UnionPay");
        case "prepaid":
            return tr("Patient card balance");
        case "pay_later":
            return tr("Pay later");
        }
        return name;
    }

    function channels(names: var): string {
        return dotted(names.map(channel));
    }

    // The steps of a journey with money, by what the patient came for; others have none.
    function steps(errand: string): var {
        const second = ({
                "pay": tr("Bills"),
                "top_up": tr("Amount"),
                "pay_later": tr("Owed")
            })[errand];
        return second === undefined ? [] : [tr("Identify"), second, tr("Payment"), tr("Done")];
    }

    // Whether the slip came out: nothing to say where none was wanted.
    function slip(state: string): string {
        switch (state) {
        case "printed":
            return tr("Take your slip below");
        case "partial":
            return tr("The slip is incomplete. Print it again under My payments");
        case "failed":
            return tr("No slip came out. You can print it later under My payments");
        }
        return "";
    }

    // The same for a slip that cannot be printed again: the reference on the screen is all there is.
    function slipOnce(state: string): string {
        switch (state) {
        case "partial":
            return tr("Incomplete slip. Write down the reference");
        case "failed":
            return tr("No slip. Write down the reference");
        }
        return slip(state);
    }

    function sex(name: string): string {
        switch (name) {
        case "male":
            return tr("Male");
        case "female":
            return tr("Female");
        }
        return tr("Sex not recorded");
    }
}
