package io.ecslifeguard.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that moves when it is told to. */
public final class SetClock extends Clock {

    private volatile Instant now;

    public SetClock() {
        this(Instant.parse("2026-11-26T12:00:00Z"));
    }

    public SetClock(Instant start) {
        now = start;
    }

    /** Forward or, with a negative time, back. */
    public void pass(Duration time) {
        now = now.plus(time);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
