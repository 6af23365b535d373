package io.ecslifeguard.queue;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Where the events come from, and how eagerly they are fetched. */
@ConfigMapping(prefix = "lifeguard.queue")
public interface QueueConfig {

    /**
     * The SMQ endpoint of the account, such as {@code https://123456789.mns.cn-hangzhou.aliyuncs.com}. Inside a VPC the
     * internal endpoint ({@code http://123456789.mns.cn-hangzhou-internal.aliyuncs.com}) saves traffic costs. Must be set.
     */
    Optional<String> endpoint();

    /**
     * The names of the queues that are polled, separated by commas. A queue of its own for spot interruption notices
     * keeps them from waiting behind a flood of other events; each queue costs its own polls. Must be set.
     */
    Optional<List<String>> names();

    /** The region of the queues; part of the signature where {@link #signature} is V4. The cloud's region by default. */
    @WithDefault("${lifeguard.cloud.region:}")
    Optional<String> region();

    /**
     * How long SMQ holds a poll of an empty queue open, 0 to 30 s, in whole seconds. More means fewer (billed) requests;
     * a poll under way delays a clean stop by nothing, but a dead connection is noticed only after this time and
     * {@link #callTimeout}. 0 polls without rest.
     */
    @WithDefault("8s")
    Duration waitTime();

    /** Messages per poll, 1 to 16. Fewer cost more requests and more transactions for the same events. */
    @WithDefault("16")
    int pageSize();

    /**
     * Polls that are open at the same time for each queue, 1 to 64. More take a burst faster and cost more requests
     * while the queue is empty; one connection each, no thread.
     */
    @WithDefault("4")
    int concurrentPolls();

    /**
     * Messages, of all queues together, that may be received and not yet deleted before polling pauses, 16 to 5000.
     * More cost memory (at most 64 KB each) and, where the database is slow, messages that come back before they were
     * deleted; SMQ throttles a queue with 5,000 of them.
     */
    @WithDefault("512")
    int inFlight();

    /** How long to wait for a connection. Less gives up on a slow network, more notices a dead endpoint later. */
    @WithDefault("5s")
    Duration connectTimeout();

    /**
     * How long a call may take, for a poll beyond {@link #waitTime}. Less gives up on answers that were on their way (the
     * messages of such a poll come back after the queue's visibility timeout), more notices a dead connection later.
     */
    @WithDefault("10s")
    Duration callTimeout();

    /**
     * How long a queue is left alone that only an operator can set right: it is not there, or may not be read. Less notices
     * sooner that this was done and makes more calls for nothing until then, more the other way round.
     */
    @WithDefault("15s")
    Duration refusedWait();

    /** How requests are signed. V4 never sends what could be used in another region or on another day. */
    @WithDefault("V2")
    SignatureVersion signature();

    /** The ways to sign that SMQ knows. */
    enum SignatureVersion {
        V2,
        V4
    }
}
