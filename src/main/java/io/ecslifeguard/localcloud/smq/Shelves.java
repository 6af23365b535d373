package io.ecslifeguard.localcloud.smq;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The messages of one queue by what can be done with them. Every step costs at most the logarithm of their number: the
 * visible ones stand in a line for each priority, the delayed and the invisible ones in a set by time, and all of them in
 * a set by expiry.
 */
final class Shelves {

    private static final int PRIORITIES = 16;

    private final Map<Long, Message> messages = new HashMap<>();
    private final List<LinkedHashSet<Message>> lines = new ArrayList<>();
    private final TreeSet<Message> timed = new TreeSet<>(Message.BY_TIME);
    private final TreeSet<Message> expiring = new TreeSet<>(Message.BY_EXPIRY);
    private int active;
    private int delayed;

    Shelves() {
        for (var priority = 1; priority <= PRIORITIES; priority++) {
            lines.add(new LinkedHashSet<>());
        }
    }

    int active() {
        return active;
    }

    int delayed() {
        return delayed;
    }

    int inactive() {
        return messages.size() - active - delayed;
    }

    /** By its number, or null. */
    Message find(long number) {
        return messages.get(number);
    }

    List<Message> all() {
        return List.copyOf(messages.values());
    }

    /** Takes a new message in, which then has to be made visible or delayed. */
    void keep(Message message) {
        messages.put(message.number, message);
        expiring.add(message);
    }

    void remove(Message message) {
        switch (message.state) {
            case ACTIVE -> unline(message);
            case DELAYED -> {
                timed.remove(message);
                delayed--;
            }
            default -> timed.remove(message);
        }
        message.state = Message.State.GONE;
        messages.remove(message.number);
        expiring.remove(message);
    }

    void delay(Message message, long until) {
        message.state = Message.State.DELAYED;
        message.visibleAt = until;
        timed.add(message);
        delayed++;
    }

    /** Makes it visible, behind those of its priority. */
    void line(Message message) {
        message.state = Message.State.ACTIVE;
        lines.get(message.draft.priority() - 1).add(message);
        active++;
    }

    /** Makes a visible one invisible, with a new handle. */
    void take(Message message, long until) {
        unline(message);
        message.state = Message.State.INACTIVE;
        hide(message, until);
    }

    /** Lets an invisible one stay so until another time, with a new handle. */
    void extend(Message message, long until) {
        timed.remove(message);
        hide(message, until);
    }

    /** The visible ones, in their order, at most so many. */
    List<Message> first(int most) {
        var seen = new ArrayList<Message>(most);
        for (var line : lines) {
            for (var message : line) {
                if (seen.size() == most) {
                    return seen;
                }
                seen.add(message);
            }
        }
        return seen;
    }

    /** One that is too old, or null. */
    Message expired(long now) {
        return expiring.isEmpty() || expiring.first().expiresAt > now ? null : expiring.first();
    }

    /** Takes out one whose delay or invisibility is over, which then has to be made visible; or null. */
    Message pollDue(long now) {
        if (timed.isEmpty() || timed.first().visibleAt > now) {
            return null;
        }
        var due = timed.pollFirst();
        if (due.state == Message.State.DELAYED) {
            delayed--;
        }
        return due;
    }

    /** When the next one becomes visible by itself; never where none does. */
    long nextDue() {
        return timed.isEmpty() ? Long.MAX_VALUE : timed.first().visibleAt;
    }

    private void unline(Message message) {
        lines.get(message.draft.priority() - 1).remove(message);
        active--;
    }

    private void hide(Message message, long until) {
        message.handleNumber++;
        message.visibleAt = until;
        timed.add(message);
    }
}
