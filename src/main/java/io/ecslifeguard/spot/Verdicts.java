package io.ecslifeguard.spot;

import io.ecslifeguard.cloud.CloudException;
import io.ecslifeguard.cloud.Meaning;
import io.ecslifeguard.dispatch.Backoff;
import io.ecslifeguard.journal.Edit;
import io.ecslifeguard.journal.Edit.Kind;
import io.ecslifeguard.journal.EditResult;
import io.ecslifeguard.journal.SentEdit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a call's answer means for each of its edits. */
final class Verdicts {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    /** A bad member may be answered as if the service failed; one that fails so often may have met one. */
    private static final int UNTIL_APART = 2;

    private Verdicts() {}

    /** The call succeeded. */
    static List<EditResult> succeeded(List<SentEdit> edits, boolean dryRun) {
        return edits.stream().map(edit -> succeeded(edit, dryRun)).toList();
    }

    /** The call failed. */
    static List<EditResult> failed(List<SentEdit> edits, Throwable failure) {
        return edits.size() > 1 && tries(edits) >= UNTIL_APART && isAnsweredAsIfItFailed(failure)
                ? halves(edits)
                : notSeen(edits, failure);
    }

    /** The look at the group failed that comes before the call. */
    static List<EditResult> notSeen(List<SentEdit> edits, Throwable failure) {
        if (!(failure instanceof CloudException error)) {
            // the call may be under way still, or was never made: nobody knows
            return again(edits, pause(edits), String.valueOf(failure.getMessage()), false);
        }
        return switch (error.meaning()) {
            case NO_ANSWER, UNAVAILABLE ->
                again(
                        edits,
                        pause(edits),
                        error.getMessage(),
                        error.httpStatus().isPresent());
            case BUSY, THROTTLED, OVERLOADED -> again(edits, pause(edits), error.getMessage(), true);
            // Somebody has to do something; the reaction knows, and what it asked for goes on when they have.
            case DENIED, SIGNATURE, MONEY -> again(edits, LONGEST_PAUSE, error.getMessage(), true);
            case UNKNOWN ->
                error.httpStatus().isPresent()
                        ? refused(edits, error)
                        : again(edits, pause(edits), error.getMessage(), false);
            default -> refused(edits, error);
        };
    }

    /** How long to wait after the failure of edits of which one has failed so often before. */
    static Duration pauseAfter(int tries) {
        var doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(tries, 10));
        return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    }

    private static EditResult succeeded(SentEdit edit, boolean dryRun) {
        // of a swap that was taken apart
        return edit.step() == Kind.REMOVE && !isNone(edit.newBackends())
                ? EditResult.next(edit, Kind.ADD, dryRun)
                : EditResult.done(edit, dryRun);
    }

    private static List<EditResult> refused(List<SentEdit> edits, CloudException error) {
        if (error.meaning() == Meaning.NOT_FOUND && !isServer(error)) {
            return edits.stream().map(edit -> withoutGroup(edit, error)).toList();
        }
        return edits.size() > 1 ? halves(edits) : List.of(alone(edits.get(0), error));
    }

    private static EditResult withoutGroup(SentEdit edit, CloudException error) {
        var takesOut = edit.step() == Kind.WEIGH || edit.step() == Kind.REMOVE && isNone(edit.newBackends());
        return takesOut
                ? EditResult.needless(edit, "The group is gone: " + error.getMessage())
                : EditResult.failed(edit, error.getMessage());
    }

    /** One of them is refused: what can be done is found by halving. */
    private static List<EditResult> halves(List<SentEdit> edits) {
        var results = new ArrayList<EditResult>();
        var middle = edits.size() / 2;
        for (var half : List.of(edits.subList(0, middle), edits.subList(middle, edits.size()))) {
            var cohort = half.get(0).id() + "+" + (half.size() - 1);
            half.forEach(edit -> results.add(EditResult.apart(edit, cohort)));
        }
        return results;
    }

    private static EditResult alone(SentEdit edit, CloudException error) {
        if (error.meaning() == Meaning.NOT_RUNNING) {
            return EditResult.again(edit, Backoff.withJitter(pauseAfter(edit.tries())), error.getMessage(), true);
        }
        if (!isServer(error)) {
            return EditResult.failed(edit, error.getMessage());
        }
        return switch (edit.step()) {
            case WEIGH -> EditResult.needless(edit, "The server is gone: " + error.getMessage());
            // of a swap that was taken apart, the rest is still to be done
            case REMOVE ->
                isNone(edit.newBackends())
                        ? EditResult.needless(edit, "The server is gone: " + error.getMessage())
                        : EditResult.next(edit, Kind.ADD, false);
            // which of the two is gone is not told
            case SWAP -> EditResult.next(edit, Kind.REMOVE, false);
            case ADD -> EditResult.failed(edit, error.getMessage());
        };
    }

    private static List<EditResult> again(List<SentEdit> edits, Duration pause, String problem, boolean isAnswered) {
        // the same for all, so that they go together again
        var jittered = Backoff.withJitter(pause);
        return edits.stream()
                .map(edit -> EditResult.again(edit, jittered, problem, isAnswered))
                .toList();
    }

    private static Duration pause(List<SentEdit> edits) {
        return pauseAfter(tries(edits));
    }

    private static boolean isAnsweredAsIfItFailed(Throwable failure) {
        return failure instanceof CloudException error
                && error.meaning() == Meaning.UNAVAILABLE
                && error.httpStatus().isPresent();
    }

    private static int tries(List<SentEdit> edits) {
        return edits.stream().mapToInt(SentEdit::tries).max().orElse(0);
    }

    private static boolean isServer(CloudException error) {
        return error.meaning() == Meaning.NOT_FOUND && error.code().startsWith("InvalidServerId");
    }

    private static boolean isNone(String backends) {
        return BackendList.read(backends).isEmpty() || backends.equals(Edit.NONE);
    }
}
