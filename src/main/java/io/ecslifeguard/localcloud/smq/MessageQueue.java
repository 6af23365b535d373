package io.ecslifeguard.localcloud.smq;

import io.ecslifeguard.localcloud.access.Signing;
import io.ecslifeguard.localcloud.core.ApiError;
import io.ecslifeguard.localcloud.core.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** One queue: its messages on their shelves, the polls that wait for them, and the time that moves them. */
final class MessageQueue {

    /** Among how many messages a queue that reorders picks. */
    private static final int REORDER_SPAN = 64;

    final String name;
    final long number;
    final long createdAt;
    long modifiedAt;
    QueueAttributes attributes;
    QueueFaults faults = QueueFaults.NONE;

    private final Time time;
    private final Queues queues;
    private final Random random;
    private final Shelves shelves = new Shelves();
    private final WaitingPolls polls;

    private long armed = Long.MAX_VALUE;
    private boolean deleted;

    MessageQueue(String name, long number, QueueAttributes attributes, Time time, Queues queues, Random random) {
        this.name = name;
        this.number = number;
        this.attributes = attributes;
        this.time = time;
        this.queues = queues;
        this.random = random;
        polls = new WaitingPolls(name, queues);
        createdAt = now();
        modifiedAt = createdAt;
    }

    int active() {
        return shelves.active();
    }

    int delayed() {
        return shelves.delayed();
    }

    int inactive() {
        return shelves.inactive();
    }

    int polling() {
        return polls.number();
    }

    /** Fails where a draft cannot be taken: too large, or the local cloud is full. */
    void check(Message.Draft draft, int bytes) {
        if (bytes > attributes.maxSize()) {
            throw QueueAttributes.invalid("The length of message should not be larger than MaximumMessageSize.");
        }
        queues.checkRoom(bytes);
    }

    Message send(Message.Draft draft) {
        var bytes = Queues.bytes(draft.body());
        check(draft, bytes);
        var now = now();
        var message = add(draft, bytes, now, now + attributes.retention() * 1000L);
        var delay = draft.delay() == null ? attributes.delay() : draft.delay();
        if (delay > 0) {
            shelves.delay(message, now + delay * 1000L);
        } else {
            shelves.line(message);
        }
        serve();
        return message;
    }

    /** Receives at once, or null where nothing is visible. */
    List<Message> receive(int most) {
        settle();
        var page = faults.partialPages() ? 1 + random.nextInt(most) : most;
        var received = new ArrayList<Message>(Math.min(page, active()));
        var duplicates = new ArrayList<Message>();
        while (received.size() < page && active() > 0) {
            var message = next();
            shelves.take(message, invisibleFor(attributes.visibility()));
            message.dequeueCount++;
            if (message.firstDequeuedAt == 0) {
                message.firstDequeuedAt = now();
            }
            received.add(message);
            if (faults.duplicates() > 0 && random.nextDouble() < faults.duplicates()) {
                duplicates.add(message);
            }
        }
        duplicates.forEach(this::duplicate);
        arm();
        return received.isEmpty() ? null : received;
    }

    /** Waits for messages. A message goes to the poll that waited longest, and never to one that has gone. */
    void poll(Poll poll, Duration wait) {
        polls.add(poll, wait);
        arm();
    }

    void forget(Poll poll) {
        polls.forget(poll);
    }

    List<Message> peek(int most) {
        settle();
        return shelves.first(most);
    }

    /** Fails with ReceiptHandleError or MessageNotExist. */
    void delete(String handle) {
        remove(held(handle));
    }

    /** The message with its new handle. Fails with ReceiptHandleError or MessageNotExist. */
    Message changeVisibility(String handle, int seconds) {
        var message = held(handle);
        shelves.extend(message, invisibleFor(seconds));
        arm();
        return message;
    }

    void change(QueueAttributes changed) {
        attributes = changed;
        modifiedAt = now();
        arm();
    }

    String handle(Message message) {
        return new Handle(message.id, number, message.number, message.handleNumber).text();
    }

