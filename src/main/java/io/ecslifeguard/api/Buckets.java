package io.ecslifeguard.api;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** How much each address may still ask for: a bucket of tokens that fills again. The addresses seen last are remembered. */
final class Buckets {

    static final int ADDRESSES = 10_000;

    private final int size;
    private final double perSecond;
    private final Clock clock;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > ADDRESSES;
        }
    };

    Buckets(int size, double perSecond, Clock clock) {
        this.size = size;
        this.perSecond = perSecond;
        this.clock = clock;
    }

    /** Takes a token; where there is none, gives how long it takes until there is one. */
    synchronized Optional<Duration> take(String address) {
        var now = clock.millis();
        var bucket = buckets.computeIfAbsent(network(address), unknown -> new Bucket(size, now));
        bucket.tokens = Math.min(size, bucket.tokens + Math.max(0, now - bucket.filledAt) * perSecond / 1000);
        bucket.filledAt = now;
        if (bucket.tokens >= 1) {
            bucket.tokens--;
            return Optional.empty();
        }
        return Optional.of(Duration.ofMillis((long) Math.ceil((1 - bucket.tokens) / perSecond * 1000)));
    }

    /** Gives back one that was taken. */
    synchronized void giveBack(String address) {
        var bucket = buckets.get(network(address));
        if (bucket != null) {
            bucket.tokens = Math.min(size, bucket.tokens + 1);
        }
    }

    synchronized int addresses() {
        return buckets.size();
    }

    /** One customer of a provider has all addresses of a /64 of IPv6. */
    private static String network(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        var groups = address.split("%", 2)[0].split(":", -1);
        var compressed = address.indexOf("::");
        var leading = compressed < 0
                ? groups.length
                : address.substring(0, compressed).split(":").length;
        var network = new StringBuilder();
        for (var group = 0; group < 4; group++) {
            network.append(group < leading ? groups[group] : "0").append(':');
        }
        return network.toString();
    }

    private static final class Bucket {
        private double tokens;
        private long filledAt;

        Bucket(double tokens, long filledAt) {
            this.tokens = tokens;
            this.filledAt = filledAt;
        }
    }
}
