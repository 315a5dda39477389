package dev.headgate.app;

import dev.headgate.base.Ticker;
import dev.headgate.pricing.PriceBoard;
import dev.headgate.pricing.PricesConfig;
import dev.headgate.tariff.PriceChange;
import dev.headgate.tariff.TableSource;
import dev.headgate.tariff.Tariffs;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the prices in force those of the database, whoever changed them there, and fetches the table of a configured address from
 * time to time. Runs on its own virtual thread; calls see new prices at once, whole.
 */
final class PriceRefresh implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PriceRefresh.class);
    private static final long LOOK_SECONDS = 5;

    private final Tariffs tariffs;
    private final PriceBoard board;
    private final PricesConfig config;
    private final Ticker ticker;
    private final CountDownLatch stopSignal = new CountDownLatch(1);
    private final Thread thread;
    private long seen = -1;
    private long fetchedNanos;

    PriceRefresh(Tariffs tariffs, PriceBoard board, PricesConfig config, Ticker ticker) {
        this.tariffs = tariffs;
        this.board = board;
        this.config = config;
        this.ticker = ticker;
        this.thread = Thread.ofVirtual().name("prices").unstarted(this::loop);
    }

    /** Puts the database's prices in force, then goes on in the background. */
    void start() {
        fetchedNanos = ticker.nanos() - config.refresh().toNanos(); // the first fetch is due at once
        look();
        thread.start();
    }

    private void loop() {
        try {
            do {
                try {
                    fetchIfDue();
                    look();
                } catch (RuntimeException e) {
                    log.warn("prices stay as they are: {}", e.getMessage());
                }
            } while (!stopSignal.await(LOOK_SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void fetchIfDue() {
        String url = config.url();
        long now = ticker.nanos();
        if (url == null
                || config.refresh().isZero()
                || now - fetchedNanos < config.refresh().toNanos()) {
            return;
        }
        fetchedNanos = now;
        TableSource.Fetched fetched = PriceFetch.read(url, config.checksum());
        List<PriceChange> changes = tariffs.apply(fetched.table(), url, fetched.sha256());
        log.info("{}: {} prices changed", url, changes.size());
    }

    /** Takes over what has changed since the last look. */
    synchronized void look() {
        long state = tariffs.state();
        if (state != seen) {
            board.put(tariffs.book());
            seen = state;
        }
    }

    @Override
    public void close() {
        stopSignal.countDown();
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