    /** Forgets everything; whoever waits is told that there is no such queue. */
    void close() {
        deleted = true;
        clear();
        for (var poll : polls.all()) {
            forget(poll);
            poll.answer().accept(null);
        }
    }

    void clear() {
        shelves.all().forEach(this::remove);
    }

    /** Lets time pass: what is due becomes visible, what is too old goes. */
    void settle() {
        var now = now();
        for (var old = shelves.expired(now); old != null; old = shelves.expired(now)) {
            remove(old);
        }
        for (var due = shelves.pollDue(now); due != null; due = shelves.pollDue(now)) {
            var deadLetters = deadLetterQueue(due);
            if (deadLetters != null) {
                bury(due, deadLetters);
            } else {
                shelves.line(due);
            }
        }
    }

    /** Where one goes that was received too often; null where there is no such queue, or it was not. */
    private MessageQueue deadLetterQueue(Message message) {
        var dlq = attributes.dlq();
        return message.state == Message.State.INACTIVE && dlq.enabled() && message.dequeueCount >= dlq.maxReceiveCount()
                ? queues.find(dlq.target())
                : null;
    }

    private void bury(Message message, MessageQueue target) {
        remove(message);
        var draft = message.draft;
        var letter = new Message.Draft(
                draft.body(),
                0,
                draft.priority(),
                draft.groupId(),
                draft.userProperties(),
                draft.systemProperties() + queues.origin(this, message));
        // the time in the source counts towards the retention
        target.shelves.line(target.add(letter, message.bytes, message.enqueuedAt, message.expiresAt));
        target.serve();
    }

    private void duplicate(Message message) {
        var twin = new Message(
                queues.nextNumber(),
                message.id,
                message.md5,
                message.draft,
                message.bytes,
                message.enqueuedAt,
                message.expiresAt);
        twin.dequeueCount = message.dequeueCount;
        twin.firstDequeuedAt = message.firstDequeuedAt;
        keep(twin);
        shelves.line(twin);
    }

    private Message add(Message.Draft draft, int bytes, long enqueuedAt, long expiresAt) {
        var md5 = Signing.md5(draft.body());
        var message = new Message(queues.nextNumber(), queues.nextId(), md5, draft, bytes, enqueuedAt, expiresAt);
        keep(message);
        return message;
    }

    private void keep(Message message) {
        shelves.keep(message);
        queues.count(1, message.bytes);
    }

    private void remove(Message message) {
        shelves.remove(message);
        queues.count(-1, -message.bytes);
    }

    private long invisibleFor(int seconds) {
        return now() + seconds * 1000L;
    }

    private Message next() {
        var seen = shelves.first(faults.reorder() ? REORDER_SPAN : 1);
        return seen.get(faults.reorder() ? random.nextInt(seen.size()) : 0);
    }

    private Message held(String text) {
        var handle = Handle.parse(text);
        if (handle == null || handle.queue() != number) {
            throw new ApiError(400, "ReceiptHandleError", "The receipt handle you provide is not valid.");
        }
        settle();
        var message = shelves.find(handle.number());
        if (message == null
                || !message.id.equals(handle.messageId())
                || message.handleNumber != handle.handleNumber()
                || message.state != Message.State.INACTIVE) {
            throw new ApiError(404, "MessageNotExist", "Message not exist.");
        }
        return message;
    }

    private void serve() {
        settle();
        while (active() > 0 && polls.number() > 0) {
            var poll = polls.next();
            var received = poll.gone().getAsBoolean() ? null : receive(poll.most());
            if (received != null) {
                poll.answer().accept(received);
            }
        }
        arm();
    }

    /** A timer runs only while somebody waits for it: a poll, or a dead-letter queue. */
    private void arm() {
        var due = shelves.nextDue();
        if (due == Long.MAX_VALUE
                || deleted
                || polls.number() == 0 && !attributes.dlq().enabled()) {
            return;
        }
        if (due < armed) {
            armed = due;
            time.after(Duration.ofMillis(Math.max(0, due - now())), () -> {
                if (armed == due) {
                    armed = Long.MAX_VALUE;
                }
                settle();
                serve();
            });
        }
    }

    private long now() {
        return time.now().toEpochMilli();
    }
}
