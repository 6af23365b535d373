package io.ecslifeguard.spot;

import static java.util.Comparator.comparing;

import io.ecslifeguard.journal.Edit;
import io.ecslifeguard.journal.Edit.Kind;
import io.ecslifeguard.journal.EditHeap;
import java.time.Duration;
import java.util.List;

/**
 * What a lane does next. Each heap is to be reached by some time: how long its kind may wait, or earlier where the margin
 * before its deadline begins. The earliest goes first, so that nothing starves.
 *
 * @param gather how long edits that do not fill a call wait for others
 * @param gatherExpected how long they wait where others are known to come
 * @param margin how long before a deadline nothing waits for others any more
 */
record Agenda(Duration gather, Duration gatherExpected, Duration margin) {

    /** Weights go first, since requests are lost meanwhile; what comes in may wait for what goes out. */
    private static Duration patience(Kind step) {
        return switch (step) {
            case WEIGH -> Duration.ZERO;
            case SWAP, REMOVE -> Duration.ofSeconds(10);
            case ADD -> Duration.ofSeconds(20);
        };
    }

    /** So long after its time, a heap goes before larger ones. */
    private static final Duration TOO_LONG = Duration.ofSeconds(10);

    /** How long a heap is to wait for more of its kind, or until its group is settled. */
    Duration untilReady(EditHeap heap) {
        if (!heap.unsettled().isZero()) {
            return heap.unsettled();
        }
        var most = heap.expected() > 0 && gatherExpected.compareTo(gather) > 0 ? gatherExpected : gather;
        var isReady = heap.step() == Kind.WEIGH
                || heap.backends() >= Edit.LARGEST
                || heap.cohort().isPresent()
                || isShortOfTime(heap)
                || heap.waited().compareTo(most) >= 0;
        return isReady ? Duration.ZERO : most.minus(heap.waited());
    }

    /** Which of the heaps that are ready goes first: of the most urgent kind the largest, unless another waits too long. */
    EditHeap next(List<EditHeap> ready) {
        var first = ready.stream().min(comparing(this::time)).orElseThrow();
        if (isShortOfTime(first) || time(first).plus(TOO_LONG).isNegative()) {
            return first;
        }
        return ready.stream()
                .filter(heap -> heap.step() == first.step())
                .max(comparing(EditHeap::backends)
                        .thenComparing(comparing(this::time).reversed()))
                .orElseThrow();
    }

    /** When its turn is, from now; negative where it is over. */
    private Duration time(EditHeap heap) {
        var byKind = patience(heap.step()).minus(heap.waited());
        return heap.left()
                .map(left -> left.minus(margin))
                .filter(byDeadline -> byDeadline.compareTo(byKind) < 0)
                .orElse(byKind);
    }

    private boolean isShortOfTime(EditHeap heap) {
        return heap.left().filter(left -> left.compareTo(margin) <= 0).isPresent();
    }
}
