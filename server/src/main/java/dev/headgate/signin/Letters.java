package dev.headgate.signin;

import dev.headgate.mail.Letter;

/** The words of letters, in both languages. Pure. */
final class Letters {
    private Letters() {}

    private static Letter letter(String to, String subject, String text) {
        return new Letter(to, subject, text);
    }

    static Letter register(Language language, String to, String link) {
        return switch (language) {
            case EN -> letter(to, "Confirm your e-mail address", """
                        Somebody, probably you, asked for an account at Headgate with this address. Go on here:

                        %s

                        The link is good once, for 24 hours. If it wasn't you, do nothing: there will be no account.
                        """.formatted(link));
            case ZH -> letter(to, "请确认您的电子邮件地址", """
                        有人(很可能是您本人)使用此地址申请了 Headgate 账户。请点击以下链接继续:

                        %s

                        该链接仅可使用一次,24 小时内有效。如果不是您本人操作,请忽略此邮件,不会创建任何账户。
                        """.formatted(link));
        };
    }

    static Letter known(Language language, String to, String link) {
        return switch (language) {
            case EN -> letter(to, "You have an account already", """
                        Somebody, probably you, asked for an account at Headgate with this address. You have one: sign in, or ask for a new
                        password, at

                        %s

                        If it wasn't you, do nothing.
                        """.formatted(link));
            case ZH -> letter(to, "您已拥有账户", """
                        有人(很可能是您本人)使用此地址申请了 Headgate 账户。您已拥有账户,请在以下地址登录或重置密码:

                        %s

                        如果不是您本人操作,请忽略此邮件。
                        """.formatted(link));
        };
    }

    static Letter reset(Language language, String to, String link) {
        return switch (language) {
            case EN -> letter(to, "Choose a new password", """
                        Somebody, probably you, asked for a new password at Headgate. Choose it here:

                        %s

                        The link is good once, for 30 minutes. If it wasn't you, do nothing: the old password stays.
                        """.formatted(link));
            case ZH -> letter(to, "设置新密码", """
                        有人(很可能是您本人)请求重置 Headgate 密码。请在此设置新密码:

                        %s

                        该链接仅可使用一次,30 分钟内有效。如果不是您本人操作,请忽略此邮件,原密码保持不变。
                        """.formatted(link));
        };
    }

    static Letter invitation(Language language, String to, String inviter, String link) {
        return switch (language) {
            case EN -> letter(to, "You are invited to Headgate", """
                        %s invites you to Headgate. Accept here:

                        %s

                        The link is good once.
                        """.formatted(inviter, link));
            case ZH -> letter(to, "邀请您加入 Headgate", """
                        %s 邀请您加入 Headgate。请点击以下链接接受邀请:

                        %s

                        该链接仅可使用一次。
                        """.formatted(inviter, link));
        };
    }

    static Letter changeEmail(Language language, String to, String link) {
        return switch (language) {
            case EN -> letter(to, "Confirm your new e-mail address", """
                        You want to use this address at Headgate. Confirm it here:

                        %s

                        The link is good once, for 24 hours. If it wasn't you, do nothing.
                        """.formatted(link));
            case ZH -> letter(to, "请确认您的新电子邮件地址", """
                        您希望在 Headgate 使用此地址。请点击以下链接确认:

                        %s

                        该链接仅可使用一次,24 小时内有效。如果不是您本人操作,请忽略此邮件。
                        """.formatted(link));
        };
    }

    /** Tells the old address, so that its owner notices what they didn't do. */
    static Letter emailChanged(String to, String fresh) {
        return letter(to, "Your e-mail address was changed / 您的电子邮件地址已更改", """
                Your address at Headgate is %s now. If you didn't do that, tell your operator at once.

                您在 Headgate 的地址现已改为 %s。如果不是您本人操作,请立即联系管理员。
                """.formatted(fresh, fresh));
    }

    static Letter passwordChanged(String to) {
        return letter(to, "Your password was changed / 您的密码已更改", """
                Your password at Headgate was changed by a link from a letter, and all your sessions were ended. If you didn't do that,
                tell your operator at once.

                您的 Headgate 密码已通过邮件链接更改,所有会话均已结束。如果不是您本人操作,请立即联系管理员。
                """);
    }
}
