package dev.headgate.pricing;

/** The prices in force. Swapped whole; reading never blocks. Thread-safe. */
public final class PriceBoard {
    private volatile InForce inForce;

    public PriceBoard(PriceBook book, HourMultipliers hours) {
        this.inForce = new InForce(book, hours);
    }

    private record InForce(PriceBook book, HourMultipliers hours) {}

    public PriceBook book() {
        return inForce.book;
    }

    public HourMultipliers hours() {
        return inForce.hours;
    }

    /** Puts new prices in force for calls that are priced from now on. */
    public synchronized void put(PriceBook book) {
        inForce = new InForce(book, inForce.hours);
    }

    /** Puts new hours in force. */
    public synchronized void put(HourMultipliers hours) {
        inForce = new InForce(inForce.book, hours);
    }
}
