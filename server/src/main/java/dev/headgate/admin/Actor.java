package dev.headgate.admin;

import dev.headgate.identity.People;
import dev.headgate.identity.Permission;
import dev.headgate.identity.ServiceToken;

/** Who calls the API. */
sealed interface Actor {
    /** As the audit log names them. */
    String name();

    boolean may(Permission permission);

    /** A person in a browser. */
    record Browser(People.SignedIn signedIn) implements Actor {
        @Override
        public String name() {
            return signedIn.person().user().email();
        }

        @Override
        public boolean may(Permission permission) {
            return signedIn.person().role().may(permission);
        }
    }

    /** A program with a service token. It has no keys or profile of its own. */
    record Program(ServiceToken token) implements Actor {
        @Override
        public String name() {
            return "token:" + token.name();
        }

        @Override
        public boolean may(Permission permission) {
            return permission != Permission.OWN && token.permissions().contains(permission);
        }
    }

    /** Nobody known. */
    record Stranger() implements Actor {
        @Override
        public String name() {
            return "nobody";
        }

        @Override
        public boolean may(Permission permission) {
            return false;
        }
    }
}
