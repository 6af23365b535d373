package io.ecslifeguard.history;

import io.ecslifeguard.history.InstanceLife.Entry;
import java.time.Instant;
import java.util.Comparator;

/**
 * An entry of an instance's life with its place in it. Of one time, events come first and what follows from them after.
 *
 * @param kind 0 for events, 1 reactions, 2 calls, 3 attempts, 4 notices
 */
record Moment(Instant at, int kind, long id, Entry entry) {

    static final int EVENT = 0;
    static final int REACTION = 1;
    static final int CALL = 2;
    static final int ATTEMPT = 3;
    static final int NOTICE = 4;

    static final Comparator<Moment> NEWEST_FIRST = Comparator.comparing(Moment::at)
            .thenComparing(Moment::kind)
            .thenComparing(Moment::id)
            .reversed();

    static Moment of(EventRow row) {
        var entry = new Entry(row.occurredAt, "event", EventItem.of(row), null, null, null, null);
        return new Moment(row.occurredAt, EVENT, row.seq, entry);
    }

    static Moment of(ReactionRow row) {
        var entry = new Entry(row.createdAt, "reaction", null, ReactionItem.of(row), null, null, null);
        return new Moment(row.createdAt, REACTION, row.id, entry);
    }

    static Moment of(CallRow row) {
        var entry = new Entry(row.at, "call", null, null, null, CallItem.of(row), null);
        return new Moment(row.at, CALL, row.id, entry);
    }

    static Moment of(AttemptRow row) {
        var entry = new Entry(row.endedAt, "attempt", null, null, AttemptItem.of(row), null, null);
        return new Moment(row.endedAt, ATTEMPT, row.id, entry);
    }

    static Moment of(NoticeRow row) {
        var entry = new Entry(row.createdAt, "notice", null, null, null, null, NoticeItem.of(row));
        return new Moment(row.createdAt, NOTICE, row.id, entry);
    }

    Cursor cursor() {
        return new Cursor(at, kind, Long.toString(id));
    }
}
