package dev.headgate.signin;

import dev.headgate.mail.Letter;
import dev.headgate.settings.SiteSettings;

/**
 * The words of letters, in both languages. Pure.
 *
 * @param site whose they are: its name stands in them, and below them whom to ask
 */
record Letters(SiteSettings site) {
    /** In {@code text}, {@code %1$s} is the site's name; what the letter is about follows. */
    private Letter letter(String to, String subject, String text, String... about) {
        Object[] words = new Object[about.length + 1];
        words[0] = site.name();
        System.arraycopy(about, 0, words, 1, about.length);
        String contact =
                site.supportContact().isEmpty() ? "" : "\n-- \n" + site.name() + ": " + site.supportContact() + "\n";
        return new Letter(to, subject.formatted(site.name()), text.formatted(words) + contact);
    }

    Letter register(Language language, String to, String link) {
        return switch (language) {
            case EN -> letter(to, "Confirm your e-mail address", """
                        Somebody, probably you, asked for an account at %1$s with this address. Go on here:

                        %2$s

                        The link is good once, for 24 hours. If it wasn't you, do nothing: there will be no account.
                        """, link);
            case ZH -> letter(to, "请确认您的电子邮件地址", """
                        有人(很可能是您本人)使用此地址申请了 %1$s 账户。请点击以下链接继续:

                        %2$s

                        该链接仅可使用一次,24 小时内有效。如果不是您本人操作,请忽略此邮件,不会创建任何账户。
                        """, link);
        };
    }

    Letter known(Language language, String to, String link) {
        return switch (language) {
            case EN -> letter(to, "You have an account already", """
                        Somebody, probably you, asked for an account at %1$s with this address. You have one: sign in, or ask for a new
                        password, at

                        %2$s

                        If it wasn't you, do nothing.
                        """, link);
            case ZH -> letter(to, "您已拥有账户", """
                        有人(很可能是您本人)使用此地址申请了 %1$s 账户。您已拥有账户,请在以下地址登录或重置密码:

                        %2$s

                        如果不是您本人操作,请忽略此邮件。
                        """, link);
        };
    }

    Letter reset(Language language, String to, String link) {
        return switch (language) {
            case EN -> letter(to, "Choose a new password", """
                        Somebody, probably you, asked for a new password at %1$s. Choose it here:

                        %2$s

                        The link is good once, for 30 minutes. If it wasn't you, do nothing: the old password stays.
                        """, link);
            case ZH -> letter(to, "设置新密码", """
                        有人(很可能是您本人)请求重置 %1$s 密码。请在此设置新密码:

                        %2$s

                        该链接仅可使用一次,30 分钟内有效。如果不是您本人操作,请忽略此邮件,原密码保持不变。
                        """, link);
        };
    }

    Letter invitation(Language language, String to, String inviter, String link) {
        return switch (language) {
            case EN -> letter(to, "You are invited to %1$s", """
                        %2$s invites you to %1$s. Accept here:

                        %3$s

                        The link is good once.
                        """, inviter, link);
            case ZH -> letter(to, "邀请您加入 %1$s", """
                        %2$s 邀请您加入 %1$s。请点击以下链接接受邀请:

                        %3$s

                        该链接仅可使用一次。
                        """, inviter, link);
        };
    }

    Letter changeEmail(Language language, String to, String link) {
        return switch (language) {
            case EN -> letter(to, "Confirm your new e-mail address", """
                        You want to use this address at %1$s. Confirm it here:

                        %2$s

                        The link is good once, for 24 hours. If it wasn't you, do nothing.
                        """, link);
            case ZH -> letter(to, "请确认您的新电子邮件地址", """
                        您希望在 %1$s 使用此地址。请点击以下链接确认:

                        %2$s

                        该链接仅可使用一次,24 小时内有效。如果不是您本人操作,请忽略此邮件。
                        """, link);
        };
    }

    /** Tells the old address, so that its owner notices what they didn't do. */
    Letter emailChanged(String to, String fresh) {
        return letter(to, "Your e-mail address was changed / 您的电子邮件地址已更改", """
                Your address at %1$s is %2$s now. If you didn't do that, tell your operator at once.

                您在 %1$s 的地址现已改为 %2$s。如果不是您本人操作,请立即联系管理员。
                """, fresh);
    }

    Letter passwordChanged(String to) {
        return letter(to, "Your password was changed / 您的密码已更改", """
                Your password at %1$s was changed by a link from a letter, and all your sessions were ended. If you didn't do that,
                tell your operator at once.

                您的 %1$s 密码已通过邮件链接更改,所有会话均已结束。如果不是您本人操作,请立即联系管理员。
                """);
    }
}
