package io.ecslifeguard.history;

import io.ecslifeguard.api.Answer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/** A reaction with what was tried for it, the oldest first. */
@Answer
record ReactionDetails(ReactionItem reaction, List<AttemptItem> attempts, List<CallItem> calls) {

    static ReactionDetails of(ReactionRow row, List<AttemptRow> attempts, List<CallRow> calls) {
        return new ReactionDetails(
                ReactionItem.of(row), oldestFirst(attempts, AttemptItem::of), oldestFirst(calls, CallItem::of));
    }

    private static <R, I> List<I> oldestFirst(List<R> newestFirst, Function<R, I> item) {
        var rows = new ArrayList<>(newestFirst);
        Collections.reverse(rows);
        return rows.stream().map(item).toList();
    }
}
