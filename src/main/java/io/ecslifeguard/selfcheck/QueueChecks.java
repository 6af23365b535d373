package io.ecslifeguard.selfcheck;

import static io.ecslifeguard.selfcheck.Check.expect;

import io.ecslifeguard.queue.BareQueues;
import io.ecslifeguard.queue.QueueException;
import io.ecslifeguard.queue.SmqQueue;
import java.util.List;
import java.util.Optional;

/** What the service does with SMQ. */
record QueueChecks(BareQueues queues) {

    static final List<String> NAMES = List.of("empty", "full", "denied", "behind-a-proxy");

    List<Check> all() {
        return List.of(
                Check.of(
                        "SMQ: an empty queue, which is told by an error",
                        queue(0).receive(),
                        page -> page.isEmpty() ? Optional.empty() : Optional.of("it has messages")),
                Check.of(
                        "SMQ: a page of messages",
                        queue(1).receive(),
                        page -> page.size() == 1
                                ? expect("the body", "true", page.get(0).body())
                                : Optional.of(page.size() + " messages were read instead of one")),
                Check.of(
                        "SMQ: messages are deleted",
                        queue(1).receive().chain(page -> queue(1).delete(page)),
                        deleted -> expect(
                                "the number of deleted messages",
                                1,
                                deleted.deleted().size())),
                Check.of(
                        "SMQ: an error with its code",
                        queue(2).receive()
                                .map(page -> "a page")
                                .onFailure(QueueException.class)
                                .recoverWithItem(Throwable::getMessage),
                        told -> told.contains("AccessDenied, request id R-0")
                                ? Optional.empty()
                                : Optional.of("it is taken for " + told)),
                Check.of(
                        "SMQ: an answer that is no XML",
                        queue(3).receive()
                                .map(page -> "a page")
                                .onFailure(QueueException.class)
                                .recoverWithItem(Throwable::getMessage),
                        told -> told.contains("MissingResource") || told.equals("a page")
                                ? Optional.of("it is taken for " + told)
                                : Optional.empty()));
    }

    private SmqQueue queue(int number) {
        return queues.all().get(number);
    }
}
