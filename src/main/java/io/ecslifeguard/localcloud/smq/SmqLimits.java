package io.ecslifeguard.localcloud.smq;

import java.time.Duration;

/**
 * What the queues may grow to.
 *
 * @param queues number of queues
 * @param messages number of messages in all queues together
 * @param bytes bytes of message bodies in all queues together
 * @param recreate how long after its deletion a queue's name is refused with QueueDeletedRecently
 */
public record SmqLimits(int queues, int messages, long bytes, Duration recreate) {

    private static final long MEGABYTE = 1024 * 1024;

    /** 1000 queues as the real service has it; 500,000 messages; 256 MB of bodies; names free at once. */
    public static final SmqLimits DEFAULT = new SmqLimits(1000, 500_000, 256 * MEGABYTE, Duration.ZERO);

    public SmqLimits {
        if (queues < 1 || messages < 1 || bytes < 1 || recreate.isNegative()) {
            throw new IllegalArgumentException("The limits of queues, messages and bytes are at least 1.");
        }
    }

    /** These limits with another one of messages. */
    public SmqLimits withMessages(int changed) {
        return new SmqLimits(queues, changed, bytes, recreate);
    }

    /** These limits with another one of bodies. */
    public SmqLimits withMegabytes(int changed) {
        return new SmqLimits(queues, messages, changed * MEGABYTE, recreate);
    }
}
