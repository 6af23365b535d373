package io.ecslifeguard.health;

import io.ecslifeguard.dispatch.QueueState;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Decides how the queues are. A poll that is open proves nothing, so only ended ones count.
 *
 * @param paused why nothing is polled at present, where that is so by design
 * @param patience how long ago the last success of a queue that is well may be, and how long what has come back may wait
 */
record QueuesFinding(List<QueueState> queues, Optional<String> paused, Duration patience, Instant now) {

    Finding finding() {
        var down = queues.stream().filter(queue -> !isWell(queue)).map(this::reason);
        var reasons = down.collect(Collectors.joining("; "));
        var data = new LinkedHashMap<String, String>();
        queues.forEach(queue -> data.putAll(told(queue)));
        return new Finding(reasons.isEmpty() ? Optional.empty() : Optional.of(reasons), data);
    }

    private boolean isWell(QueueState queue) {
        return undeleted(queue).isEmpty() && isPolled(queue);
    }

    /** What cannot be deleted has come back by then, and was told anew: on a quiet queue nothing else ends it. */
    private Optional<QueueState.Undeleted> undeleted(QueueState queue) {
        return queue.undeleted().filter(told -> !told.backAt().plus(patience).isBefore(now));
    }

    private boolean isPolled(QueueState queue) {
        return queue.lastSuccess()
                .filter(success -> !success.plus(patience).isBefore(now))
                .isPresent();
    }

    private String reason(QueueState queue) {
        if (isPolled(queue)) {
            return "Queue " + queue.queue() + ": messages are recorded but not deleted, and come back: "
                    + undeleted(queue).map(QueueState.Undeleted::reason).orElse("");
        }
        var why = paused.map(problem -> "nothing is received while the journal cannot be written: " + problem)
                .or(queue::problem)
                .orElse("no poll has ended; the loops probe tells whether the polls go on");
        var since = queue.lastSuccess()
                .map(success -> "has not been polled successfully since " + success)
                .orElse("has not been polled successfully since the start");
        return "Queue " + queue.queue() + " " + since + ": " + why;
    }

    private Map<String, String> told(QueueState queue) {
        var told = new LinkedHashMap<String, String>();
        told.put(queue.queue(), isWell(queue) ? "UP" : "DOWN");
        told.put(
                queue.queue() + ".last-success",
                queue.lastSuccess().map(Instant::toString).orElse("never"));
        queue.problem().ifPresent(problem -> told.put(queue.queue() + ".last-problem", problem));
        queue.problemAt().ifPresent(at -> told.put(queue.queue() + ".last-problem-at", at.toString()));
        return told;
    }
}
