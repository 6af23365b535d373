package io.ecslifeguard.localcloud.smq;

import io.ecslifeguard.localcloud.core.ApiError;
import java.util.Map;

/** A queue's attributes; times in seconds, the size in bytes. */
record QueueAttributes(
        int delay, int maxSize, int retention, int visibility, int pollingWait, boolean logging, DlqPolicy dlq) {

    /** Where a message goes that was received too often and never deleted. */
    record DlqPolicy(boolean enabled, String target, int maxReceiveCount) {}

    static final QueueAttributes DEFAULT =
            new QueueAttributes(0, 65536, 345600, 30, 0, false, new DlqPolicy(false, "", 0));

    /** These attributes, with those that are given changed. Fails with InvalidArgument. */
    QueueAttributes with(Map<String, String> given) {
        return new QueueAttributes(
                number(given, "DelaySeconds", 0, 604800, delay),
                number(given, "MaximumMessageSize", 1024, 65536, maxSize),
                number(given, "MessageRetentionPeriod", 60, 604800, retention),
                number(given, "VisibilityTimeout", 1, 43200, visibility),
                number(given, "PollingWaitSeconds", 0, 30, pollingWait),
                flag(given, "LoggingEnabled", logging),
                policy(given));
    }

    private DlqPolicy policy(Map<String, String> given) {
        var enabled = flag(given, "Enabled", dlq.enabled);
        var target = given.getOrDefault("DeadLetterTargetQueue", dlq.target).trim();
        // the real service may give the target as a resource name
        target = target.substring(target.lastIndexOf('/') + 1);
        var count = number(given, "MaxReceiveCount", 1, 1000, dlq.maxReceiveCount);
        if (enabled && (target.isEmpty() || count == 0)) {
            throw invalid("An enabled DlqPolicy needs DeadLetterTargetQueue and MaxReceiveCount.");
        }
        return new DlqPolicy(enabled, target, count);
    }

    private static boolean flag(Map<String, String> given, String name, boolean otherwise) {
        var text = given.get(name);
        if (text == null) {
            return otherwise;
        }
        if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
            throw invalid("The value of element " + name + " should be True or False.");
        }
        return Boolean.parseBoolean(text);
    }

    static int number(Map<String, String> given, String name, int least, int most, int otherwise) {
        var text = given.get(name);
        if (text == null || text.isEmpty()) {
            return otherwise;
        }
        try {
            var value = Integer.parseInt(text.trim());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // told below, like a number out of bounds
        }
        throw invalid("The value of element " + name + " should between " + least + " and " + most + ".");
    }

    static ApiError invalid(String message) {
        return new ApiError(400, "InvalidArgument", message);
    }
}
