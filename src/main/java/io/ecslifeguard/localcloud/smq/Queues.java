package io.ecslifeguard.localcloud.smq;

import io.ecslifeguard.localcloud.core.ApiError;
import io.ecslifeguard.localcloud.core.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/** All queues, and what they may grow to together. */
public final class Queues {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]*");

    private final TreeMap<String, MessageQueue> byName = new TreeMap<>();
    private final Map<String, Instant> deletedAt = new LinkedHashMap<>();
    private final Time time;
    private final BiFunction<Duration, Runnable, Runnable> wallTimer;
    private final SmqLimits limits;
    private final String arnPrefix;
    private final Random random;
    private final String idPrefix;
    private long numbers;
    private int messages;
    private long bytes;

    /**
     * @param wallTimer runs a task after a delay by the clock on the wall, by which clients wait, and returns what cancels it
     * @param arnPrefix such as {@code acs:mns:cn-hangzhou:1234567890123456:}
     */
    public Queues(
            Time time,
            BiFunction<Duration, Runnable, Runnable> wallTimer,
            SmqLimits limits,
            String arnPrefix,
            long seed) {
        this.time = time;
        this.wallTimer = wallTimer;
        this.limits = limits;
        this.arnPrefix = arnPrefix;
        random = new Random(seed);
        idPrefix = String.format(Locale.ROOT, "%016X", new Random().nextLong());
    }

    /** Creates a queue with default attributes where there is none of the name. */
    public void ensure(String name) {
        if (find(name) == null) {
            var ignored = create(name, QueueAttributes.DEFAULT);
        }
    }

    /**
     * Puts a body on a queue as it is. Fails with {@link ApiError} where there is no such queue, it is full, or the
     * body has characters that XML cannot carry.
     */
    public String send(String queue, String body) {
        if (!Xml.carries(body)) {
            throw new ApiError(
                    400, "MalformedXML", "The body has characters that XML 1.0 cannot carry: send it in base64.");
        }
        return get(queue).send(new Message.Draft(body)).id;
    }

    TreeMap<String, MessageQueue> all() {
        return byName;
    }

    MessageQueue find(String name) {
        return byName.get(name);
    }

    MessageQueue get(String name) {
        var queue = byName.get(name);
        if (queue == null) {
            throw new ApiError(404, "QueueNotExist", "The queue name you provided is not exist.");
        }
        return queue;
    }

    MessageQueue create(String name, QueueAttributes attributes) {
        checkName(name);
        checkDlq(name, attributes);
        var deleted = deletedAt.get(name);
        if (deleted != null && time.now().isBefore(deleted.plus(limits.recreate()))) {
            throw new ApiError(400, "QueueDeletedRecently", "You cannot create a queue which deleted recently.");
        }
        if (byName.size() >= limits.queues()) {
            throw new ApiError(
                    400,
                    "QueueNumExceededLimit",
                    "The local cloud holds at most " + limits.queues() + " queues: delete some, or raise the limit.");
        }
        var queue = new MessageQueue(name, ++numbers, attributes, time, this, random);
        byName.put(name, queue);
        return queue;
    }

    void delete(String name) {
        get(name).close();
        byName.remove(name);
        deletedAt.remove(name);
        deletedAt.put(name, time.now());
        if (deletedAt.size() > limits.queues()) {
            deletedAt.remove(deletedAt.keySet().iterator().next());
        }
    }

    void checkDlq(String name, QueueAttributes attributes) {
        var dlq = attributes.dlq();
        if (dlq.enabled() && dlq.target().equals(name)) {
            throw QueueAttributes.invalid("A queue cannot be its own dead-letter queue.");
        }
        if (dlq.enabled() && find(dlq.target()) == null) {
            throw QueueAttributes.invalid("The dead-letter queue " + dlq.target() + " does not exist.");
        }
    }

    static void checkName(String name) {
        if (name.isEmpty() || name.length() > 120) {
            throw new ApiError(400, "QueueNameLengthError", "Queue name length should between 1 and 120 characters.");
        }
        if (!NAME.matcher(name).matches()) {
            throw new ApiError(
                    400,
                    "InvalidQueueName",
                    "The queue name you provided is invalid. QueueName should start with alphabet or digit, "
                            + "and contain only alphabets, digits and hyphens.");
        }
    }

    void checkRoom(int more) {
        if (messages >= limits.messages() || bytes + more > limits.bytes()) {
            byName.values().forEach(MessageQueue::settle);
        }
        if (messages >= limits.messages() || bytes + more > limits.bytes()) {
            throw new ApiError(
                    400,
                    "QpsLimitExceeded",
                    "The local cloud is full (at most " + limits.messages() + " messages and " + limits.bytes()
                            + " bytes): receive and delete messages, or raise the limits (--messages, --megabytes).");
        }
    }

    void count(int number, int size) {
        messages += number;
        bytes += size;
    }

    Runnable afterOnTheWall(Duration delay, Runnable task) {
        return wallTimer.apply(delay, task);
    }

    long nextNumber() {
        return ++numbers;
    }

    String nextId() {
        return idPrefix + hex16(numbers);
    }

    /** The system properties that tell where a dead letter comes from. */
    String origin(MessageQueue source, Message message) {
        return Xml.systemProperty("DLQMessageType", "QUEUE")
                + Xml.systemProperty("DLQSourceArn", arnPrefix + "/queues/" + source.name)
                + Xml.systemProperty("DLQOriginMessageId", message.id);
    }

    private static String hex16(long number) {
        return java.util.HexFormat.of().withUpperCase().toHexDigits(number);
    }

    /** The length in UTF-8. */
    static int bytes(String text) {
        return io.netty.buffer.ByteBufUtil.utf8Bytes(text);
    }
}
