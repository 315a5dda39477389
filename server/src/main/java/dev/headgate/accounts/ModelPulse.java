package dev.headgate.accounts;

/** What changes about one model of an account alone. Confined to its {@link AccountPulse}'s lock. */
final class ModelPulse {
    final Hold exhausted = new Hold(AccountState.Status.EXHAUSTED);
    final Hold cooling = new Hold(AccountState.Status.COOLING);
    final Quotas quotas = new Quotas();

    /** Rests in a row that nobody gave a time for. */
    int repetitions;
}
