package dev.headgate.signin;

import dev.headgate.base.ErrorCode;
import dev.headgate.base.GatewayException;
import dev.headgate.base.Secret;
import dev.headgate.base.UserId;
import dev.headgate.identity.Identity;
import dev.headgate.identity.People;
import dev.headgate.identity.Person;
import dev.headgate.signin.JdbcLinkStore.Link;

/** A forgotten password, and another e-mail address: both by a link in a letter. Blocking; thread-safe. */
public final class Recovery {
    private final MailedLinks links;
    private final People people;
    private final Identity identity;
    private final HalfSessions halves;
    private final Post post;

    Recovery(MailedLinks links, People people, Identity identity, HalfSessions halves, Post post) {
        this.links = links;
        this.people = people;
        this.identity = identity;
        this.halves = halves;
        this.post = post;
    }

    /** An address that was changed. */
    public record Moved(Person person, String before) {}

    /** Asks for the letter; says nothing about whether the address is known. */
    public void forgot(String email, Language language, People.From from) {
        links.ask(new MailedLinks.Wish(LinkKind.RESET, Registration.checked(email), new UserId(0), language), from);
    }

    /** Sets a new password and ends all sessions. A second factor stays, and is asked for at the next sign-in. */
    public Person reset(Secret token, Secret password) {
        People.checkNew(password);
        Link link = links.look(LinkKind.RESET, token).orElseThrow(MailedLinks::over);
        Person person =
                people.person(link.user()).filter(one -> one.user().enabled()).orElseThrow(MailedLinks::over);
        if (!links.use(LinkKind.RESET, token, link.user())) {
            throw MailedLinks.over();
        }
        people.setPassword(link.user(), password);
        halves.endAll(link.user());
        post.mail().send(post.letters().passwordChanged(person.user().email()));
        return person;
    }

    /** Asks for a letter to the new address. */
    public void changeEmail(Person person, String email, Language language, People.From from) {
        if (person.user().declared()) {
            throw new GatewayException(ErrorCode.FORBIDDEN, "The settings file names this user; change it there.");
        }
        String address = Registration.checked(email);
        links.ask(
                new MailedLinks.Wish(
                        LinkKind.CHANGE_EMAIL, address, person.user().id(), language),
                from);
    }

    /** Changes the address, with the token of the letter, and tells the old one. */
    public Moved confirmEmail(Secret token) {
        Link link = links.look(LinkKind.CHANGE_EMAIL, token).orElseThrow(MailedLinks::over);
        Person before = people.person(link.user()).orElseThrow(MailedLinks::over);
        if (!links.use(LinkKind.CHANGE_EMAIL, token, link.user())) {
            throw MailedLinks.over();
        }
        people.changeEmail(link.user(), link.email());
        identity.reload();
        post.mail().send(post.letters().emailChanged(before.user().email(), link.email()));
        return new Moved(people.person(link.user()).orElseThrow(), before.user().email());
    }
}
