package io.ecslifeguard.dispatch;

import io.ecslifeguard.journal.Entry;
import io.ecslifeguard.journal.Recorded;
import io.ecslifeguard.queue.DeleteResult;
import io.ecslifeguard.queue.QueueException;
import io.ecslifeguard.queue.ReceivedMessage;
import java.util.List;

/** Counts messages and polls. It is told by the stream itself, so it must be quick, and never fails. */
public interface IntakeTally {

    /** A poll has ended well, with messages or without. */
    void polled(String queue, List<ReceivedMessage> page);

    /** A poll has failed. */
    void pollFailed(String queue, QueueException failure);

    /** A page is committed. */
    void committed(String queue, List<Entry> page, Recorded recorded);

    /** A page was to be deleted, and that was answered. */
    void deleted(String queue, DeleteResult result);

    /** Nobody knows whether the messages of a page are deleted. */
    void deleteFailed(String queue, int messages);
}
