package io.ecslifeguard.journal;

import io.ecslifeguard.journal.EditState.Status;
import java.time.Duration;
import java.util.Optional;

/**
 * What came of an edit's turn.
 *
 * @param edit its number
 * @param status what it is from now on
 * @param step the call that is next, where it stays open
 * @param cohort those that it goes together with from now on
 * @param problem why it failed, or what made it needless
 * @param pause how long until it is due again, where it stays open
 * @param hasFailed whether this was a try that failed
 * @param isAnswered whether it is known that no call with it is under way any more
 * @param isTouched whether a call may have had its effect
 * @param dryRun whether the call was only recorded
 * @param oldBackends what is still to be taken out
 * @param newBackends what is still to be put in
 */
public record EditResult(
        long edit,
        Status status,
        Edit.Kind step,
        Optional<String> cohort,
        Optional<String> problem,
        Duration pause,
        boolean hasFailed,
        boolean isAnswered,
        boolean isTouched,
        boolean dryRun,
        String oldBackends,
        String newBackends) {

    /** It is done. */
    public static EditResult done(SentEdit edit, boolean dryRun) {
        return ended(edit, Status.DONE, Optional.empty(), false, dryRun);
    }

    /** There is nothing to do, for this reason. */
    public static EditResult needless(SentEdit edit, String reason) {
        return ended(edit, Status.DONE, Optional.of(reason), false, false);
    }

    /** It is refused for good. */
    public static EditResult failed(SentEdit edit, String problem) {
        return ended(edit, Status.FAILED, Optional.of(problem), true, false);
    }

    /**
     * It is tried again.
     *
     * @param isAnswered whether it is known that the call has ended
     */
    public static EditResult again(SentEdit edit, Duration pause, String problem, boolean isAnswered) {
        return open(edit, edit.step(), edit.cohort(), Optional.of(problem), pause, isAnswered, true, false);
    }

    /** It goes on at once with others, since the call with more of them was refused. */
    public static EditResult apart(SentEdit edit, String cohort) {
        return open(edit, edit.step(), Optional.of(cohort), Optional.empty(), Duration.ZERO, true, true, false);
    }

    /** It goes on at once with another call. */
    public static EditResult next(SentEdit edit, Edit.Kind step, boolean dryRun) {
        return open(edit, step, Optional.empty(), Optional.empty(), Duration.ZERO, true, false, dryRun);
    }

    /** A look has shown what is left of it. */
    public static EditResult left(SentEdit edit, Edit.Kind step, String oldBackends, String newBackends) {
        return new EditResult(
                edit.id(),
                Status.OPEN,
                step,
                edit.cohort(),
                Optional.empty(),
                Duration.ZERO,
                false,
                true,
                false,
                false,
                oldBackends,
                newBackends);
    }

    private static EditResult ended(
            SentEdit edit, Status status, Optional<String> problem, boolean hasFailed, boolean dryRun) {
        return new EditResult(
                edit.id(),
                status,
                edit.step(),
                edit.cohort(),
                problem,
                Duration.ZERO,
                hasFailed,
                true,
                true,
                dryRun,
                edit.oldBackends(),
                edit.newBackends());
    }

    private static EditResult open(
            SentEdit edit,
            Edit.Kind step,
            Optional<String> cohort,
            Optional<String> problem,
            Duration pause,
            boolean isAnswered,
            boolean isTouched,
            boolean dryRun) {
        return new EditResult(
                edit.id(),
                Status.OPEN,
                step,
                cohort,
                problem,
                pause,
                problem.isPresent(),
                isAnswered,
                isTouched,
                dryRun,
                edit.oldBackends(),
                edit.newBackends());
    }
}
