package dev.headgate.accounts;

import dev.headgate.accounts.AccountState.Status;
import dev.headgate.accounts.Hold.Stay;
import org.jspecify.annotations.Nullable;

/** That a credential was refused: it needs attention until it works or another takes its place. Confined to its pulse's lock. */
final class Attention {
    private final Hold hold = new Hold(Status.NEEDS_ATTENTION);
    private @Nullable Credential credential;

    /**
     * A refusal.
     *
     * @param credential the one that was refused
     * @param stay the vendor's words, and when it was refused first
     */
    record Refusal(Credential credential, Stay stay) {}

    Hold hold() {
        return hold;
    }

    /** It was refused; a credential that was refused before is so since then. */
    void refused(Refusal refusal) {
        Stay before = refusal.credential().equals(credential) ? hold.stay() : null;
        credential = refusal.credential();
        hold.stay(new Stay(
                refusal.stay().reason(), before == null ? refusal.stay().since() : before.since()));
    }

    /** As somebody else has found out; null: it isn't refused. */
    void set(@Nullable Refusal refusal) {
        credential = refusal == null ? null : refusal.credential();
        hold.stay(refusal == null ? null : refusal.stay());
    }

    /** Ends what was said of another credential than the account's. */
    void judge(Account account) {
        if (credential != null && !credential.equals(account.credential())) {
            end();
        }
    }

    @Nullable
    Refusal refusal() {
        Stay stay = hold.stay();
        return credential == null || stay == null ? null : new Refusal(credential, stay);
    }

    void end() {
        credential = null;
        hold.end();
    }
}
